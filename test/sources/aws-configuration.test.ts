import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { startAwsConfiguration } from "../../sandbox/aws/configuration.ts";
import type { Configuration } from "../../src/configuration.ts";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Place } from "../../src/place.ts";
import type { Gap } from "../../src/record.ts";
import { awsConfiguration } from "../../src/sources/aws-configuration.ts";
import { DAY, fromMillis, HOUR, micros } from "../../src/time.ts";

const WINDOW = { from: micros(0), to: fromMillis(Date.UTC(2026, 10, 22, 2, 32)) };
const ARN = "arn:aws:sqs:eu-central-1:123456789012";
const RIDES: Place = { service: "sqs", resource: "rides" };
const DEAD: Place = { service: "sqs", resource: "rides-dlq" };
const WORKER: Place = { service: "lambda", resource: "worker" };
const STREAM: Place = { service: "kinesis", resource: "positions" };

test("a queue is read with the dead-letter queue that it names, in one question", async (t) => {
  const { aws, described } = await open(t);
  const redrive = JSON.stringify({ deadLetterTargetArn: `${ARN}:rides-dlq`, maxReceiveCount: 3 });
  aws.setQueue("rides", { MessageRetentionPeriod: "345600", RedrivePolicy: redrive, ApproximateNumberOfMessages: "7" });
  aws.setQueue("rides-dlq", { MessageRetentionPeriod: "1209600" });
  const { known, gaps } = await described(RIDES);
  assert.deepEqual(gaps, []);
  const { retention, givenUpTo, deliveries, waiting } = known.settingsOf(RIDES) ?? {};
  assert.deepEqual([retention, givenUpTo, deliveries, waiting], [4 * DAY, DEAD, 3, 7]);
  assert.deepEqual([known.settingsOf(DEAD)?.retention, known.settingsOf(DEAD)?.givenUpTo], [14 * DAY, "none"]);
});

test("a function is read with what feeds it and where its failures go", async (t) => {
  const { aws, described } = await open(t);
  aws.setFunction("worker", { Environment: { Variables: { TABLE: "rides" } }, Timeout: 3 });
  aws.setInvokes("worker", {
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: `${ARN}:rides-dlq` } },
  });
  const arn = "arn:aws:kinesis:eu-central-1:123456789012:stream/positions";
  aws.addMapping("worker", { EventSourceArn: arn, MaximumRetryAttempts: -1, DestinationConfig: { OnFailure: {} } });
  aws.setStream("positions", { RetentionPeriodHours: 48, StreamStatus: "ACTIVE" });
  aws.setQueue("rides-dlq", { MessageRetentionPeriod: "60" });
  const { known, gaps } = await described(WORKER);
  assert.deepEqual(gaps, []);
  assert.deepEqual(known.settingsOf(WORKER)?.environment, { TABLE: "rides" });
  assert.deepEqual(known.handoverTo(WORKER, null), {
    from: null,
    to: WORKER,
    oldest: HOUR,
    attempts: 1,
    givenUpTo: DEAD,
  });
  assert.equal(known.handoverTo(WORKER, STREAM)?.attempts, "unlimited");
  assert.equal(known.settingsOf(STREAM)?.retention, 48 * HOUR);
  assert.equal(known.settingsOf(DEAD)?.retention, 60_000_000);
});

test("a function without a configuration of its own has Lambda's; one that does not exist has none that is known", async (t) => {
  const { aws, described } = await open(t);
  aws.setFunction("worker", {});
  const own = await described(WORKER);
  assert.deepEqual(own.gaps, []);
  const { oldest, attempts, givenUpTo } = own.known.handoverTo(WORKER, null) ?? {};
  assert.deepEqual([oldest, attempts, givenUpTo], [6 * HOUR, 3, "none"]);
  const gone = await described({ service: "lambda", resource: "gone" });
  assert.equal(gone.known.handoverTo({ service: "lambda", resource: "gone" }, null), null);
  assert.deepEqual(whys(gone.gaps), [
    "lambda:GetFunctionConfiguration: there is no such resource in this account and region",
    "lambda:GetFunctionEventInvokeConfig: there is no such resource in this account and region",
  ]);
});

test("a table with a stream keeps its changes for a day", async (t) => {
  const { aws, described } = await open(t);
  aws.setTable("rides", { StreamSpecification: { StreamEnabled: true }, TableStatus: "ACTIVE" });
  const place: Place = { service: "dynamodb", resource: "rides" };
  assert.equal((await described(place)).known.settingsOf(place)?.retention, DAY);
});

test("permissions that are missing are named, each once, and what may be read is", async (t) => {
  const { aws, described } = await open(t);
  aws.setStream("positions", { RetentionPeriodHours: 24 });
  aws.faults.deny("sqs:GetQueueUrl");
  aws.faults.deny("lambda:ListEventSourceMappings");
  aws.setFunction("worker", {});
  const { known, gaps } = await described(RIDES, WORKER, STREAM);
  assert.deepEqual(whys(gaps).toSorted(), [
    "lambda:ListEventSourceMappings: the permission lambda:ListEventSourceMappings is missing",
    "sqs:GetQueueAttributes: the permission sqs:GetQueueUrl is missing",
  ]);
  assert.equal(known.settingsOf(STREAM)?.retention, 24 * HOUR);
  assert.equal(known.settingsOf(RIDES), null);
});

test("a refusal for the rate and a page of a proxy are tried again", async (t) => {
  const { aws, described } = await open(t);
  aws.setQueue("rides", { MessageRetentionPeriod: "60" });
  for (const fault of ["throttled", "html-500"] as const) {
    aws.faults.failNext("sqs:GetQueueAttributes", fault);
    const { known, gaps } = await described(RIDES);
    assert.deepEqual([gaps, known.settingsOf(RIDES)?.retention], [[], 60_000_000], fault);
  }
});

test("resources that name each other are read once each", async (t) => {
  const { aws, described } = await open(t);
  const to = (name: string): string => JSON.stringify({ deadLetterTargetArn: `${ARN}:${name}`, maxReceiveCount: 3 });
  aws.setQueue("rides", { RedrivePolicy: to("rides-dlq") });
  aws.setQueue("rides-dlq", { RedrivePolicy: to("rides") });
  await described(RIDES);
  assert.equal(aws.requests.get("sqs:GetQueueAttributes"), 2);
});

test("who is told to stop ends with gaps", async (t) => {
  const { aws, source } = await open(t);
  aws.faults.delayAnswers(60_000);
  const gaps: Gap[] = [];
  for await (const told of source.ask({ window: WINDOW, describe: [RIDES, STREAM] }, AbortSignal.timeout(30)))
    if ("gap" in told) gaps.push(told.gap);
  assert.deepEqual(whys(gaps), [
    "sqs:GetQueueAttributes: it did not answer in time",
    "kinesis:DescribeStreamSummary: it did not answer in time",
  ]);
});

test("of services that cannot be described, and of other questions, nothing is asked", async (t) => {
  const { aws, source, described } = await open(t);
  await described({ service: "http", resource: "bank.example" });
  for await (const _ of source.ask({ window: WINDOW, failures: [], groups: null }, AbortSignal.timeout(1000)))
    assert.fail();
  assert.equal(aws.requests.size, 0);
});

interface Described {
  readonly known: Configuration;
  readonly gaps: readonly Gap[];
}

/** The services with their unmodified clients; all end with the test. */
async function open(t: TestContext) {
  const aws = await startAwsConfiguration();
  const config = {
    endpoint: aws.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  };
  const clients = {
    sqs: new SQSClient(config),
    lambda: new LambdaClient(config),
    dynamodb: new DynamoDBClient(config),
    kinesis: new KinesisClient({ ...config, endpoint: aws.http2Url }),
  };
  t.after(async () => {
    for (const client of Object.values(clients)) client.destroy();
    await aws.stop();
  });
  const source = awsConfiguration(clients);
  const described = async (...describe: readonly Place[]): Promise<Described> => {
    const evidence = new EvidenceInMemory();
    const gaps: Gap[] = [];
    for await (const told of source.ask({ window: WINDOW, describe }, AbortSignal.timeout(20_000))) {
      if ("chunk" in told) gaps.push(...evidence.add(told.chunk));
      if ("gap" in told) gaps.push(told.gap);
    }
    return { known: evidence.configuration, gaps };
  };
  return { aws, source, described };
}

function whys(gaps: readonly Gap[]): string[] {
  return gaps.map(({ what, why }) => `${what}: ${why}`);
}
