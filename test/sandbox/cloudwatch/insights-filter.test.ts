import { type InsightsCase, RIDES, testCase } from "./insights-case.ts";
import { NIGHT } from "./open-logs.ts";

const CASES: readonly InsightsCase[] = [
  {
    says: "numbers are compared as numbers",
    lines: RIDES,
    query: "filter ms > 10 and ms < 31 | fields ms | sort ms asc",
    rows: ["ms=25.5"],
  },
  {
    says: "<= and >= hold for equal numbers",
    lines: RIDES,
    query: "filter ms >= 10 and ms <= 25.5 | fields ms | sort ms asc",
    rows: ["ms=10", "ms=25.5"],
  },
  {
    says: "a number in a text is not less than a number",
    lines: ['{"n":"abc"}', '{"n":"5"}'],
    query: "filter n < 10 | fields n",
    rows: ["n=5"],
  },
  {
    says: "ids of digits are told apart beyond the precision of a double",
    lines: ['{"id":"9007199254740993"}', '{"id":"9007199254740992"}'],
    query: 'filter id = "9007199254740993" | fields id',
    rows: ["id=9007199254740993"],
  },
  {
    says: "texts are compared with = and !=, and an event without the field is left out of both",
    lines: RIDES,
    query: 'filter level != "INFO" | fields status | sort status asc',
    rows: ["status=500", "status=503"],
  },
  {
    says: "an event without the field is left out under not as well",
    lines: RIDES,
    query: 'filter not (level = "INFO") and not level like /NONE/ | stats count(*) as n',
    rows: ["n=2"],
  },
  {
    says: "or with something true holds although the other side is unknown",
    lines: RIDES,
    query: 'filter status = 999 or @message like "plain" | fields @message',
    rows: ["@message=plain text"],
  },
  {
    says: "and binds tighter than or, parentheses tighter than both",
    lines: RIDES,
    query: "filter status = 200 or status = 500 and ms > 100 | stats count(*) as n",
    rows: ["n=1"],
  },
  {
    says: "parentheses group conditions",
    lines: RIDES,
    query: "filter (status = 200 or status = 500) and ms > 20 | fields status",
    rows: ["status=500"],
  },
  {
    says: "like with a text looks for the text itself, case-sensitively",
    lines: ["a.b", "axb", "A.B"],
    query: 'filter @message like "a.b" | fields @message',
    rows: ["@message=a.b"],
  },
  {
    says: "quotes inside a text are escaped",
    lines: ['{"level":"ERROR"}'],
    query: 'filter @message like "\\"level\\":\\"ERROR\\"" | fields level',
    rows: ["level=ERROR"],
  },
  {
    says: "like with a regular expression, case-insensitively",
    lines: ["Timed Out", "fine"],
    query: "filter @message like /(?i)timed out/ | fields @message",
    rows: ["@message=Timed Out"],
  },
  {
    says: "=~ is like",
    lines: ["path /rides/7", "path /users"],
    query: "filter @message =~ /\\/rides\\/\\d+/ | fields @message",
    rows: ["@message=path /rides/7"],
  },
  {
    says: "a regular expression ends at the first slash that is not escaped",
    lines: ["C:\\rides", "C:/rides"],
    query: "filter @message like /C:\\\\/ | fields @message",
    rows: ["@message=C:\\rides"],
  },
  {
    says: "not like",
    lines: ["keep", "drop"],
    query: "filter @message not like /drop/ | fields @message",
    rows: ["@message=keep"],
  },
  {
    says: "in and not in",
    lines: RIDES,
    query: 'filter status in [200, 503] and level not in ["INFO"] | fields status',
    rows: ["status=503"],
  },
  {
    says: "ispresent, in any case of letters",
    lines: RIDES,
    query: "filter isPresent(cold) | fields status",
    rows: ["status=503"],
  },
  {
    says: "isempty and isblank are true where the field is missing",
    lines: ['{"a":"x"}', '{"a":""}', '{"a":"  "}', "{}"],
    query: "filter isblank(a) and not isempty(a) | stats count(*) as n",
    rows: ["n=1"],
  },
  {
    says: "two fields are compared with each other",
    lines: ['{"a":1,"b":1}', '{"a":1,"b":2}'],
    query: "filter a = b | fields b",
    rows: ["b=1"],
  },
  {
    says: "@timestamp is compared in epoch milliseconds",
    lines: ["a", "b", "c"],
    query: `filter @timestamp >= ${NIGHT - 1000} | stats count(*) as n`,
    rows: ["n=2"],
  },
];

for (const one of CASES) testCase(one);
