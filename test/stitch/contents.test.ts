import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { Transaction } from "../../src/transaction.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const KEY = { orderId: { S: uuid("order") }, line: { N: "1.0" } };
const PUT = { TableName: "orders", Item: { line: 1, orderId: uuid("order"), status: "new", total: 12.5 } };

test("a change in a table's stream is linked to the call that wrote an item with its keys, by content and no surer", () => {
  const [transaction, ...others] = transactionsOf(writer("PutItem", PUT), reader({}));
  assert.deepEqual(others, []);
  assert.deepEqual(certaintiesOf(transaction), ["exact", "content", "exact"]);
  assert.deepEqual(
    transaction?.hops.map(({ service, resource }) => `${service} ${resource}`),
    ["lambda shop", "dynamodb orders", "dynamodb orders", "lambda on-change"],
  );
});

const KEYS_ONLY = { orderId: uuid("order"), line: 1 };
for (const [operation, name, input] of [
  ["UpdateItem", "MODIFY", { TableName: "orders", Key: KEYS_ONLY, UpdateExpression: "SET a = :a" }],
  ["UpdateItem", "INSERT", { TableName: "orders", Key: KEYS_ONLY, UpdateExpression: "SET a = :a" }],
  ["DeleteItem", "REMOVE", { TableName: "orders", Key: { orderId: KEY.orderId, line: { N: "01" } } }],
  [
    "BatchWriteItem",
    "MODIFY",
    { RequestItems: { orders: [{ PutRequest: { Item: PUT.Item } }, { PutRequest: { Item: {} } }] } },
  ],
  ["BatchWriteItem", "REMOVE", { RequestItems: { orders: [{ DeleteRequest: { Key: KEYS_ONLY } }] } }],
  ["TransactWriteItems", "INSERT", { TransactItems: [{ Put: PUT }] }],
  ["TransactWriteItems", "MODIFY", { TransactItems: [{ Update: { TableName: "orders", Key: KEYS_ONLY } }] }],
] as const) {
  test(`${operation} makes a ${name}`, () => {
    assert.equal(transactionsOf(writer(operation, input), reader({ name })).length, 1);
  });
}

for (const [why, operation, input, change] of [
  ["the keys differ", "PutItem", { TableName: "orders", Item: { ...PUT.Item, line: 2 } }, {}],
  ["a key is text here and a number there", "PutItem", { TableName: "orders", Item: { ...PUT.Item, line: "1" } }, {}],
  ["the table is another", "PutItem", { ...PUT, TableName: "drafts" }, {}],
  ["a deletion makes no new item", "DeleteItem", { TableName: "orders", Key: KEYS_ONLY }, {}],
  ["a put removes nothing", "PutItem", PUT, { name: "REMOVE" }],
  ["a read changes nothing", "GetItem", { TableName: "orders", Key: KEYS_ONLY }, {}],
  ["the change is older than the call", "PutItem", PUT, { at: AT - 3000 }],
  ["the change came long after the call", "PutItem", PUT, { at: AT + 60_000 }],
  ["time deleted it", "DeleteItem", { TableName: "orders", Key: KEYS_ONLY }, { name: "REMOVE", expired: true }],
] as const) {
  test(`no call is said to have made a change where ${why}`, () => {
    assert.deepEqual(contentsOf(transactionsOf(writer(operation, input), reader(change))), []);
  });
}

test("where several calls may have made a change, none is chosen, and a gap says how many they were", () => {
  const transactions = transactionsOf(writer("PutItem", PUT), writer("PutItem", PUT, "shop again"), reader({}));
  assert.equal(transactions.length, 3);
  const change = transactions.find(({ hops }) => hops[0]?.drawn);
  assert.deepEqual(change?.gaps, [
    { what: "DynamoDB orders", why: "2 calls may have made this change, and nothing tells which" },
  ]);
});

test("what a consumer of the change writes back is not what made it", () => {
  const back = [
    `INFO\tDynamoDB PutItem request ${JSON.stringify(PUT)}`,
    'INFO\tDynamoDB PutItem response {"$metadata":{"httpStatusCode":200,"requestId":"R2"}}',
  ];
  assert.deepEqual(contentsOf(transactionsOf(reader({}, back))), []);
  const [transaction, ...others] = transactionsOf(writer("PutItem", PUT), reader({}, back));
  assert.deepEqual(others, []);
  assert.equal(contentsOf(transaction === undefined ? [] : [transaction]).length, 1);
});

test("numbers and bytes are the same in whatever form they are written", () => {
  for (const [sent, kept] of [
    [{ N: "10.50" }, { N: "10.5" }],
    [1e21, { N: "1000000000000000000000" }],
    [{ N: "-0.0" }, { N: "0" }],
    [{ B: "aGk=" }, { B: "aGk=" }],
    [{ type: "Buffer", data: [104, 105] }, { B: "aGk=" }],
  ] as const) {
    const put = { TableName: "orders", Item: { orderId: uuid("order"), line: sent } };
    const keys = { orderId: KEY.orderId, line: kept };
    assert.equal(transactionsOf(writer("PutItem", put), reader({ keys })).length, 1, JSON.stringify(sent));
  }
});

/** A function that makes one call of DynamoDB, 10 ms after `AT`. */
function writer(operation: string, input: JsonObject, name = "shop"): LoggedStream {
  return functionLog({
    name,
    requestId: uuid(name),
    at: AT,
    lines: [
      `INFO\tDynamoDB ${operation} request ${JSON.stringify(input)}`,
      `INFO\tDynamoDB ${operation} response {"$metadata":{"httpStatusCode":200,"requestId":"${name}"}}`,
    ],
  });
}

interface Changed {
  readonly name?: string;
  readonly at?: number;
  readonly expired?: boolean;
  readonly keys?: JsonObject;
}

/** A function behind the table's stream. */
function reader(
  { name = "INSERT", at = AT, expired = false, keys = KEY }: Changed,
  more: readonly string[] = [],
): LoggedStream {
  const event = {
    Records: [
      {
        eventID: uuid("change").replaceAll("-", ""),
        eventName: name,
        eventSource: "aws:dynamodb",
        awsRegion: "eu-central-1",
        dynamodb: { ApproximateCreationDateTime: Math.floor(at / 1000), Keys: keys, SequenceNumber: "111" },
        ...(expired ? { userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } } : {}),
        eventSourceARN: "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000",
      },
    ],
  };
  return functionLog({
    name: "on-change",
    requestId: uuid("on-change"),
    at: Math.max(at, AT) + 300,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`, ...more],
  });
}

function certaintiesOf(transaction: Transaction | undefined): string[] {
  return transaction?.links.map(({ certainty }) => certainty) ?? [];
}

function contentsOf(transactions: readonly Transaction[]): string[] {
  return transactions.flatMap(certaintiesOf).filter((certainty) => certainty === "content");
}
