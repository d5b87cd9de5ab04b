import assert from "node:assert/strict";
import test from "node:test";
import { GROUP, type InsightsCase, RIDES, testCase } from "./insights-case.ts";
import { ACCOUNT, NIGHT, openLogs } from "./open-logs.ts";

const ID = "8fc6f963-411b-58b5-8483-a32130c0f45d";
const REPORT =
  `REPORT RequestId: ${ID}\tDuration: 3001.52 ms\tBilled Duration: 3002 ms\tMemory Size: 128 MB\t` +
  "Max Memory Used: 79 MB\tInit Duration: 428.60 ms\t\nXRAY TraceId: 1-61c86fa4-59b3c6d959653c527fd10966\t" +
  "SegmentId: 107ea78a5750a811\tSampled: true\t\n";

const CASES: readonly InsightsCase[] = [
  {
    says: "without a command that names fields, a row is the time and the message, newest first",
    lines: ["a", "b"],
    query: 'filter @message like ""',
    rows: ["@timestamp=2026-11-22 19:35:21.646 @message=b", "@timestamp=2026-11-22 19:35:20.646 @message=a"],
  },
  {
    says: "fields names columns and gives aliases",
    lines: ["a"],
    query: "fields @message, @timestamp as at | fields @logStream",
    rows: ["@message=a at=2026-11-22 19:35:21.646 @logStream=one"],
  },
  {
    says: "the system fields are there",
    lines: ["a"],
    query: "fields @log, @logStream, @ingestionTime",
    rows: [`@log=${ACCOUNT}:${GROUP} @logStream=one @ingestionTime=2026-11-22 19:35:21.646`],
  },
  {
    says: "a field that an event lacks is left out of its row",
    lines: RIDES.slice(2),
    query: "fields status, user.id | sort @timestamp asc",
    rows: ["status=503 user.id=u1", ""],
  },
  {
    says: "display decides the columns, the last one of them",
    lines: RIDES.slice(0, 1),
    query: "fields @timestamp | display level, status | display status",
    rows: ["status=200"],
  },
  {
    says: "JSON booleans are 1 and 0",
    lines: ['{"cold":true}', '{"cold":false}'],
    query: "fields cold | filter cold = 1",
    rows: ["cold=1"],
  },
  {
    says: "items of lists are discovered by their number",
    lines: ['{"items":[{"sku":"x"},{"sku":"y"}]}'],
    query: "fields items.1.sku",
    rows: ["items.1.sku=y"],
  },
  {
    says: "a JSON key that begins with @ gets another one",
    lines: ['{"@message":"inner"}'],
    query: "fields @@message",
    rows: ["@@message=inner"],
  },
  {
    says: "names with other characters are written in backticks",
    lines: ['{"status-code":7}'],
    query: "fields `status-code` as code | filter `status-code` >= 7",
    rows: ["code=7"],
  },
  {
    says: "a name in backticks is no keyword",
    lines: ['{"not":1,"desc":2}', '{"not":2}'],
    query: "filter `not` = 1 | fields `desc` | sort `desc` asc",
    rows: ["desc=2"],
  },
  {
    says: "only the first 200 fields of a line are discovered",
    lines: [JSON.stringify(Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, index])))],
    query: "fields f199, f200",
    rows: ["f199=199"],
  },
  {
    says: "the REPORT line of Lambda has its numbers as doubles, sizes in bytes",
    lines: [REPORT],
    query:
      'filter @type = "REPORT" and @duration > 3000 and @memorySize = 128000000 | fields @requestId, @duration, ' +
      "@billedDuration, @memorySize, @maxMemoryUsed, @initDuration, @xrayTraceId, @xraySegmentId",
    rows: [
      `@requestId=${ID} @duration=3001.52 @billedDuration=3002.0 @memorySize=1.28E8 @maxMemoryUsed=7.9E7 ` +
        "@initDuration=428.6 @xrayTraceId=1-61c86fa4-59b3c6d959653c527fd10966 @xraySegmentId=107ea78a5750a811",
    ],
  },
  {
    says: "a number of Lambda is written with an exponent from ten million on",
    lines: [REPORT.replace("79 MB", "10 MB").replace("128 MB", "9 MB")],
    query: "fields @maxMemoryUsed, @memorySize",
    rows: ["@maxMemoryUsed=1.0E7 @memorySize=9000000.0"],
  },
  {
    says: "the text lines of Lambda and of its Node runtime carry @requestId",
    lines: [
      `START RequestId: ${ID} Version: $LATEST\n`,
      `2026-11-22T19:35:21.646Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"TypeError"}\n`,
      `2026-11-22T19:35:21.646Z ${ID} Task timed out after 3.00 seconds\n\n`,
      `RequestId: ${ID} Error: Runtime exited with error: signal: killed\n`,
      `END RequestId: ${ID}\n`,
      "2026-11-22T19:35:21.646Z\tundefined\tINFO\tinit\n",
      `the id ${ID} in the middle`,
    ],
    query: `filter @requestId = "${ID}" | stats count(*) as n, count(@type) as typed, latest(errorType) as error`,
    rows: ["n=5 typed=2 error=TypeError"],
  },
  {
    says: "in the group of a function, the first JSON fragment of a line is discovered",
    lines: ['took {not json} {"ms":5,"path":"a}b"} {"ms":6}'],
    query: "fields ms, path",
    rows: ["ms=5 path=a}b"],
  },
];

for (const one of CASES) testCase(one);

test("Logs Insights: a JSON fragment in a line of any other group is not discovered", async (t) => {
  const { logs, query } = await openLogs(t);
  logs.load("/ecs/rides", "one", [{ timestamp: NIGHT, ingestionTime: NIGHT, message: 'took {"ms":5}' }]);
  const { results } = await query("/ecs/rides", "fields ms");
  assert.deepEqual(
    results?.[0]?.map(({ field }) => field),
    ["@ptr"],
  );
});

test("Logs Insights: every event's row ends with a @ptr of its own, a group's row has none", async (t) => {
  const { logs, query } = await openLogs(t);
  const line = { timestamp: NIGHT, ingestionTime: NIGHT, message: "same" };
  logs.load("rides", "one", [line, line]);
  const { results = [] } = await query("rides", "fields @ptr, @message");
  assert.deepEqual(
    results.map((row) => row.map(({ field }) => field)),
    [
      ["@message", "@ptr"],
      ["@message", "@ptr"],
    ],
  );
  assert.equal(new Set(results.map((row) => row[1]?.value)).size, 2);
  const grouped = await query("rides", "stats count(*) as n by @message");
  assert.deepEqual(
    grouped.results?.map((row) => row.map(({ field }) => field)),
    [["@message", "n"]],
  );
});
