import assert from "node:assert/strict";
import { test } from "node:test";
import { parseAlert } from "../src/alert.ts";
import { parseCatalog } from "../src/catalog.ts";
import { type KnownNames, latencyLimit, namesInCatalog, subjectsOf } from "../src/subject.ts";

const KNOWN: KnownNames = new Map([
  ["dynamodb", new Set(["orders", "rides"])],
  ["lambda", new Set(["orders-export", "checkout"])],
  ["sqs", new Set(["a.b"])],
]);

test("an alarm is about the resource of its dimension, and its metric says what the trouble is called", () => {
  const table: readonly (readonly [string, string, Record<string, string>, string, string, string])[] = [
    ["AWS/DynamoDB", "WriteThrottleEvents", { TableName: "rides" }, "dynamodb", "rides", "throttle"],
    [
      "AWS/DynamoDB",
      "SuccessfulRequestLatency",
      { TableName: "rides", Operation: "Query" },
      "dynamodb",
      "rides",
      "latency",
    ],
    ["AWS/Lambda", "Errors", { FunctionName: "checkout" }, "lambda", "checkout", "error"],
    [
      "AWS/Lambda",
      "Throttles",
      { FunctionName: "checkout", Resource: "checkout:live" },
      "lambda",
      "checkout",
      "throttle",
    ],
    ["AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: "jobs" }, "sqs", "jobs", "age"],
    ["AWS/ApiGateway", "5XXError", { ApiName: "shop", Stage: "prod" }, "apigateway", "shop", "error"],
    ["AWS/ApiGateway", "5xx", { ApiId: "a1b2c3" }, "apigateway", "a1b2c3", "error"],
    ["AWS/SNS", "NumberOfNotificationsFailed", { TopicName: "news" }, "sns", "news", "error"],
    ["AWS/Lambda", "SomethingNew", { FunctionName: "checkout" }, "lambda", "checkout", "unknown"],
  ];
  for (const [namespace, metric, dimensions, service, resource, signal] of table) {
    const subjects = subjectsOf(alarms({ namespace, metric, dimensions }), KNOWN);
    assert.deepEqual(subjects, [{ service, resource, signal }], `${namespace} ${metric}`);
  }
});

test("alarms on several resources are several subjects, and the same one twice is one", () => {
  const rides = { namespace: "AWS/DynamoDB", metric: "ThrottledRequests", dimensions: { TableName: "rides" } };
  const checkout = { namespace: "AWS/Lambda", metric: "Errors", dimensions: { FunctionName: "checkout" } };
  assert.deepEqual(subjectsOf(alarms(rides, checkout, rides), KNOWN), [
    { service: "dynamodb", resource: "rides", signal: "throttle" },
    { service: "lambda", resource: "checkout", signal: "error" },
  ]);
});

test("an alarm on a metric of the team's own falls back to the names in its text", () => {
  const own = { namespace: "Shop", metric: "OrdersLost", dimensions: { Stage: "prod" } };
  assert.deepEqual(subjectsOf(alarms(own), KNOWN), []);
  const alert = parseAlert({ incident: { id: "Q", title: "checkout fails" }, alerts: [{ body: bodyOf(own) }] });
  assert.deepEqual(subjectsOf(alert, KNOWN), [{ service: "lambda", resource: "checkout", signal: "error" }]);
});

test("of the names in a text the longest counts, and only where it stands as a word", () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ["orders-export is failing", "orders-export"],
    ["checkout waits for orders-export, which reads orders", "orders-export"],
    ["the table orders is failing", "orders"],
    ["(orders): failing", "orders"],
    ["reorders fail", null],
    ["orders_v2 fails", null],
    ["my-orders-copy fails", null],
    ["queue a.b is old", "a.b"],
    ["queue axb is old", null],
  ];
  for (const [text, resource] of cases) assert.equal(said(text)[0]?.resource ?? null, resource, text);
});

test("the words of a text tell the trouble, throttling before the errors that it causes", () => {
  const cases = {
    "orders: throttling errors": "throttle",
    "orders: exceeded its provisioned throughput": "throttle",
    "orders timed out with an error": "timeout",
    "orders times out": "timeout",
    "orders: time-out": "timeout",
    "age of the oldest message in orders": "age",
    "orders p99 latency": "latency",
    "orders 5xx": "error",
    "orders: manager paged": "unknown",
  };
  for (const [text, signal] of Object.entries(cases)) assert.equal(said(text)[0]?.signal, signal, text);
});

test("a text that names nothing known has no subject", () => {
  assert.deepEqual(said("something is wrong"), []);
});

test("the catalog's names are known by their services", () => {
  const names = namesInCatalog(
    parseCatalog(
      "tables: {rides: {}}\nfunctions: {checkout: {}}\napis: {shop: {}}\nqueues: {jobs: {}}",
      "wake-or-wait.yml",
    ),
  );
  assert.deepEqual([...(names.get("dynamodb") ?? [])], ["rides"]);
  assert.deepEqual([...(names.get("lambda") ?? [])], ["checkout"]);
  assert.deepEqual([...(names.get("apigateway") ?? [])], ["shop"]);
  assert.deepEqual([...(names.get("sqs") ?? [])], ["jobs"]);
});

interface Named {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

function bodyOf({ namespace, metric, dimensions }: Named) {
  const Dimensions = Object.entries(dimensions).map(([name, value]) => ({ name, value }));
  return {
    AlarmName: JSON.stringify([namespace, dimensions]),
    Trigger: { Namespace: namespace, MetricName: metric, Dimensions },
  };
}

function alarms(...named: readonly Named[]) {
  return parseAlert({ incident: { id: "Q" }, alerts: named.map((one) => ({ body: bodyOf(one) })) });
}

function said(title: string) {
  return subjectsOf(parseAlert({ incident: { id: "Q", title } }), KNOWN);
}

test("what an alarm calls too long is in the unit of its metric, and the shortest of several counts", () => {
  const alarm = (Namespace: string, MetricName: string, Dimension: object, Threshold: number) => ({
    body: {
      details: {
        AlarmName: `${MetricName} ${Threshold}`,
        Trigger: { Namespace, MetricName, Dimensions: Dimension, Threshold },
      },
    },
  });
  const limitOf = (...alerts: object[]) => latencyLimit(parseAlert({ incident: { id: "Q1" }, alerts }));
  const duration = alarm("AWS/Lambda", "Duration", { FunctionName: "checkout" }, 1500);
  const balancer = alarm("AWS/ApplicationELB", "TargetResponseTime", { TargetGroup: "targetgroup/shop/1" }, 1.2);
  assert.equal(limitOf(duration), 1_500_000);
  assert.equal(limitOf(balancer), 1_200_000);
  assert.equal(limitOf(duration, balancer), 1_200_000);
  assert.equal(limitOf(alarm("AWS/Lambda", "Errors", { FunctionName: "checkout" }, 5)), null);
});
