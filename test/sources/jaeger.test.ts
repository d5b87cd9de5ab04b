import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { type Jaeger, type JaegerVersion, startJaeger } from "../../sandbox/jaeger/jaeger.ts";
import { serve } from "../../sandbox/serve.ts";
import { jaeger } from "../../src/sources/jaeger.ts";
import { ASKED_AT } from "../contracts/source.ts";
import { FAILURES, find, tellsOf } from "./asked.ts";
import { invocationIdOf, recordedRequest, traceIdOf } from "./recorded-request.ts";

const VERSIONS = ["2.21", "2.11", "1.30"] as const;

for (const version of VERSIONS) {
  test(`Jaeger ${version} is asked for a trace in each form of its id`, async (t) => {
    const server = await started(t, version);
    const id = traceIdOf(1);
    for (const form of [id, id.toUpperCase().replace(/^1-|-/g, ""), id.replace(/^1-|-/g, "")]) {
      const { spans, gaps } = await tellsOf(sourceAt(server.url), find(form));
      assert.deepEqual([spans.length, gaps], [2, []], form);
    }
  });

  test(`Jaeger ${version} finds an invocation by the attribute that holds its id`, async (t) => {
    const server = await started(t, version);
    const { spans, gaps } = await tellsOf(sourceAt(server.url), find(invocationIdOf(2)));
    assert.deepEqual(gaps, []);
    assert.deepEqual(new Set(spans.map(({ requestId }) => requestId)), new Set([invocationIdOf(2), null]));
  });

  test(`Jaeger ${version} tells of failures those alone, and the way to ask is found out once`, async (t) => {
    const server = await started(t, version);
    const source = sourceAt(server.url);
    const first = await tellsOf(source, FAILURES);
    assert.deepEqual(traces(first.spans), [traceIdOf(1)]);
    const asked = server.requests.length;
    const second = await tellsOf(source, FAILURES);
    assert.deepEqual(traces(second.spans), [traceIdOf(1)]);
    assert.equal(server.requests.length - asked, 2, "the services, and a search in the only one");
    assert.equal(second.costs[0]?.queries, 2);
  });
}

test("a trace is asked for once where several forms of its id are looked for", async (t) => {
  const server = await started(t, "2.21");
  const id = traceIdOf(1);
  await tellsOf(sourceAt(server.url), find(id, id.replace(/^1-|-/g, "")));
  assert.equal(server.requests.length, 1);
});

test("ids without traces are searched for within bounds, and what was left out is said but forbids nothing", async (t) => {
  const server = await started(t, "2.21");
  const ids = Array.from({ length: 50 }, (_, n) => invocationIdOf(n));
  const { gaps, reads, costs } = await tellsOf(sourceAt(server.url), find(...ids));
  assert.deepEqual(
    gaps.map(({ what, why, unread }) => [what, why, unread]),
    [
      [
        "ids of requests in Jaeger",
        "only some were searched for: an id that is not a trace's takes several requests",
        undefined,
      ],
    ],
  );
  assert.equal(reads.length, 1);
  assert.ok((costs[0]?.queries ?? 0) < 130);
});

test("more traces than one question looks up are a gap, and the others are read", async (t) => {
  const server = await started(t, "2.21");
  const ids = Array.from({ length: 510 }, (_, n) => traceIdOf(n));
  const { gaps, spans, reads } = await tellsOf(sourceAt(server.url), find(...ids));
  assert.deepEqual(
    gaps.map(({ what, why, unread }) => [what, why, unread]),
    [["traces by their ids in Jaeger", "only the first 500 of 510 were looked up", true]],
  );
  assert.equal(spans.length, 4);
  assert.deepEqual(reads, []);
});

test("VictoriaTraces speaks the older API beneath a path, and knows what it does not know with status 200", async (t) => {
  const served = await serve(async (request) => {
    const { pathname } = new URL(request.url);
    const older = pathname.startsWith("/select/jaeger/api/") && !pathname.includes("/v3/");
    if (!older) return new Response("unsupported path requested", { status: 400 });
    return Response.json({ data: [], errors: null, limit: 0, offset: 0, total: 0 });
  });
  t.after(() => served.stop());
  const { spans, gaps } = await tellsOf(sourceAt(`${served.url}/select/jaeger`), find(traceIdOf(1)));
  assert.deepEqual([spans, gaps], [[], []]);
  assert.deepEqual((await tellsOf(sourceAt(`${served.url}/select/jaeger`), FAILURES)).gaps, []);
});

test("an address at which something else answers is a gap that says so", async (t) => {
  for (const answer of [
    () => new Response("404 page not found", { status: 404 }),
    () => new Response("<html></html>", { headers: { "content-type": "text/html" } }),
    () => Response.json({ message: "no Route matched" }, { status: 404 }),
  ]) {
    const served = await serve(async () => answer());
    t.after(() => served.stop());
    for (const question of [find(traceIdOf(1)), FAILURES]) {
      const { gaps } = await tellsOf(sourceAt(served.url), question);
      assert.equal(gaps.length, 1);
      assert.equal(gaps[0]?.unread, true);
    }
  }
});

async function started(t: TestContext, version: JaegerVersion): Promise<Jaeger> {
  const server = await startJaeger({ now: () => ASKED_AT }, version);
  t.after(() => server.stop());
  server.load(recordedRequest({ n: 1, atMs: ASKED_AT - 60_000, failed: true }));
  server.load(recordedRequest({ n: 2, atMs: ASKED_AT - 50_000, failed: false }));
  return server;
}

function sourceAt(url: string) {
  return jaeger({ name: "jaeger", url, headers: {} });
}

function traces(spans: readonly { readonly keys: readonly { readonly kind: string; readonly value: string }[] }[]) {
  return [
    ...new Set(spans.flatMap(({ keys }) => keys.filter(({ kind }) => kind === "xray-trace").map(({ value }) => value))),
  ];
}
