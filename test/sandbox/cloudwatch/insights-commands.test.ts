import assert from "node:assert/strict";
import test from "node:test";
import { type InsightsCase, RIDES, testCase } from "./insights-case.ts";
import { NIGHT, openLogs } from "./open-logs.ts";

const CASES: readonly InsightsCase[] = [
  {
    says: "parse takes named groups, and keeps events that do not match",
    lines: ["user=u7 took 12 ms", "nothing"],
    query: "parse @message /user=(?<user>\\w+) took (?<ms>\\d+)/ | sort @timestamp asc | display user, ms",
    rows: ["user=u7 ms=12", ""],
  },
  {
    says: "what parse finds is shown after the other fields",
    lines: ["user=u7"],
    query: "parse @message /user=(?<user>\\w+)/",
    rows: ["@timestamp=2026-11-22 19:35:21.646 @message=user=u7 user=u7"],
  },
  {
    says: "parse takes wildcards",
    lines: ["user=u7, method:GET, latency := 12.5 (ms)"],
    query:
      'parse @message "user=*, method:*, latency := *" as @user, @method, latency | display @user, @method, latency',
    rows: ["@user=u7 @method=GET latency=12.5 (ms)"],
  },
  {
    says: "a wildcard takes as little as the text after it allows, from the start of the field if it is first",
    lines: ["[a] [b] c"],
    query: 'parse @message "* [*]" as head, inner | display head, inner',
    rows: ["head=[a] inner=b"],
  },
  {
    says: "what was parsed can be filtered and counted",
    lines: ["t=1 u=a", "t=9 u=b", "t=9 u=c"],
    query: "parse @message /t=(?<t>\\d+) u=(?<u>\\w)/ | filter t > 5 | stats count_distinct(u) as users by t",
    rows: ["t=9 users=2"],
  },
  {
    says: "stats computes over numbers and leaves others out",
    lines: RIDES,
    query: "stats count(*), count(ms), count(), min(ms), max(ms), sum(ms), avg(ms)",
    rows: ["count(*)=4 count(ms)=3 count()=4 min(ms)=10 max(ms)=31 sum(ms)=66.5 avg(ms)=22.1667"],
  },
  {
    says: "stats groups by fields, an absent one included",
    lines: RIDES,
    query: "stats count(*) as n by level | sort n desc, level asc",
    rows: ["level=ERROR n=2", "n=1", "level=INFO n=1"],
  },
  {
    says: "stats groups by bins of time",
    lines: ["a", "b", "c"],
    query: "stats count(*) by bin(2s) as at | sort at asc",
    rows: ["at=2026-11-22 19:35:18.000 count(*)=1", "at=2026-11-22 19:35:20.000 count(*)=2"],
  },
  {
    says: "a bin without an alias is named as it is written",
    lines: ["a"],
    query: "stats count(*) by bin(5m)",
    rows: ["bin(5m)=2026-11-22 19:35:00.000 count(*)=1"],
  },
  {
    says: "earliest and latest take the value of the first and the last event that has it",
    lines: RIDES,
    query: "stats earliest(status) as a, latest(status) as b, latest(user.id) as c",
    rows: ["a=200 b=503 c=u1"],
  },
  {
    says: "aggregates of times are epoch milliseconds",
    lines: ["a", "b"],
    query: "stats min(@timestamp) as a, latest(@timestamp) as b",
    rows: [`a=${NIGHT - 1000} b=${NIGHT}`],
  },
  {
    says: "what stats yields can be filtered, sorted and limited",
    lines: RIDES,
    query: "stats count(*) as n by user.id | filter ispresent(user.id) and n >= 1 | sort n desc | limit 1",
    rows: ["user.id=u1 n=2"],
  },
  {
    says: "stats over nothing is nothing",
    lines: ["a"],
    query: 'filter @message = "b" | stats count(*)',
    rows: [],
  },
  {
    says: "sort orders as documented: text before numbers, digits by their length",
    lines: ["10", "9", "a12", "a2", "#", "2345_", "111A", "5A", "@", "A"].map((value) => JSON.stringify({ value })),
    query: "fields value | sort value asc",
    rows: ["#", "5A", "111A", "2345_", "@", "A", "a2", "a12", "9", "10"].map((value) => `value=${value}`),
  },
  {
    says: "sort by a second key where the first is equal",
    lines: RIDES.slice(0, 3),
    query: "fields level, status | sort level asc, status desc",
    rows: ["level=ERROR status=503", "level=ERROR status=500", "level=INFO status=200"],
  },
  {
    says: "dedup keeps the newest of each value, and every event without one",
    lines: [...RIDES, "plain too"],
    query: "fields user.id, status | dedup user.id | limit 10",
    rows: ["", "", "user.id=u1 status=503", "user.id=u2 status=500"],
  },
  {
    says: "dedup keeps the first in the order of sort",
    lines: RIDES.slice(0, 3),
    query: "fields status | sort @timestamp asc | dedup level",
    rows: ["status=200", "status=500"],
  },
  {
    says: "limit takes the newest",
    lines: ["a", "b", "c"],
    query: "fields @message | limit 2",
    rows: ["@message=c", "@message=b"],
  },
  {
    says: "comments and line breaks are skipped, but # in a text is not a comment",
    lines: ["a # b"],
    query: 'fields @message # the line\n| filter @message like "#" # and\n# nothing more',
    rows: ["@message=a # b"],
  },
];

for (const one of CASES) testCase(one);

test("Logs Insights: of events of one moment, the order of arrival tells the earliest and the latest", async (t) => {
  const { logs, query } = await openLogs(t);
  const line = (message: string) => ({ timestamp: NIGHT, ingestionTime: NIGHT, message });
  logs.load("rides", "one", [line("first"), line("second"), line("third")]);
  const { results } = await query("rides", "stats earliest(@message) as a, latest(@message) as b");
  assert.deepEqual(results, [
    [
      { field: "a", value: "first" },
      { field: "b", value: "third" },
    ],
  ]);
});
