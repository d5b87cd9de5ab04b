import assert from "node:assert/strict";
import test from "node:test";
import { MalformedQueryException } from "@aws-sdk/client-cloudwatch-logs";
import { openLogs } from "./open-logs.ts";

/** A query, and what its refusal says. */
const REFUSED: readonly (readonly [query: string, message: RegExp])[] = [
  ["", /unexpected symbol found <EOF> at line 1 and position 0/],
  ["fields @message |", /unexpected symbol found <EOF>/],
  ["fields @message | count()", /unexpected symbol found count at line 1 and position 18/],
  ["fields @message\n| filter @message likes /a/", /unexpected symbol found likes at line 2 and position 18/],
  ["fields strlen(@message)", /unexpected symbol found \(/],
  ["fields ms / 1000", /unexpected symbol found \//],
  ["fields ms - 1", /unexpected symbol found -/],
  ["fields status-code", /unexpected symbol found -/],
  ["filter ms + 1 > 2", /unexpected symbol found \+/],
  ["filter level", /unexpected symbol found <EOF>/],
  ["filter level = ", /unexpected symbol found <EOF>/],
  ["filter level == 'a'", /unexpected symbol found =/],
  ["filter (level = 'a'", /unexpected symbol found <EOF>/],
  ["filter level in ['a'", /unexpected symbol found <EOF>/],
  ["filter cold = true", /true is not a value: JSON booleans are discovered as 1 and 0/],
  ["filter strcontains(@message, 'a')", /unexpected symbol found \(/],
  ["filter @mesage like /a/", /the field @mesage is not discovered here/],
  ["filter @message like 'a", /unexpected symbol found '/],
  ["filter @message like /a(?=b)/", /unsupported group/],
  ["filter @message like /(a)\\1/", /unsupported escape sequence: \\1/],
  ["filter @message like /a(b/", /missing closing \)/],
  [`filter ${"(".repeat(300)}`, /nested too deeply/],
  [`filter ${"not ".repeat(300)} a = 1`, /nested too deeply/],
  ["pattern @message", /unexpected symbol found pattern/],
  ["SOURCE logGroups(namePrefix: ['a'])", /unexpected symbol found/],
  ["SOURCE logGroups(namePrefixes: ['a']) | fields @message", /unexpected symbol found namePrefixes/],
  ["SOURCE logGroups(namePrefix: ['a','b','c','d','e','f']) | fields @message", /SOURCE takes at most 5 of these/],
  ["fields @message | SOURCE logGroups()", /unexpected symbol found SOURCE/],
  ["filterIndex traceId = 'a'", /unexpected symbol found filterIndex/],
  ["estimate", /unexpected symbol found estimate/],
  ["fields @message | estimate | limit 3", /unexpected symbol found \|/],
  ["fields @message | limit any 3", /unexpected symbol found any/],
  ["limit 0", /limit must be a whole number from 1 to 100000/],
  ["limit 100001", /limit must be a whole number/],
  ["limit 5 | fields @message", /unexpected symbol found fields/],
  ["dedup level | sort @timestamp asc", /unexpected symbol found sort/],
  ["sort @timestamp", /unexpected symbol found <EOF>/],
  ["sort @timestamp desc | sort level asc", /unexpected symbol found sort/],
  ["stats count(*) as n | stats max(n)", /unexpected symbol found stats/],
  ["stats pct(ms, 95)", /unexpected symbol found pct/],
  ["stats sum(*)", /unexpected symbol found \*/],
  ["stats max(ms / 1000)", /unexpected symbol found \//],
  ["stats count(*) by bin(1mo)", /unsupported period 1mo/],
  ["stats count(*) by bin(0m)", /unsupported period 0m/],
  ["stats count(*) by floor(ms)", /unexpected symbol found \(/],
  ["stats count(*), count(*)", /a column of stats is named twice/],
  ["stats count(*) as n by level | sort @timestamp desc", /after stats there is no field @timestamp/],
  ["parse @message /(\\d+)/", /the regular expression of parse has no named group/],
  ["parse @message /(?<n>\\d+)/ as n", /unexpected symbol found as/],
  ["parse @message 'a * b *' as one", /parse must name as many fields as its pattern has wildcards/],
  ["fields a as x, b as x", /Ephemeral field is already defined: x \(\[20,20\]\)/],
  ["parse @message 'a *' as x | fields x", /Ephemeral field is already defined: x/],
  ["fields ms as x | stats avg(ms) as x", /Ephemeral field is already defined: x/],
  ["fields level as @message", /Ephemeral field is already defined: @message/],
];

for (const [queryString, message] of REFUSED) {
  test(`Logs Insights refuses: ${JSON.stringify(queryString)}`, async (t) => {
    const { logs, query } = await openLogs(t);
    logs.load("rides", "one", []);
    await assert.rejects(query("rides", queryString), (error) => {
      assert.ok(error instanceof MalformedQueryException);
      assert.match(error.message, message);
      assert.match(error.message, /\(Service: AWSLogs; Status Code: 400; Error Code: MalformedQueryException; /);
      assert.equal(error.$metadata.httpStatusCode, 400);
      const { queryCompileError } = error;
      assert.match(queryCompileError?.message ?? "", message);
      assert.ok((queryCompileError?.location?.startCharOffset ?? -1) >= 0);
      return true;
    });
  });
}
