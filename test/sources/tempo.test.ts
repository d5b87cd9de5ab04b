import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { startTempo, type Tempo, type TempoOptions } from "../../sandbox/tempo/tempo.ts";
import type { RecordedSpan } from "../../sandbox/traces/span.ts";
import { tempo } from "../../src/sources/tempo.ts";
import { ASKED_AT } from "../contracts/source.ts";
import { FAILURES, find, tellsOf } from "./asked.ts";
import { invocationIdOf, recordedRequest, traceIdOf } from "./recorded-request.ts";

test("a trace is asked for by the newer route, and by the older one where that is missing", async (t) => {
  for (const old of [false, true]) {
    const server = await started(t, { old });
    const source = sourceAt(server);
    for (const n of [1, 2]) {
      const { spans, gaps } = await tellsOf(source, find(traceIdOf(n)));
      assert.deepEqual([spans.length, gaps], [2, []]);
    }
    const routes = server.requests.map((path) => path.replace(/[^/]+$/, ""));
    assert.deepEqual(
      routes,
      old ? ["/api/v2/traces/", "/api/traces/", "/api/traces/"] : Array(2).fill("/api/v2/traces/"),
    );
  }
});

test("several ids of requests are searched for at once, in whichever attribute they stand", async (t) => {
  const server = await started(t);
  const ids = [invocationIdOf(1), invocationIdOf(2), invocationIdOf(3), "nobody's"];
  const { spans, gaps } = await tellsOf(sourceAt(server), find(...ids));
  assert.deepEqual(gaps, []);
  assert.equal(spans.length, 4);
  assert.equal(server.requests.filter((path) => path.startsWith("/api/search")).length, 1);
});

test("many ids take several searches, of which each fits an address", async (t) => {
  const server = await started(t);
  const ids = Array.from({ length: 60 }, (_, n) => invocationIdOf(n));
  const { spans, gaps } = await tellsOf(sourceAt(server), find(...ids));
  assert.deepEqual([spans.length, gaps], [4, []]);
  assert.ok(server.requests.every((path) => path.length < 8000));
});

test("nothing in an id is read as a query", async (t) => {
  const server = await started(t);
  for (const id of ['" || true || span.x = "', "back\\slash", "a\nb", '"', "JKJaXmPLvHcESHA="]) {
    const { spans, gaps } = await tellsOf(sourceAt(server), find(id));
    assert.deepEqual([spans, gaps], [[], []], id);
  }
});

test("a response with status 5xx is a failure although its span does not say so", async (t) => {
  const server = await started(t);
  server.load(quiet(3, { "http.status_code": 502 }));
  server.load(quiet(4, { "http.response.status_code": 429 }));
  server.load(quiet(5, { "http.response.status_code": 404 }));
  const { spans } = await tellsOf(sourceAt(server), FAILURES);
  const found = new Set(spans.flatMap(({ keys }) => keys.map(({ value }) => value)));
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((n) => found.has(traceIdOf(n))),
    [true, false, true, true, false],
  );
});

test("a tenant is named where there are several, and nobody else's traces are read", async (t) => {
  const server = await started(t, { tenant: "night" });
  const named = await tellsOf(sourceAt(server, { "X-Scope-OrgID": "night" }), FAILURES);
  assert.deepEqual([named.spans.length, named.gaps], [2, []]);
  const { gaps } = await tellsOf(sourceAt(server), FAILURES);
  assert.deepEqual(
    gaps.map(({ why, unread }) => [why, unread]),
    [["it may not be read: it answered 401", true]],
  );
});

test("what came in just now is found by its id, and by a search a little later", async (t) => {
  let now = ASKED_AT;
  const server = await startTempo({ now: () => now }, { searchLagMs: 5000 });
  t.after(() => server.stop());
  server.load(recordedRequest({ n: 1, atMs: ASKED_AT - 60_000, failed: true }));
  assert.equal((await tellsOf(sourceAt(server), FAILURES)).spans.length, 0);
  assert.equal((await tellsOf(sourceAt(server), find(traceIdOf(1)))).spans.length, 2);
  now += 5000;
  assert.equal((await tellsOf(sourceAt(server), FAILURES)).spans.length, 2);
});

test("a trace that is told in part is handed on with a gap", async (t) => {
  const server = await started(t, { mostSpans: 1 });
  const { spans, gaps } = await tellsOf(sourceAt(server), find(traceIdOf(1)));
  assert.equal(spans.length, 1);
  assert.deepEqual(
    gaps.map(({ why, unread }) => [why, unread]),
    [["a trace is larger than it tells; the rest was not read", true]],
  );
});

test("an address at which there is no Tempo is a gap, also where one trace is looked for", async (t) => {
  const { url } = await started(t);
  const { gaps } = await tellsOf(tempo({ name: "tempo", url: `${url}/elsewhere`, headers: {} }), find(traceIdOf(1)));
  assert.deepEqual(
    gaps.map(({ why, unread }) => [why, unread]),
    [["there is no API of Tempo at this address", true]],
  );
});

test("a refusal is a gap in its own words", async (t) => {
  const served = await started(t);
  const { gaps } = await tellsOf(tempo({ name: "tempo", url: `${served.url}/elsewhere`, headers: {} }), FAILURES);
  assert.deepEqual(
    gaps.map(({ what, why }) => [what, why]),
    [["failed requests in Tempo", "it answered 404: 404 page not found"]],
  );
});

async function started(t: TestContext, options: TempoOptions = {}): Promise<Tempo> {
  const server = await startTempo({ now: () => ASKED_AT }, options);
  t.after(() => server.stop());
  server.load(recordedRequest({ n: 1, atMs: ASKED_AT - 60_000, failed: true }));
  server.load(recordedRequest({ n: 2, atMs: ASKED_AT - 50_000, failed: false }));
  return server;
}

function sourceAt({ url }: Tempo, headers: Readonly<Record<string, string>> = {}) {
  return tempo({ name: "tempo", url, headers });
}

/** A request whose spans do not say that it failed. */
function quiet(n: number, attributes: RecordedSpan["attributes"]): RecordedSpan[] {
  return recordedRequest({ n, atMs: ASKED_AT - 40_000, failed: false }).map((span) => ({ ...span, attributes }));
}
