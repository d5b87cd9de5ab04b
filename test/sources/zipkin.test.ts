import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { startZipkin, type Zipkin } from "../../sandbox/zipkin/zipkin.ts";
import { zipkin } from "../../src/sources/zipkin.ts";
import { ASKED_AT } from "../contracts/source.ts";
import { FAILURES, find, tellsOf } from "./asked.ts";
import { invocationIdOf, recordedRequest, traceIdOf } from "./recorded-request.ts";

test("a trace is found by all digits of its id, or by the last sixteen", async (t) => {
  const server = await started(t);
  const hex = traceIdOf(1).replace(/^1-|-/g, "");
  for (const form of [traceIdOf(1), hex, hex.slice(16)]) {
    const { spans, gaps } = await tellsOf(sourceAt(server), find(form));
    assert.deepEqual([spans.length, gaps], [2, []], form);
  }
});

test("an invocation is found by the tag that holds its id", async (t) => {
  const server = await started(t);
  const { spans, gaps } = await tellsOf(sourceAt(server), find(invocationIdOf(2)));
  assert.deepEqual([spans.length, gaps], [2, []]);
  assert.equal(spans[0]?.requestId, invocationIdOf(2));
});

test("an id may hold the sign that stands between a tag and its value", async (t) => {
  const server = await started(t);
  const [first, ...rest] = recordedRequest({ n: 3, atMs: ASKED_AT - 40_000, failed: false });
  assert.ok(first !== undefined);
  server.load([{ ...first, attributes: { "aws.request_id": "JKJa=XmPLvHcESHA=" } }, ...rest]);
  assert.equal((await tellsOf(sourceAt(server), find("JKJa=XmPLvHcESHA="))).spans.length, 2);
});

test("an id that cannot be asked for is said to be left out", async (t) => {
  const server = await started(t);
  const { gaps } = await tellsOf(sourceAt(server), find("this and that"));
  assert.deepEqual(
    gaps.map(({ why, unread }) => [why, unread]),
    [["only some were searched for: an id that is not a trace's takes several requests", undefined]],
  );
  assert.equal(server.requests.length, 0);
});

test("failures are the traces with a tag that says so", async (t) => {
  const server = await started(t);
  const { spans, gaps } = await tellsOf(sourceAt(server), FAILURES);
  assert.deepEqual(gaps, []);
  assert.deepEqual(new Set(spans.map(({ outcome }) => outcome)), new Set(["error"]));
  assert.match(
    server.requests[0] ?? "",
    /^\/api\/v2\/traces\?annotationQuery=error&endTs=\d+&lookback=3600000&limit=100$/,
  );
});

async function started(t: TestContext): Promise<Zipkin> {
  const server = await startZipkin({ now: () => ASKED_AT });
  t.after(() => server.stop());
  server.load(recordedRequest({ n: 1, atMs: ASKED_AT - 60_000, failed: true }));
  server.load(recordedRequest({ n: 2, atMs: ASKED_AT - 50_000, failed: false }));
  return server;
}

function sourceAt({ url }: Zipkin) {
  return zipkin({ name: "zipkin", url, headers: {} });
}
