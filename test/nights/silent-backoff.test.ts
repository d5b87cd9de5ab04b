import assert from "node:assert/strict";
import { test } from "node:test";
import { idsIn, invocation, judged, metric, NIGHT, type NightFiles, type Stream, uuid } from "./night-files.ts";

const PEOPLE = 61;
const TIMEOUT_MS = 3000;
/** One a five seconds, up to the alarm. */
const STARTS = Array.from({ length: PEOPLE }, (_, n) => NIGHT - 320_000 + n * 5000);
const THROTTLED = ["AWS/DynamoDB", "ThrottledRequests"] as const;

/** An on-demand table with a hot key: the SDK backs off inside of the function until that is cut off, and nobody logs a word. */
const SILENT: NightFiles = {
  alarm: { namespace: "AWS/DynamoDB", metric: "ThrottledRequests", dimension: ["TableName", "rides"] },
  streams: [accessLog(), ...timeouts()],
  metrics: [
    metric(THROTTLED, { TableName: "rides", Operation: "UpdateItem" }, [90, 120, 140, 130, 150, 160, 155]),
    metric(["AWS/Lambda", "Errors"], { FunctionName: "book" }, [0, 10, 12, 12, 12, 12, 3]),
  ],
  config: {
    "dynamodb:DescribeTable": [
      {
        input: { TableName: "rides" },
        output: { Table: { TableName: "rides", BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" } } },
      },
    ],
    "lambda:GetFunctionConfiguration": [
      {
        input: { FunctionName: "book" },
        output: {
          FunctionName: "book",
          Timeout: 3,
          Environment: { Variables: { TABLE: "rides", KEY: "k-9f8e7d", EMPTY: "" } },
        },
      },
    ],
  },
};

test("silent backoff: functions that ran out of time while their table was throttled were throttled, likely", async (t) => {
  const report = await judged(t, SILENT);
  assert.equal(report.verdict.decision, "wake");
  assert.equal(report.users.hit, PEOPLE);
  assert.deepEqual([report.cause?.kind, report.cause?.certainty], ["throttled", "likely"]);
  assert.match(report.cause?.text ?? "", /ran out of time while DynamoDB rides was throttled/);
  const [hop, ...cited] = report.cause?.evidence ?? [];
  assert.ok(hop !== undefined && idsIn(report).has(hop));
  assert.ok(cited.length > 0);
  for (const one of cited) assert.match(one, /^metric:AWS\/DynamoDB\/ThrottledRequests@2026-11-22T02:\d\d:00\.000Z$/);
});

test("in minutes in which the table was not throttled, running out of time is just that", async (t) => {
  const calm = metric(THROTTLED, { TableName: "rides", Operation: "UpdateItem" }, [0, 0, 0, 0, 0, 0, 0]);
  assert.equal((await judged(t, { ...SILENT, metrics: [calm] })).cause?.kind, "timeout");
  const earlier = metric(THROTTLED, { TableName: "rides" }, [90, 90], { lastMs: NIGHT - 3_600_000 });
  assert.equal((await judged(t, { ...SILENT, metrics: [earlier] })).cause?.kind, "timeout");
});

test("a throttled table is the cause only for who calls it: here the environment names it, and another's does not", async (t) => {
  const alarm = { namespace: "AWS/Lambda", metric: "Errors", dimension: ["FunctionName", "book"] } as const;
  assert.equal((await judged(t, { ...SILENT, alarm })).cause?.kind, "throttled");
  const { config: _, ...unknown } = { ...SILENT, alarm };
  assert.equal((await judged(t, unknown)).cause?.kind, "timeout");
});

test("the environment of a function is what is configured, by name; that a variable is empty is seen", async (t) => {
  const report = await judged(t, SILENT);
  const hop = report.transactions[0]?.hops.find(({ service }) => service === "lambda");
  assert.deepEqual(hop?.environment, { TABLE: "[hidden]", KEY: "[hidden]", EMPTY: "" });
  assert.doesNotMatch(JSON.stringify(report), /k-9f8e7d/);
});

function accessLog(): Stream {
  const lines = STARTS.map((start, n): [number, string] => {
    const line = {
      requestId: uuid(1, n),
      apiId: "rides-api",
      ip: "203.0.113.7",
      requestTime: clf(start),
      httpMethod: "POST",
      resourcePath: "/rides",
      path: "/rides",
      status: n % 2 === 0 ? "502" : "504",
      responseLatency: String(TIMEOUT_MS + 20),
      integrationRequestId: uuid(2, n),
      "authorizer.claims.sub": `user-${n}`,
    };
    return [start + TIMEOUT_MS + 20, JSON.stringify(line)];
  });
  // Somebody reads a ride a minute later, so that all of the above is judged.
  const read = {
    requestId: uuid(3, 1),
    apiId: "rides-api",
    httpMethod: "GET",
    resourcePath: "/rides/{id}",
    status: "200",
  };
  lines.push([NIGHT + 60_000, JSON.stringify({ ...read, requestTime: clf(NIGHT + 60_000) })]);
  return { group: "/aws/apigateway/rides-api", stream: "access", lines };
}

function timeouts(): Stream[] {
  return STARTS.map((start, n) => ({
    group: "/aws/lambda/book",
    stream: `2026/11/22/[$LATEST]${n}`,
    lines: invocation(uuid(2, n), start + 5, [], { timeoutMs: TIMEOUT_MS }),
  }));
}

/** `22/Nov/2026:02:31:04 +0000` */
function clf(at: number): string {
  return `22/Nov/2026:${new Date(at).toISOString().slice(11, 19)} +0000`;
}
