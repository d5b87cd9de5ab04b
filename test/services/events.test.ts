import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AT,
  DURABLE,
  EVENTS,
  EXECUTION,
  FAILED_INVOCATION,
  MAIL,
  S3_REQUEST,
  SEQUENCE,
  TRACE,
} from "./handed-events.ts";
import { receivedBy, told } from "./received-by.ts";

/** For each event of the fixtures: whose it is, and the ids under which it was handed over. */
const TOLD: Readonly<Record<string, string>> = {
  "a load balancer": "alb: rides POST /rides []",
  "a REST API": "apigateway: abcdef1234 PUT /rides/{rideId} [c6af9ac6-7b61-11e6-9a41-93e8deadbeef TWegAcC4EowCHnA=]",
  "an HTTP API": "apigateway: a1b2c3d4e5 POST /checkout [JKJaXmPLvHcESHA=]",
  "an authorizer's token": "apigateway: abcdef1234 GET /rides/r-1 []",
  "a socket": "apigateway: gy415nuibc $default [R1knPH17NjMFftw= R1knPc2ntjMCFIA=]",
  "a function URL": "function-url: xyz GET / [a4b9c0de-1111-4222-8333-444455556666]",
  AppSync: "appsync: abc123def456 Query.ride [f4081827-1111-4444-8555-5cf4695f339f]",
  Kinesis: `kinesis: rides PutRecord [${SEQUENCE}]`,
  Firehose:
    "firehose: rides-to-lake PutRecord [49578734086442259037497492980620233840400173390482112514000000]; rides-to-lake PutRecord [49578734086442259037497492980620233840400173390482112514000001]",
  Kafka: "kafka: rides Produce [rides-0@17]",
  "a table's stream": "dynamodb: rides INSERT [7de3041dd709b024af6f29e4fa13d34c rides@405400000000002063282832]",
  S3: `s3: exports ObjectCreated:Put [${S3_REQUEST}]`,
  "S3 through a bus": "eventbridge: null Object Created [17793124-05d4-b198-2fde-7ededc63b103]",
  "S3 Object Lambda": "s3: masked GetObject [1a5ed718-5f53-471d-b6fe-5cf62d88d02a]",
  "an S3 batch job":
    "s3: exports BatchOperation [f3cc4f60-61f6-4a2b-8a21-d07600c373ce/dGFza2lk]; exports BatchOperation [f3cc4f60-61f6-4a2b-8a21-d07600c373ce/dGFza2ll]",
  "a destination": `lambda: charge Invoke [${FAILED_INVOCATION}]`,
  "a given-up batch of Kinesis": `lambda: charge Invoke [${FAILED_INVOCATION}]`,
  "a given-up batch of a table": `lambda: charge Invoke [${FAILED_INVOCATION}]`,
  "a dead letter": "sqs: charge-dlq SendMessage [059f36b4-87a3-44ab-83d2-661975830a7d]",
  "a queue": "sqs: orders SendMessage [059f36b4-87a3-44ab-83d2-661975830a7d]",
  "a topic": "sns: rides Publish [de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa]",
  "a bus": "eventbridge: null Ride [17793124-05d4-4198-8fde-7ededc63b103]",
  "a bounce": `ses: example.com Bounce [${MAIL}]`,
  "an incoming mail": "ses: example.org Receive [d6iitobk75ur44p8kdnnp7g2n800]",
  Cognito: "cognito: eu-central-1_Pool PreSignUp_SignUp []",
  IoT: "iot: scooter-7 Connect [e56f08c3-c559-490f-aa9f-7e8427d0f57b]",
  "a rule's schedule": "eventbridge: nightly Scheduled Event [53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa]",
  Scheduler: "scheduler: close-rides Schedule [d32c5kddcf5bb8c3]",
  "Step Functions": `stepfunctions: checkout StartExecution [${EXECUTION}]`,
  "a durable execution": `lambda: onboard Invoke [${DURABLE}]`,
  "VPC Lattice": "other: svc-0a40eebed65f8d69c GET /fares []",
  "a rotation": "other: payments/stripe RotateSecret [1ab23456-cde7-4912-84f0-56178190c120]",
  "a log subscription": "other: /aws/lambda/rides Deliver [37777777777777777777777777777777777777777777777777777777]",
  "an alarm": "other: orders-age ALARM []",
};

for (const [name, event] of Object.entries(EVENTS)) {
  test(`the event of ${name} is known for what it is, with the ids under which it was handed over`, () => {
    assert.equal(told(event), TOLD[name]);
  });
}

test("where an event came from is told by account and region, wherever one of them stands in it", () => {
  const without = new Set([
    "a socket",
    "AppSync",
    "Scheduler",
    "S3",
    "S3 through a bus",
    "an S3 batch job",
    "Cognito",
    "IoT",
    "an incoming mail",
  ]);
  for (const [name, event] of Object.entries(EVENTS)) {
    if (without.has(name)) continue;
    assert.equal(receivedBy(event)?.first?.account, "123456789012", name);
  }
  assert.equal(receivedBy(EVENTS["Firehose"] ?? {})?.first?.region, "eu-central-1");
  assert.equal(receivedBy(EVENTS["Cognito"] ?? {})?.first?.region, "eu-central-1");
});

for (const name of [
  "a load balancer",
  "a REST API",
  "an HTTP API",
  "a function URL",
  "AppSync",
  "Kafka",
  "VPC Lattice",
]) {
  test(`what came through ${name} shares the trace that its headers name`, () => {
    const shared = receivedBy(EVENTS[name] ?? {})?.first?.shared ?? [];
    assert.deepEqual(
      shared.map(({ kind, value, role }) => [kind, value, role]),
      [["xray-trace", TRACE, "shared"]],
    );
  });
}

test("the moment of sending is read in every unit in which services write it", () => {
  const whole = Math.floor(AT / 1000) * 1_000_000;
  const moments: Readonly<Record<string, number | null>> = {
    "a REST API": AT * 1000,
    "a socket": AT * 1000,
    Kinesis: AT * 1000,
    Firehose: AT * 1000,
    Kafka: AT * 1000,
    "a table's stream": whole,
    S3: AT * 1000,
    "a queue": AT * 1000,
    "a bounce": AT * 1000,
    "a destination": AT * 1000,
    Scheduler: Date.UTC(2026, 10, 22, 2, 31) * 1000,
    "VPC Lattice": AT * 1000,
    "an alarm": AT * 1000,
    "a load balancer": null,
    Cognito: null,
  };
  for (const [name, at] of Object.entries(moments)) {
    assert.equal(receivedBy(EVENTS[name] ?? {})?.first?.sentAt, at, name);
  }
});

test("only what begins outside of the application is an entry: queues, topics, buses, streams and executions have a sender", () => {
  const roots = Object.entries(EVENTS).filter(([, event]) => receivedBy(event)?.received.arrival.root === true);
  assert.deepEqual(
    roots.map(([name]) => name),
    [
      "a load balancer",
      "a REST API",
      "an HTTP API",
      "a socket",
      "a function URL",
      "AppSync",
      "S3 Object Lambda",
      "an S3 batch job",
      "an incoming mail",
      "Cognito",
      "IoT",
      "a rule's schedule",
      "Scheduler",
      "VPC Lattice",
      "a rotation",
      "a log subscription",
      "an alarm",
    ],
  );
});

test("answers of functions, bare identities and a team's own payloads are nobody's events", () => {
  for (const event of [
    { statusCode: 200, headers: { "Content-Type": "text/html" }, body: "ok" },
    { principalId: "user", policyDocument: { Version: "2012-10-17", Statement: [] }, context: { sub: "x" } },
    { isAuthorized: true, resolverContext: { userId: "u" } },
    { sub: "u", username: "ada", claims: { sub: "u" }, sourceIp: ["203.0.113.7"] },
    { userArn: "arn:aws:iam::123456789012:user/a", cognitoIdentityId: "x", sourceIp: ["203.0.113.7"] },
    { records: [{ recordId: "1", result: "Ok", data: "aGVsbG8=" }] },
    { invocationId: "1", results: [{ taskId: "1", resultCode: "Succeeded" }] },
    { isAuthenticated: true, principalId: "x", policyDocuments: [] },
    { bucket: {}, object: {} },
    { type: "TOKEN", methodArn: "not an arn" },
    { order: 1, items: [{ sku: "a" }] },
    {},
  ])
    assert.equal(told(event), "nobody's", JSON.stringify(event));
});
