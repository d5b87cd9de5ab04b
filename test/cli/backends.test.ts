import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startTempo, type Tempo } from "../../sandbox/tempo/tempo.ts";
import { recordedRequest, traceIdOf } from "../sources/recorded-request.ts";
import { FAILED, folderOf, recordOf, runVerb } from "./run-verb.ts";

test("a store of traces that the environment names is asked, with no option at all", async (t) => {
  const tempo = await started(t);
  const { status, out, err } = await runVerb("trace", [traceIdOf(1)], undefined, { TEMPO_URL: tempo.url });
  assert.deepEqual([status, err], [0, ""]);
  assert.match(out, /POST \/checkout/);
  assert.match(out, /DynamoDB/);
});

test("whoever names files is answered from these alone", async (t) => {
  const tempo = await started(t);
  const folder = await folderOf(t, { "a.jsonl": recordOf(FAILED) });
  const words = [traceIdOf(1), "--logs", join(folder, "a.jsonl")];
  const { status } = await runVerb("trace", words, undefined, { TEMPO_URL: tempo.url });
  assert.equal(status, 3);
  assert.deepEqual(tempo.requests, []);
});

test("an address that is none is one line, and wrong use", async () => {
  const { status, err } = await runVerb("trace", [traceIdOf(1)], undefined, { JAEGER_URL: "jaeger" });
  assert.deepEqual([status, err], [2, "JAEGER_URL is no address that begins with http:// or https://\n"]);
});

async function started(t: TestContext): Promise<Tempo> {
  const server = await startTempo({ now: () => Date.now() });
  t.after(() => server.stop());
  server.load(recordedRequest({ n: 1, atMs: Date.now() - 60_000, failed: true }));
  return server;
}
