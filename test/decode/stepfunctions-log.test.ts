import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { Chunk } from "../../src/record.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";
import { stitched, treeOf } from "./trace-chunk.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31, 5);
const NAME = "0a1b2c3d-94bc-4af4-a0f9-c4f9c20919aa";
const ARN = `arn:aws:states:eu-central-1:123456789012:execution:photos:${NAME}`;
const INVOKED = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const FAILED = "ee1cf8e1-94bc-4af4-a0f9-c4f9c20919ab";

/** A workflow that detects a face, sends a message, and then fails to resize. */
const EVENTS: readonly JsonObject[] = [
  event(1, "ExecutionStarted", 0, { input: '{"photo":"a.jpg"}' }),
  event(2, "TaskStateEntered", 1, { name: "Detect", input: "{}" }),
  event(3, "TaskScheduled", 2, {
    resourceType: "lambda",
    resource: "invoke",
    parameters: '{"FunctionName":"arn:aws:lambda:eu-central-1:123456789012:function:detect:1","Payload":{}}',
  }),
  event(4, "TaskStarted", 3, { resourceType: "lambda", resource: "invoke" }),
  event(5, "TaskSucceeded", 4, {
    resourceType: "lambda",
    resource: "invoke",
    output: JSON.stringify({
      StatusCode: 200,
      Payload: {},
      SdkHttpMetadata: { HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: INVOKED },
    }),
  }),
  event(6, "TaskScheduled", 5, {
    resourceType: "sqs",
    resource: "sendMessage",
    parameters: '{"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/orders","MessageBody":"x"}',
  }),
  event(7, "TaskSucceeded", 6, {
    resourceType: "sqs",
    resource: "sendMessage",
    output: '{"MD5OfMessageBody":"9d","MessageId":"m-1","SdkHttpMetadata":{"HttpHeaders":{"x-amzn-RequestId":"r-2"}}}',
  }),
  event(8, "TaskScheduled", 7, { resourceType: "lambda", resource: "invoke", parameters: '{"FunctionName":"resize"}' }),
  event(9, "TaskFailed", 8, {
    resourceType: "lambda",
    resource: "invoke",
    error: "SizeError",
    cause: JSON.stringify({
      errorType: "SizeError",
      errorMessage: "too large",
      requestId: FAILED,
      stackTrace: ['  File "/var/task/a.py", line 3, in f\n'],
    }),
  }),
  event(10, "ExecutionFailed", 9, { error: "SizeError", cause: "too large" }),
];

test("an execution and the tasks that called something are hops, with what went in, what came out and how it ended", () => {
  const { records, gaps } = decoded(executions(EVENTS));
  assert.deepEqual([records, gaps], [[], []]);
  const [transaction, ...others] = stitched(executions(EVENTS));
  assert.deepEqual(others, []);
  assert.ok(transaction);
  assert.deepEqual(treeOf(transaction), [
    "stepfunctions photos",
    "lambda detect < 0 exact",
    "sqs orders < 0 exact",
    "lambda resize < 0 exact",
  ]);
  const [execution, detect, message, resize] = transaction.hops;
  assert.deepEqual(
    [execution?.outcome, execution?.error?.type, execution?.input],
    ["error", "SizeError", { photo: "a.jpg" }],
  );
  assert.deepEqual([execution?.account, execution?.region], ["123456789012", "eu-central-1"]);
  assert.deepEqual([detect?.outcome, detect?.requestId, detect?.operation], ["ok", INVOKED, "Invoke"]);
  assert.ok(
    message?.keys.some(({ kind, role, value }) => kind === "sqs-message" && role === "sent" && value === "m-1"),
  );
  assert.ok(message?.keys.some(({ kind, value }) => kind === "aws-request" && value === "r-2"));
  assert.deepEqual([resize?.outcome, resize?.requestId, resize?.error?.message], ["error", FAILED, "too large"]);
  assert.equal(resize?.error?.stack[0], 'File "/var/task/a.py", line 3, in f');
});

test("a task that called a function is that function's invocation, by the request id that Step Functions was answered with", () => {
  const lines = [INVOKED, FAILED].flatMap((id, i) => [
    { at: AT + i * 100, message: `START RequestId: ${id} Version: 3` },
    { at: AT + i * 100 + 50, message: `END RequestId: ${id}` },
  ]);
  const logs = logChunk({ group: "/aws/lambda/detect", stream: "2026/11/22/[1]ab", lines: lines.slice(0, 2) });
  const [transaction, ...others] = stitched(executions(EVENTS), logs);
  assert.deepEqual(others, []);
  const detect = transaction?.hops.find(({ requestId }) => requestId === INVOKED);
  assert.equal(detect?.logs.filter(({ origin }) => origin.group === "/aws/lambda/detect").length, 2);
});

test("an execution that came in parts is one, however it was cut", () => {
  for (let cut = 1; cut < EVENTS.length; cut++) {
    const transactions = stitched(executions(EVENTS.slice(cut)), executions(EVENTS.slice(0, cut)));
    const root = transactions.flatMap(({ hops }) => hops).filter(({ service }) => service === "stepfunctions");
    assert.deepEqual(
      root.map(({ outcome, input }) => [outcome, input]),
      [["error", { photo: "a.jpg" }]],
      `cut before event ${cut}`,
    );
  }
});

test("each attempt at a task is a call of its own, and the one that is still open has no end", () => {
  const retried = [
    event(1, "ExecutionStarted", 0, {}),
    event(3, "TaskScheduled", 2, {
      resourceType: "lambda",
      resource: "invoke",
      parameters: '{"FunctionName":"detect"}',
    }),
    event(4, "TaskFailed", 3, { resourceType: "lambda", resource: "invoke", error: "States.Timeout" }),
    event(5, "TaskScheduled", 4, {
      resourceType: "lambda",
      resource: "invoke",
      parameters: '{"FunctionName":"detect"}',
    }),
  ];
  const tasks = decoded(executions(retried)).spans.filter(({ service }) => service === "lambda");
  assert.deepEqual(
    tasks.map(({ outcome, end }) => [outcome, end === null]),
    [
      ["timeout", false],
      ["unknown", true],
    ],
  );
});

test("tasks of the older kind name the function itself", () => {
  const events = [
    event(3, "LambdaFunctionScheduled", 2, {
      resource: "arn:aws:lambda:eu-central-1:123456789012:function:detect",
      input: '{"a":1}',
    }),
    event(4, "LambdaFunctionSucceeded", 3, { output: '{"faces":1}' }),
  ];
  const task = decoded(executions(events)).spans.find(({ service }) => service === "lambda");
  assert.deepEqual(
    [task?.resource, task?.input, task?.output, task?.outcome],
    ["detect", { a: 1 }, { faces: 1 }, "ok"],
  );
});

test("what an SDK's task was throttled by is a throttle, and payloads that the log leaves out are not recorded", () => {
  const events = [
    event(3, "TaskScheduled", 2, { resourceType: "dynamodb", resource: "putItem" }),
    event(4, "TaskFailed", 3, {
      resourceType: "dynamodb",
      resource: "putItem",
      error: "DynamoDB.ProvisionedThroughputExceededException",
      cause: "slow down",
    }),
  ];
  const task = decoded(executions(events)).spans.find(({ service }) => service === "dynamodb");
  assert.deepEqual(
    [task?.outcome, task?.operation, task?.input, task?.error?.message],
    ["throttled", "PutItem", null, "slow down"],
  );
});

test("an execution is known by its ARN and by the UUID in it, of either type of workflow", () => {
  for (const arn of [ARN, `arn:aws:states:eu-central-1:123456789012:express:photos:nightly:${NAME}`]) {
    const [one] = decoded(executions([{ ...event(1, "ExecutionStarted", 0, {}), execution_arn: arn }])).spans;
    assert.equal(one?.resource, "photos");
    assert.deepEqual(
      one.keys.filter(({ kind }) => kind === "stepfunctions-execution").map(({ value, role }) => [value, role]),
      [
        [arn, "self"],
        [NAME, "self"],
      ],
    );
  }
});

function event(id: number, type: string, previous: number, details: JsonObject): JsonObject {
  return {
    id: String(id),
    type,
    details,
    previous_event_id: String(previous),
    event_timestamp: String(AT + id * 10),
    execution_arn: ARN,
  };
}

function executions(events: readonly JsonObject[]): Chunk {
  const lines = events.map((one) => ({ at: AT, message: JSON.stringify(one) }));
  return logChunk({ group: "/aws/vendedlogs/states/photos-Logs", stream: "states/photos", lines });
}
