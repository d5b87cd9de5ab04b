import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { queryTexts } from "../../src/sources/cloudwatch-queries.ts";
import { fromMillis } from "../../src/time.ts";

const WINDOW = { from: fromMillis(0), to: fromMillis(1) };

const FAILURES = [
  "2026-11-22T02:31:58.000Z\tid\tERROR\tInvoke Error \t{}",
  '{"level":"error","msg":"no price"}',
  '{"level":50,"msg":"no price"}',
  '{"level": 60, "msg": "gone"}',
  "[CRITICAL] no disk",
  "java.lang.NullPointerException: null",
  "Traceback (most recent call last):",
  "4c9a3d1e-0d1c-4d5e-9a70-0c0a4a3f2b11 Task timed out after 3.00 seconds",
  "REPORT RequestId: x Duration: 1 ms Status: timeout",
  "RequestId: x Error: Runtime exited with error: signal: killed",
  "ThrottlingException: Rate exceeded",
  "the order failed",
  "could not write: failure",
  "FAILED",
  "2 failures in a row",
  "PaymentFailed of order 7",
  "sent PaymentFailure",
  '{"statusCode":503,"body":"{}"}',
  '{"statusCode": "500"}',
  '{"kind":"SERVER","attributes":{"http.response.status_code":502},"status":{"code":"UNSET"}}',
  '{"kind":"SERVER","attributes":{"http.status_code":"503"},"status":{}}',
  '{"kind":"CLIENT","attributes":{"http.response.status_code":429}}',
  '{"key":"http.response.status_code","value":{"intValue":"502"}}',
  '{"kind":"CLIENT","attributes":{},"status":{"code":"ERROR"}}',
  '{"kind":3,"attributes":[],"status":{"message":"gone","code":2}}',
  '"$metadata":{"httpStatusCode":200,"attempts":2,"totalRetryDelay":90}',
  '{"attempts": 12}',
  '{"FailedEntryCount":1,"Entries":[{}]}',
  '{"FailedPutCount": 3}',
  '{"batchItemFailures":[{"itemIdentifier":"m-1"}]}',
  '{"batchItemFailures": [ {"itemIdentifier": "m-1"} ]}',
  String.raw`"{\"batchItemFailures\":[{\"itemIdentifier\":\"m-1\"}]}"`,
  '{"UnprocessedItems":{"orders":[{"PutRequest":{}}]}}',
  String.raw`"{\"UnprocessedKeys\": {\"orders\": {}}}"`,
];
const HEALTHY = [
  '{"FailedEntryCount":0,"Entries":[{"EventId":"e-1"}]}',
  '{"FailedEntryCount": 0}',
  '{"batchItemFailures":[]}',
  '{"batchItemFailures": [ ]}',
  String.raw`"{\"batchItemFailures\":[]}"`,
  '{"UnprocessedItems":{}}',
  '{"UnprocessedKeys": {}, "Responses": {}}',
  '{"statusCode":200,"body":"ok"}',
  '{"statusCode":404}',
  '{"kind":"SERVER","attributes":{"http.response.status_code":200},"status":{"code":"UNSET"}}',
  '{"kind":2,"attributes":[],"status":{"code":1}}',
  '{"level":30,"msg":"done"}',
  '"$metadata":{"httpStatusCode":200,"attempts":1,"totalRetryDelay":0}',
  "REPORT RequestId: x\tDuration: 50.00 ms\tBilled Duration: 50 ms\tMemory Size: 128 MB\tMax Memory Used: 80 MB",
  "START RequestId: x Version: $LATEST",
  "failover is ready",
  "took 500 ms",
];

test("the words of failures stand in every line that tells of one, or of a retry", () => {
  const words = failureWords();
  for (const line of FAILURES) assert.match(line, words);
});

test("a line that says that nothing failed is left out", () => {
  const words = failureWords();
  for (const line of HEALTHY) assert.doesNotMatch(line, words);
});

test("a question of failures is one query, whatever the alert is about", () => {
  assert.equal(queryTexts({ window: WINDOW, failures: [], groups: null }).length, 1);
});

test("every query names its limit, so that a cut answer can be noticed, and the moment of ingestion", () => {
  for (const text of [
    ...queryTexts({ window: WINDOW, failures: [], groups: null }),
    ...queryTexts({ window: WINDOW, find: ["a"] }),
    ...queryTexts({ window: WINDOW, keyed: ["g"] }),
  ]) {
    assert.match(text, /\| limit 100000$/);
    assert.match(text, /@ingestionTime/);
  }
});

test("no query is longer than the service takes, and together they hold every id in its order", () => {
  const id = fc.string({ minLength: 1, maxLength: 200, unit: fc.constantFrom(..."aB7-_=./+:$[") });
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 400 }), (find) => {
      const texts = queryTexts({ window: WINDOW, find });
      for (const text of texts) assert.ok(text.length <= 10_000);
      const found = texts.flatMap((text) => literalsIn(text));
      assert.deepEqual(found, [...new Set(find)]);
    }),
    { numRuns: 40 },
  );
});

test("two thousand ids of the longest sort are asked in a few queries", () => {
  const find = Array.from({ length: 2000 }, (_, i) => `1-6742f0a1-${String(i).padStart(24, "0")}`);
  const texts = queryTexts({ window: WINDOW, find });
  assert.ok(texts.length <= 10);
  for (const text of texts) assert.ok(text.length <= 10_000);
});

test("what tells that there was a request is asked for, also where it came through no HTTP API", () => {
  const [text = ""] = queryTexts({ window: WINDOW, keyed: ["g"] });
  const words = new RegExp(/like \/\(\?i\)(.*)\/ \|/.exec(text)?.[1] ?? "", "i");
  const told = [
    "START RequestId: x Version: 3",
    '{"event":{"arguments":{},"info":{"parentTypeName":"Mutation","fieldName":"holdDesk"}}}',
    '{"id":"5","type":"TaskSucceeded","execution_arn":"arn:aws:states:eu-central-1:1:execution:refunds:1"}',
  ];
  for (const line of told) assert.match(line, words);
  assert.doesNotMatch('{"level":"info","message":"reading the lot\'s pictures"}', words);
});

test("of all groups no more is asked than what is cheap to read", () => {
  const [text = ""] = queryTexts({ window: WINDOW, keyed: null });
  assert.match(text, /\| limit 20000$/);
});

test("nothing to find is nothing to ask", () => {
  assert.deepEqual(queryTexts({ window: WINDOW, find: [] }), []);
});

/** The pattern of the failure query as JavaScript reads it. */
function failureWords(): RegExp {
  const [text = ""] = queryTexts({ window: WINDOW, failures: [], groups: null });
  const pattern = /like \/\(\?i\)(.*)\/ \|/.exec(text)?.[1];
  assert.ok(pattern !== undefined, text);
  return new RegExp(pattern, "i");
}

/** The literal ids of a query, after its escapes are taken back. */
function literalsIn(text: string): string[] {
  const pattern = /like \/(.*)\/ \|/.exec(text)?.[1] ?? "";
  return pattern.split("|").map((one) => one.replace(/\\(.)/g, "$1"));
}
