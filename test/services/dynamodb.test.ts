import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import { dynamodb } from "../../src/services/dynamodb.ts";

const ARN = "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/index/by-date";

const ASKED: readonly (readonly [
  what: string,
  input: JsonObject,
  operation: string | null,
  resource: string | null,
])[] = [
  ["a put", { TableName: "orders", Item: {} }, "PutItem", "orders"],
  ["an update", { TableName: "orders", Key: {}, UpdateExpression: "SET a = :a" }, "UpdateItem", "orders"],
  ["a query", { TableName: "orders", KeyConditionExpression: "a = :a" }, "Query", "orders"],
  ["a key alone could be a get or a delete", { TableName: "orders", Key: {} }, null, "orders"],
  ["a table by its ARN", { TableName: ARN, Key: {} }, null, "orders"],
  ["a batch of writes", { RequestItems: { orders: [{ PutRequest: {} }] } }, "BatchWriteItem", "orders"],
  ["a batch of reads", { RequestItems: { orders: { Keys: [] } } }, "BatchGetItem", "orders"],
  ["a batch over two tables", { RequestItems: { a: [], b: [] } }, "BatchWriteItem", null],
  [
    "a transaction of writes",
    { TransactItems: [{ Put: { TableName: "a" } }, { Get: { TableName: "a" } }] },
    "TransactWriteItems",
    "a",
  ],
  [
    "a transaction of reads",
    { TransactItems: [{ Get: { TableName: "a" } }, { Get: { TableName: "b" } }] },
    "TransactGetItems",
    null,
  ],
];

for (const [what, input, operation, resource] of ASKED) {
  test(`${what} is ${operation ?? "some operation"} of ${resource ?? "no single table"}`, () => {
    assert.deepEqual(dynamodb.asked?.(input), { operation, resource, keys: [] });
  });
}

test("what names no table is no request", () => {
  assert.equal(dynamodb.asked?.({ TransactItems: [] }), null);
  assert.equal(dynamodb.asked?.({ table: "orders" }), null);
});

test("an answer is known by what it consumed, counted or left", () => {
  for (const output of [
    { ConsumedCapacity: { TableName: "orders" } },
    { Items: [], ScannedCount: 0 },
    { UnprocessedItems: {} },
  ]) {
    assert.deepEqual(dynamodb.answered?.(output, false), { operation: null, keys: [], partial: null });
  }
  assert.equal(dynamodb.answered?.({ Item: {} }, false), null);
});

test("what a batch left undone is a failure inside of a success", () => {
  const left = {
    UnprocessedItems: { orders: [{ PutRequest: {} }, { PutRequest: {} }], lines: [{ DeleteRequest: {} }] },
  };
  assert.deepEqual(dynamodb.answered?.(left, false)?.partial, {
    type: "UnprocessedItems",
    message: "3 items of orders, lines were not processed",
    stack: [],
    causes: [],
  });
  const unread = dynamodb.answered?.({ UnprocessedKeys: { orders: { Keys: [{}, {}] } } }, false)?.partial;
  assert.deepEqual([unread?.type, unread?.message], ["UnprocessedKeys", "2 items of orders were not processed"]);
});

test("a throttle says whose throughput was exceeded, also where it is an index's", () => {
  assert.equal(
    dynamodb.refusedBy?.({ ThrottlingReasons: [{ reason: "TableWriteProvisionedThroughputExceeded", resource: ARN }] }),
    "orders",
  );
  assert.equal(
    dynamodb.refusedBy?.({ throttlingReasons: [{ resource: "arn:aws:dynamodb:x:1:table/rides" }] }),
    "rides",
  );
  assert.equal(dynamodb.refusedBy?.({ ThrottlingReasons: [] }), null);
});

test("only DynamoDB speaks of the throughput of a table", () => {
  const said =
    "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.";
  assert.equal(dynamodb.wording?.test(said), true);
  assert.equal(dynamodb.wording?.test("Rate exceeded"), false);
});
