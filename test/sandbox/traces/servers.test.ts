import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { startJaeger } from "../../../sandbox/jaeger/jaeger.ts";
import { startTempo } from "../../../sandbox/tempo/tempo.ts";
import type { RecordedSpan } from "../../../sandbox/traces/span.ts";
import { startZipkin } from "../../../sandbox/zipkin/zipkin.ts";

const NOW = Date.UTC(2026, 10, 22, 2, 32);
const CLOCK = { now: () => NOW };
const SPAN: RecordedSpan = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  parentSpanId: null,
  name: "POST /checkout",
  kind: "server",
  start: (NOW - 60_000) * 1000,
  durationMicros: 80_000,
  service: "Checkout",
  attributes: { "http.response.status_code": 500, "faas.invocation_id": "r-1" },
  error: "no such product",
};
const HOUR = { from: new Date(NOW - 3_600_000).toISOString(), to: new Date(NOW).toISOString() };

interface Server {
  readonly url: string;
  load(spans: readonly RecordedSpan[]): void;
  stop(): Promise<void>;
}

test("Jaeger's /api/v3 wraps its answer, with ids in digits and enumerations as numbers", async (t) => {
  const get = await opened(t, startJaeger(CLOCK));
  const { status, text } = await get(`/api/v3/traces/${SPAN.traceId}`);
  assert.equal(status, 200);
  const told = JSON.parse(text).result.resourceSpans[0];
  assert.deepEqual(told.resource.attributes, [{ key: "service.name", value: { stringValue: "Checkout" } }]);
  const { traceId, spanId, kind, status: ended } = told.scopeSpans[0].spans[0];
  assert.deepEqual([traceId, spanId, kind, ended.code], [SPAN.traceId, SPAN.spanId, 2, 2]);
});

test("Jaeger's /api/v3 wants the times of a search, and finds nothing with status 404", async (t) => {
  const get = await opened(t, startJaeger(CLOCK));
  const search = `/api/v3/traces?query.startTimeMin=${HOUR.from}&query.startTimeMax=${HOUR.to}&query.attributes=`;
  assert.equal((await get("/api/v3/traces?query.serviceName=Checkout")).status, 400);
  assert.equal((await get(`${search}{"error":"true"}`)).status, 200);
  const nothing = await get(`${search}{"error":"false"}`);
  assert.deepEqual([nothing.status, JSON.parse(nothing.text).error.message], [404, "No traces found"]);
  assert.deepEqual(JSON.parse((await get("/api/v3/services")).text), { services: ["Checkout"] });
});

test("Jaeger 2.21 has none of the older routes but that for one trace", async (t) => {
  const get = await opened(t, startJaeger(CLOCK));
  assert.equal((await get(`/api/traces/${SPAN.traceId}`)).status, 200);
  for (const path of ["/api/services", "/api/traces?service=Checkout"])
    assert.equal((await get(path)).status, 404, path);
});

test("Jaeger's older routes want a service, and say with status 404 that a trace is unknown", async (t) => {
  const get = await opened(t, startJaeger(CLOCK, "1.30"));
  assert.equal((await get("/api/traces")).status, 400);
  const found = await get(`/api/traces?service=Checkout&tags={"error":"true"}&start=0&end=${NOW * 1000}`);
  const [{ traceID, spans, processes }] = JSON.parse(found.text).data;
  assert.deepEqual([traceID, spans[0].startTime, processes.p1.serviceName], [SPAN.traceId, SPAN.start, "Checkout"]);
  const unknown = await get("/api/traces/1");
  assert.deepEqual([unknown.status, JSON.parse(unknown.text).errors[0].msg], [404, "trace not found"]);
  assert.match((await get("/api/v3/services")).text, /^<!doctype html>/);
  for (const [duration, status] of [
    ["100ms", 200],
    ["100", 400],
  ] as const) {
    const { status: answered } = await get(`/api/traces?service=Checkout&minDuration=${duration}&start=0&end=1`);
    assert.equal(answered, status, duration);
  }
});

test("Tempo writes ids in base64 and enumerations as names, and tells a trace by two routes", async (t) => {
  const get = await opened(t, startTempo(CLOCK));
  const [first] = JSON.parse((await get(`/api/traces/${SPAN.traceId}`)).text).batches;
  const [second] = JSON.parse((await get(`/api/v2/traces/${SPAN.traceId}`)).text).trace.resourceSpans;
  assert.deepEqual(first, second);
  const { traceId, kind, status } = first.scopeSpans[0].spans[0];
  assert.equal(Buffer.from(traceId, "base64").toString("hex"), SPAN.traceId);
  assert.deepEqual([kind, status.code], ["SPAN_KIND_SERVER", "STATUS_CODE_ERROR"]);
});

test("Tempo has nothing to say of an unknown trace, and explains a wrong query in plain text", async (t) => {
  const get = await opened(t, startTempo(CLOCK));
  assert.deepEqual(await get("/api/v2/traces/1"), { status: 404, text: "" });
  const period = `start=${NOW / 1000 - 3600}&end=${NOW / 1000}`;
  const wrong = await get(`/api/search?${period}&q={ status = `);
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /^invalid TraceQL query: parse error at line 1, col \d+: syntax error: unexpected \$end\n$/);
  assert.equal((await get(`/api/search?start=2&end=1&q={}`)).status, 400);
});

test("Tempo's search tells ids without the zeros before them, and of 20 traces where no limit is named", async (t) => {
  const server = await startTempo(CLOCK);
  const get = await opened(t, Promise.resolve(server));
  for (let n = 0; n < 30; n++) server.load([{ ...SPAN, traceId: (n + 16).toString(16).padStart(32, "0") }]);
  const period = `start=${NOW / 1000 - 3600}&end=${NOW / 1000}`;
  const found = JSON.parse((await get(`/api/search?${period}&q={ span.http.response.status_code >= 500 }`)).text);
  assert.equal(found.traces.length, 20);
  assert.ok(found.traces.every(({ traceID }: { traceID: string }) => /^[1-9a-f]/.test(traceID)));
  const one = await get(`/api/search?${period}&q={ span.faas.invocation_id = "r-1" %26%26 status = error }&limit=1`);
  assert.equal(JSON.parse(one.text).traces.length, 1);
  assert.equal(
    JSON.parse((await get(`/api/search?${period}&q={ name = "x" || kind = server }`)).text).traces.length,
    20,
  );
  assert.equal(JSON.parse((await get(`/api/search?${period}&q={ status != error }`)).text).traces, undefined);
});

test("Zipkin writes names in lower case and every tag as a text", async (t) => {
  const get = await opened(t, startZipkin(CLOCK));
  const [span] = JSON.parse((await get(`/api/v2/trace/${SPAN.traceId}`)).text);
  assert.deepEqual(
    [span.name, span.localEndpoint.serviceName, span.kind, span.timestamp, span.tags],
    [
      "post /checkout",
      "checkout",
      "SERVER",
      SPAN.start,
      {
        "http.response.status_code": "500",
        "faas.invocation_id": "r-1",
        "otel.status_code": "ERROR",
        error: "no such product",
      },
    ],
  );
});

test("Zipkin refuses a limit of nothing, measures durations in microseconds, and says in plain text what it does not know", async (t) => {
  const get = await opened(t, startZipkin(CLOCK));
  assert.equal((await get("/api/v2/traces?limit=0")).status, 400);
  assert.equal(JSON.parse((await get("/api/v2/traces?minDuration=80000")).text).length, 1);
  assert.equal(JSON.parse((await get("/api/v2/traces?minDuration=80001")).text).length, 0);
  assert.equal(
    JSON.parse((await get("/api/v2/traces?annotationQuery=error and faas.invocation_id=r-1")).text).length,
    1,
  );
  assert.equal(
    JSON.parse((await get("/api/v2/traces?annotationQuery=error and faas.invocation_id=r-2")).text).length,
    0,
  );
  assert.deepEqual(await get("/api/v2/trace/1"), { status: 404, text: "1 not found" });
});

test("each store tells what a span noted down, and of which process it is, in its own way", async (t) => {
  const attributes = { "exception.type": "TypeError", "exception.message": "no such product" };
  const span = {
    ...SPAN,
    resource: { "faas.name": "checkout" },
    events: [{ name: "exception", at: SPAN.start + 7, attributes }],
  };
  const path = { v3: "/api/v3/traces/", old: "/api/traces/", zipkin: "/api/v2/trace/" };
  const v3 = JSON.parse((await (await opened(t, startJaeger(CLOCK), span))(path.v3 + SPAN.traceId)).text).result;
  const [{ resource, scopeSpans }] = v3.resourceSpans;
  assert.deepEqual(resource.attributes[1], { key: "faas.name", value: { stringValue: "checkout" } });
  assert.equal(scopeSpans[0].spans[0].events[0].timeUnixNano, `${SPAN.start + 7}000`);
  const old = JSON.parse((await (await opened(t, startJaeger(CLOCK, "1.30"), span))(path.old + SPAN.traceId)).text);
  const [{ spans, processes }] = old.data;
  assert.deepEqual(processes.p1.tags, [{ key: "faas.name", type: "string", value: "checkout" }]);
  assert.deepEqual(spans[0].logs[0].fields[0], { key: "event", type: "string", value: "exception" });
  const zipkin = JSON.parse((await (await opened(t, startZipkin(CLOCK), span))(path.zipkin + SPAN.traceId)).text);
  assert.equal(zipkin[0].annotations[0].value, `"exception": ${JSON.stringify(attributes)}`);
  assert.equal(zipkin[0].tags["faas.name"], "checkout");
});

async function opened(
  t: TestContext,
  starting: Promise<Server>,
  span: RecordedSpan = SPAN,
): Promise<(path: string) => Promise<{ status: number; text: string }>> {
  const server = await starting;
  t.after(() => server.stop());
  server.load([span]);
  return async (path) => {
    const response = await fetch(`${server.url}${path}`);
    return { status: response.status, text: await response.text() };
  };
}
