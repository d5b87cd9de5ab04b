import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Configuration, configurationOf, type Setting } from "../../src/configuration.ts";
import { decode } from "../../src/decode/table.ts";
import type { Gap } from "../../src/record.ts";
import { DAY, HOUR, micros, SECOND } from "../../src/time.ts";

const RIDES = { service: "sqs", resource: "rides" } as const;
const RIDES_DLQ = { service: "sqs", resource: "rides-dlq" } as const;
const WORKER = { service: "lambda", resource: "worker" } as const;
const URL = "https://sqs.eu-central-1.amazonaws.com/123456789012/rides";
const ARN = "arn:aws:sqs:eu-central-1:123456789012";

function attributes(given: object, asked: readonly string[] = ["All"]): object {
  return {
    "sqs:GetQueueAttributes": [{ input: { QueueUrl: URL, AttributeNames: asked }, output: { Attributes: given } }],
  };
}

test("a queue tells how long it keeps a message, since when, and where it goes in the end", () => {
  const redrive = JSON.stringify({ deadLetterTargetArn: `${ARN}:rides-dlq`, maxReceiveCount: "3" });
  const { configuration } = read(
    attributes({ MessageRetentionPeriod: "345600", RedrivePolicy: redrive, ApproximateNumberOfMessages: "12" }),
  );
  assert.deepEqual(configuration.settingsOf(RIDES), {
    ...RIDES,
    retention: 4 * DAY,
    keptSince: "sending",
    givenUpTo: RIDES_DLQ,
    deliveries: 3,
    waiting: 12,
    environment: null,
    unlogged: null,
  });
});

test("a queue without a redrive policy has none where that was asked for, and is unknown where it was not", () => {
  const targetOf = (asked: string[]): unknown => read(attributes({}, asked)).configuration.settingsOf(RIDES)?.givenUpTo;
  assert.equal(targetOf(["All"]), "none");
  assert.equal(targetOf(["RedrivePolicy"]), "none");
  assert.equal(targetOf(["MessageRetentionPeriod"]), null);
});

test("an answer that holds what only asking for everything brings is whole, although the question was not written down", () => {
  const all = {
    QueueArn: `${ARN}:rides`,
    CreatedTimestamp: "1",
    VisibilityTimeout: "30",
    MessageRetentionPeriod: "60",
  };
  assert.equal(read(attributes(all, [])).configuration.settingsOf(RIDES)?.givenUpTo, "none");
  const { VisibilityTimeout: _, ...some } = all;
  assert.equal(read(attributes(some, [])).configuration.settingsOf(RIDES)?.givenUpTo, null);
});

test("a function that is told to log less tells which of its lines are missing", () => {
  const unloggedOf = (LoggingConfig: object | null): unknown => {
    const output = { FunctionName: "worker", ...(LoggingConfig === null ? {} : { LoggingConfig }) };
    const answers = [{ input: { FunctionName: "worker" }, output }];
    return read({ "lambda:GetFunctionConfiguration": answers }).configuration.settingsOf(WORKER)?.unlogged;
  };
  const platform = { lines: "platform", by: "SystemLogLevel WARN" };
  const errors = { lines: "errors", by: "ApplicationLogLevel FATAL" };
  assert.deepEqual(unloggedOf({ LogFormat: "JSON", SystemLogLevel: "WARN" }), [platform]);
  assert.deepEqual(unloggedOf({ LogFormat: "JSON", SystemLogLevel: "INFO", ApplicationLogLevel: "FATAL" }), [errors]);
  assert.deepEqual(unloggedOf({ LogFormat: "JSON", SystemLogLevel: "DEBUG", ApplicationLogLevel: "ERROR" }), []);
  // Levels hold in JSON alone.
  assert.deepEqual(unloggedOf({ LogFormat: "Text" }), []);
  assert.equal(unloggedOf(null), null);
});

test("a limit that an answer does not hold stays unknown", () => {
  const settings = read(attributes({})).configuration.settingsOf(RIDES);
  assert.deepEqual([settings?.retention, settings?.waiting], [null, null]);
});

test("a FIFO queue counts from the arrival in it", () => {
  const fifo = [{ input: { QueueUrl: `${URL}.fifo` }, output: { Attributes: { MessageRetentionPeriod: "60" } } }];
  const { configuration } = read({ "sqs:GetQueueAttributes": fifo });
  assert.equal(configuration.settingsOf({ service: "sqs", resource: "rides.fifo" })?.keptSince, "arrival");
});

test("a mapping tells when a record is given up: -1 is never", () => {
  const mapping = {
    EventSourceArn: "arn:aws:kinesis:eu-central-1:123456789012:stream/rides",
    FunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:worker",
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: `${ARN}:rides-dlq` } },
  };
  const other = { EventSourceArn: `${ARN}:rides`, FunctionArn: mapping.FunctionArn };
  const output = { EventSourceMappings: [mapping, other, { UUID: "broken" }] };
  const { configuration } = read({ "lambda:ListEventSourceMappings": [{ input: {}, output }] });
  const from = { service: "kinesis", resource: "rides" } as const;
  assert.deepEqual(configuration.handoverTo(WORKER, from), {
    from,
    to: WORKER,
    oldest: HOUR,
    attempts: "unlimited",
    givenUpTo: RIDES_DLQ,
  });
  const { oldest, attempts, givenUpTo } = configuration.handoverTo(WORKER, RIDES) ?? {};
  assert.deepEqual([oldest, attempts, givenUpTo], [null, null, null]);
});

test("asynchronous invocations are what was configured, or the service's own word that nothing was", () => {
  const told = (output: object | null): unknown => {
    const answers = [{ input: { FunctionName: "worker" }, output }];
    return read({ "lambda:GetFunctionEventInvokeConfig": answers }).configuration.handoverTo(WORKER, null);
  };
  const target = { OnFailure: { Destination: `${ARN}:rides-dlq` } };
  assert.deepEqual(told({ MaximumEventAgeInSeconds: 60, MaximumRetryAttempts: 0, DestinationConfig: target }), {
    from: null,
    to: WORKER,
    oldest: 60 * SECOND,
    attempts: 1,
    givenUpTo: RIDES_DLQ,
  });
  assert.deepEqual(told(null), { from: null, to: WORKER, oldest: 6 * HOUR, attempts: 3, givenUpTo: "none" });
  assert.equal(read({}).configuration.handoverTo(WORKER, null), null);
});

test("a function tells its environment, and that it has none; what may not be decrypted is not read", () => {
  const environmentOf = (output: object): unknown => {
    const answers = [{ input: { FunctionName: "worker" }, output: { FunctionName: "worker", ...output } }];
    return read({ "lambda:GetFunctionConfiguration": answers }).configuration.settingsOf(WORKER)?.environment;
  };
  assert.deepEqual(environmentOf({ Environment: { Variables: { TABLE: "rides" } } }), { TABLE: "rides" });
  assert.deepEqual(environmentOf({}), {});
  assert.equal(environmentOf({ Environment: { Error: { ErrorCode: "AccessDenied" } } }), null);
});

test("a stream tells its retention, a table only if it has one", () => {
  const table = (spec: object): object => [{ input: {}, output: { Table: { TableName: "rides", ...spec } } }];
  const { configuration } = read({
    "kinesis:DescribeStreamSummary": [
      { input: {}, output: { StreamDescriptionSummary: { StreamName: "rides", RetentionPeriodHours: 24 } } },
    ],
    "dynamodb:DescribeTable": table({ StreamSpecification: { StreamEnabled: true } }),
  });
  assert.equal(configuration.settingsOf({ service: "kinesis", resource: "rides" })?.retention, micros(24 * HOUR));
  assert.equal(configuration.settingsOf({ service: "dynamodb", resource: "rides" })?.retention, DAY);
  const without = read({ "dynamodb:DescribeTable": table({}) }).configuration;
  assert.equal(without.settingsOf({ service: "dynamodb", resource: "rides" }), null);
});

test("several answers about one resource add up, and a later one forgets nothing", () => {
  const both = {
    "sqs:GetQueueAttributes": [
      { input: { QueueUrl: URL, AttributeNames: ["All"] }, output: { Attributes: { MessageRetentionPeriod: "60" } } },
      { input: { QueueUrl: URL }, output: { Attributes: { ApproximateNumberOfMessages: "3" } } },
    ],
  };
  const settings = read(both).configuration.settingsOf(RIDES);
  assert.deepEqual([settings?.retention, settings?.waiting, settings?.givenUpTo], [60 * SECOND, 3, "none"]);
});

test("an operation that nobody knows is a gap, and the others are read", () => {
  const { configuration, gaps } = read({ ...attributes({ MessageRetentionPeriod: "60" }), "iam:GetRole": [] });
  assert.equal(configuration.settingsOf(RIDES)?.retention, 60 * SECOND);
  assert.deepEqual(
    gaps.map(({ what, why, unread }) => ({ what, why, unread })),
    [{ what: "iam:GetRole", why: "nothing is known about this operation", unread: undefined }],
  );
});

test("whatever JSON it is, reading it ends", () => {
  const operations = fc.constantFrom(
    "sqs:GetQueueAttributes",
    "lambda:ListEventSourceMappings",
    "lambda:GetFunctionConfiguration",
    "lambda:GetFunctionEventInvokeConfig",
    "dynamodb:DescribeTable",
    "kinesis:DescribeStreamSummary",
    "cloudwatch:DescribeAlarms",
  );
  const answer = fc.record({ input: fc.jsonValue(), output: fc.jsonValue() });
  fc.assert(
    fc.property(fc.dictionary(operations, fc.oneof(fc.array(answer), fc.jsonValue())), (value) => void read(value)),
  );
});

function read(value: unknown): { configuration: Configuration; gaps: Gap[] } {
  const settings: Setting[] = [];
  const gaps: Gap[] = [];
  const bytes = Buffer.from(JSON.stringify(value));
  decode({ origin: { source: "test" }, format: "configuration", bytes }, (one) => {
    if ("setting" in one) settings.push(one.setting);
    if ("gap" in one) gaps.push(one.gap);
  });
  return { configuration: configurationOf(settings), gaps };
}
