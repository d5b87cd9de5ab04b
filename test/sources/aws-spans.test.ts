import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { cloudwatchLogs } from "../../src/sources/cloudwatch-logs.ts";
import type { Question } from "../../src/sources/source.ts";
import { fromMillis, type Window } from "../../src/time.ts";
import { NIGHT, openLogs } from "../sandbox/cloudwatch/open-logs.ts";
import { tellsOf } from "./asked.ts";

const WINDOW: Window = { from: fromMillis(NIGHT - 3_600_000), to: fromMillis(NIGHT) };
const FAILURES: Question = { window: WINDOW, failures: [], groups: null };
const TRACE = "6742f0a15759e988bd862e3fe1be46a9";
const OTHER = "6742f0a1bd862e3fe1be46a95759e988";
const DASHED = "1-6742f0a1-5759e988bd862e3fe1be46a9";

const ENDINGS: Readonly<Record<string, object>> = {
  "a status of today's name": { attributes: { "http.response.status_code": 502 }, status: { code: "UNSET" } },
  "a status of the older name": { attributes: { "http.status_code": 502 }, status: {} },
  "its own status alone": { attributes: {}, status: { code: "ERROR" } },
};

for (const [name, ending] of Object.entries(ENDINGS)) {
  test(`a span of aws/spans that failed by ${name} is found, and one that went well is not`, async (t) => {
    const ask = await opened(t, { [TRACE]: ending, [OTHER]: { attributes: {}, status: { code: "UNSET" } } });
    const spans = await ask(FAILURES);
    assert.deepEqual(
      spans.map(({ outcome }) => outcome),
      ["error"],
    );
  });
}

test("the spans of a trace are found by its id in X-Ray's form, in W3C's, and in capitals", async (t) => {
  const ask = await opened(t, { [TRACE]: {}, [OTHER]: {} });
  for (const id of [DASHED, TRACE, TRACE.toUpperCase()]) {
    const spans = await ask({ window: WINDOW, find: [id] });
    const traces = spans.flatMap(({ keys }) => keys.flatMap(({ kind, value }) => (kind === "xray-trace" ? value : [])));
    assert.deepEqual(traces, [DASHED], id);
  }
});

test("the spans of the group are what tells its requests", async (t) => {
  const ask = await opened(t, { [TRACE]: {}, [OTHER]: {} });
  assert.equal((await ask({ window: WINDOW, keyed: ["aws/spans"] })).length, 2);
});

/** Asks CloudWatch Logs, whose group aws/spans holds a span for each trace. */
async function opened(t: Parameters<typeof openLogs>[0], spans: Readonly<Record<string, object>>) {
  const { logs, client } = await openLogs(t);
  const at = NIGHT - 60_000;
  const lines = Object.entries(spans).map(([traceId, more]) => {
    const start = `${at}000000`;
    const span = { traceId, spanId: traceId.slice(-16), kind: "SERVER", name: "POST /rides", resource: {}, ...more };
    // The group writes nanoseconds as bare numbers, which JSON.stringify would round.
    const message = `{"startTimeUnixNano":${start},"endTimeUnixNano":${start},${JSON.stringify(span).slice(1)}`;
    return { timestamp: at, ingestionTime: at + 5000, message };
  });
  logs.load("aws/spans", "default", lines);
  const source = cloudwatchLogs(client, { ...EMPTY_CATALOG, logs: { groups: ["aws/spans"], prefixes: [] } });
  return async (question: Question) => (await tellsOf(source, question)).spans;
}
