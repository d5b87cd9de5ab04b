import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hop } from "../../src/transaction.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const THROTTLED =
  "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.";
const PUT = 'INFO\tPutItem {"TableName":"orders","Item":{"orderId":{"S":"ord_1"}}}';
const DONE =
  'INFO\tPutItem done {"$metadata":{"httpStatusCode":200,"requestId":"R1","attempts":1,"totalRetryDelay":0},"ConsumedCapacity":{"TableName":"orders","CapacityUnits":2}}';

test("the lines that show a call's request and its answer are one call, and the consumed capacity is none", () => {
  const [call, ...others] = callsOf(PUT, DONE);
  assert.deepEqual(others, []);
  assert.deepEqual(
    [call?.service, call?.resource, call?.operation, call?.outcome, call?.attempts, call?.requestId],
    ["dynamodb", "orders", "PutItem", "ok", 1, "R1"],
  );
  assert.deepEqual(call?.input, { TableName: "orders", Item: { orderId: { S: "ord_1" } } });
  assert.equal(call.start, (AT + 10) * 1000);
  assert.equal(call.end, (AT + 20) * 1000);
  assert.equal(call.logs.length, 2);
});

test("request, answer and duration on one line are one call", () => {
  const line = `INFO\tDynamoDB call {"operation":"GetItemCommand","input":{"TableName":"orders","Key":{}},"output":{"$metadata":{"httpStatusCode":200,"requestId":"R1","attempts":1},"Item":{}},"durationMs":7}`;
  const [call, ...others] = callsOf(line);
  assert.deepEqual(others, []);
  assert.deepEqual([call?.operation, call?.resource, call?.outcome], ["GetItem", "orders", "ok"]);
  assert.equal((call?.end ?? 0) - (call?.start ?? 0), 7000);
});

test("a request without an answer is a call of which nobody knows how it ended", () => {
  const [call] = callsOf(PUT);
  assert.deepEqual([call?.outcome, call?.end, call?.output], ["unknown", null, null]);
});

test("two calls that overlap are told apart by what they are about", () => {
  const calls = callsOf(
    'INFO\tPutItem {"TableName":"orders","Item":{}}',
    'INFO\tPutItem {"TableName":"lines","Item":{}}',
    'INFO\tPutItem done {"TableName":"lines","$metadata":{"httpStatusCode":200,"requestId":"R2"}}',
    'INFO\tPutItem done {"TableName":"orders","$metadata":{"httpStatusCode":200,"requestId":"R1"}}',
  );
  assert.deepEqual(
    calls.map(({ resource, requestId }) => [resource, requestId]),
    [
      ["orders", "R1"],
      ["lines", "R2"],
    ],
  );
});

test("a failure that repeats its request, whole or by its table alone, is the failure of that call", () => {
  const error = '"err":{"name":"ValidationException","message":"One or more parameter values were invalid"}';
  for (const repeated of ['"TableName":"orders"', '"input":{"TableName":"orders","Item":{"orderId":{"S":"ord_1"}}}']) {
    const calls = callsOf(PUT, `ERROR\tPutItem failed {${repeated},${error}}`);
    assert.deepEqual(
      calls.map(({ outcome, resource, input }) => [outcome, resource, input]),
      [["error", "orders", { TableName: "orders", Item: { orderId: { S: "ord_1" } } }]],
    );
  }
});

test("a line that shows another request and its answer leaves the one that waits alone", () => {
  const other =
    '{"input":{"TableName":"orders","Item":{"orderId":{"S":"ord_2"}}},"output":{"$metadata":{"httpStatusCode":200}}}';
  const calls = callsOf(PUT, `INFO\tPutItem ${other}`);
  assert.deepEqual(
    calls.map(({ outcome }) => outcome),
    ["unknown", "ok"],
  );
});

test("the attempts that an SDK made by itself are attempts of one call", () => {
  const failed = `ERROR\tattempt failed {"name":"ProvisionedThroughputExceededException","message":"${THROTTLED}"}`;
  const calls = callsOf(failed, failed, DONE.replace('"attempts":1', '"attempts":3'));
  assert.deepEqual(
    calls.map(({ outcome, attempts }) => [outcome, attempts]),
    [["ok", 3]],
  );
  assert.deepEqual(
    callsOf(failed, failed, DONE.replace('"attempts":1', '"attempts":2')).map(({ outcome, attempts }) => [
      outcome,
      attempts,
    ]),
    [
      ["throttled", 1],
      ["ok", 2],
    ],
  );
});

test("an answer whose request was not logged shows no request: what it consumed is none", () => {
  const [call, ...others] = callsOf(DONE);
  assert.deepEqual(others, []);
  assert.deepEqual([call?.input, call?.outcome, call?.operation], [null, "ok", "PutItem"]);
});

test("an application's own repeat is a call of its own", () => {
  const failed = `ERROR\tPutItem failed {"name":"ProvisionedThroughputExceededException","message":"${THROTTLED}","$metadata":{"httpStatusCode":400,"requestId":"R0","attempts":3}}`;
  const calls = callsOf(PUT, failed, PUT, DONE);
  assert.deepEqual(
    calls.map(({ outcome, attempts, requestId }) => [outcome, attempts, requestId]),
    [
      ["throttled", 3, "R0"],
      ["ok", 1, "R1"],
    ],
  );
  assert.equal(calls[0]?.error?.type, "ProvisionedThroughputExceededException");
});

test("the error that ended the invocation is the call's that was shown before, and no second call", () => {
  const error = `{"name":"ProvisionedThroughputExceededException","message":"${THROTTLED}"}`;
  const end = `ERROR\tInvoke Error \t{"errorType":"ProvisionedThroughputExceededException","errorMessage":"${THROTTLED}","stack":[]}`;
  assert.equal(callsOf(PUT, `ERROR\tPutItem failed ${error}`, end).length, 1);
  const [only, ...others] = callsOf(PUT, end);
  assert.deepEqual(others, []);
  assert.equal(only?.outcome, "throttled");
});

test("an error in DynamoDB's own words shows a call, although nothing else was logged of it", () => {
  const [call] = callsOf(
    `ERROR\tcould not save: ProvisionedThroughputExceededException: ${THROTTLED}\r    at f (a.js:1:2)`,
  );
  assert.deepEqual([call?.service, call?.outcome], ["dynamodb", "throttled"]);
});

test("a throttle that names its table is about that table", () => {
  const reasons = '"ThrottlingReasons":[{"resource":"arn:aws:dynamodb:eu-central-1:1:table/orders/index/by-date"}]';
  const [call] = callsOf(
    `ERROR\tfailed {"name":"ThrottlingException","message":"${THROTTLED}","$metadata":{"attempts":3},${reasons}}`,
  );
  assert.deepEqual([call?.resource, call?.attempts, call?.outcome], ["orders", 3, "throttled"]);
});

test("a refusal that well-written code asks for is no failure", () => {
  const [call] = callsOf(
    PUT,
    'WARN\tPutItem refused {"name":"ConditionalCheckFailedException","message":"The conditional request failed","$metadata":{"httpStatusCode":400}}',
  );
  assert.equal(call?.outcome, "ok");
  assert.equal(call.error, null);
});

test("a batch that left items behind failed, although it succeeded", () => {
  const [call] = callsOf(
    'INFO\tBatchWriteItem {"RequestItems":{"orders":[{"PutRequest":{}}]}}',
    'INFO\tBatchWriteItem done {"UnprocessedItems":{"orders":[{"PutRequest":{}}]},"$metadata":{"httpStatusCode":200}}',
  );
  assert.deepEqual([call?.outcome, call?.partial, call?.error?.type], ["error", true, "UnprocessedItems"]);
});

test("Python's SDK is read as well", () => {
  const calls = callsOf(
    '|[INFO]\t2026-11-22T02:31:00.010Z\tREQUEST\tput_item PutItem {"TableName": "orders", "Item": {}}',
    '|[INFO]\t2026-11-22T02:31:00.020Z\tREQUEST\tPutItem answered {"ResponseMetadata": {"RequestId": "R9", "HTTPStatusCode": 200, "RetryAttempts": 1}}',
  );
  assert.deepEqual(
    calls.map(({ operation, resource, requestId, attempts }) => [operation, resource, requestId, attempts]),
    [["PutItem", "orders", "R9", 2]],
  );
});

test("a word that is also an operation's name makes no call, nor does an event that holds a table's name", () => {
  assert.deepEqual(callsOf("INFO\tQuery took 7 ms", "INFO\tPublish is disabled"), []);
  assert.deepEqual(callsOf('INFO\tEVENT {"input":{"TableName":"orders","Item":{}}}'), []);
  assert.deepEqual(callsOf('ERROR\tQuery is bad {"name":"ValidationError","message":"rideId is required"}'), []);
});

test("a queue that took only a part of a batch is a failure inside of a success", () => {
  const [call] = callsOf(
    'INFO\tSendMessageBatch {"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/receipts","Entries":[{"Id":"a"},{"Id":"b"}]}',
    `INFO\tsent {"Successful":[{"Id":"a","MessageId":"${uuid("a")}","MD5OfMessageBody":"0"}],"Failed":[{"Id":"b","Code":"InternalError"}]}`,
  );
  assert.deepEqual([call?.operation, call?.resource, call?.partial], ["SendMessageBatch", "receipts", true]);
});

/** The calls that the lines of an invocation show. */
function callsOf(...lines: readonly string[]): Hop[] {
  const id = uuid("f");
  const own = lines.map((line) => line.replace("REQUEST", id));
  const [transaction, ...others] = transactionsOf(functionLog({ name: "f", requestId: id, at: AT, lines: own }));
  assert.deepEqual(others, []);
  return transaction?.hops.filter(({ spans }) => spans.every(({ kind }) => kind === "client")) ?? [];
}
