import assert from "node:assert/strict";
import { test } from "node:test";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { JsonObject } from "../../src/json.ts";
import { contentsIn } from "../../src/stitch/contents-in.ts";
import { stitch } from "../../src/stitch/stitch.ts";
import type { Transaction } from "../../src/transaction.ts";
import { type LoggedStream, logChunk } from "../decode/log-chunk.ts";
import { tableChanges } from "../services/table-change.ts";
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
    { what: "DynamoDB orders", why: "2 calls may have led to this, and nothing tells which" },
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

const PLAIN = { orderId: { S: "o-17" }, line: { N: "1" } };
const PLAIN_PUT = { TableName: "orders", Item: { orderId: "o-17", line: 1, status: "new" } };

test("a write and the reader of its change meet where they have nothing in common but the item", () => {
  const [transaction, ...others] = transactionsOf(writer("PutItem", PLAIN_PUT), reader({ keys: PLAIN }));
  assert.deepEqual(others, []);
  assert.deepEqual(certaintiesOf(transaction), ["exact", "content", "exact"]);
});

test("they meet however late the change was read: it names the second of its write", () => {
  const late = reader({ keys: PLAIN, readAt: AT + 20 * 3_600_000 });
  assert.equal(transactionsOf(writer("PutItem", PLAIN_PUT), late).length, 1);
});

test("they meet also where other lines came first, and a write that comes later takes the certainty away again", () => {
  const evidence = new EvidenceInMemory(contentsIn);
  evidence.add(logChunk(reader({ keys: PLAIN })));
  assert.equal(evidence.reach("all").flatMap(stitch).length, 1);
  evidence.add(logChunk(writer("PutItem", PLAIN_PUT)));
  assert.deepEqual(contentsOf(evidence.reach("all").flatMap(stitch)), ["content"]);
  evidence.add(logChunk(writer("PutItem", PLAIN_PUT, "shop again")));
  assert.deepEqual(contentsOf(evidence.reach("all").flatMap(stitch)), []);
});

test("from an id of the reader its writer is reached", () => {
  const evidence = new EvidenceInMemory(contentsIn);
  for (const one of [reader({ keys: PLAIN }), writer("PutItem", PLAIN_PUT)]) evidence.add(logChunk(one));
  const [component] = evidence.reach([
    { kind: "external", value: uuid("on-change"), role: "mentioned", path: "query" },
  ]);
  assert.equal(component?.invocations.length, 2);
});

test("two thousand writes of one counter make no component of everything, and each change says how many it may have been", () => {
  const count = { TableName: "orders", Key: { orderId: "o-17", line: 1 }, UpdateExpression: "ADD n :one" };
  const writes = Array.from({ length: 2000 }, (_, i) => writer("UpdateItem", count, `w${i}`, AT + i * 5));
  const reads = Array.from({ length: 10 }, (_, i) =>
    reader({ keys: PLAIN, name: "MODIFY", at: AT + i * 1000, id: `c${i}` }),
  );
  const transactions = transactionsOf(...writes, ...reads);
  assert.equal(transactions.length, 2010);
  const gaps = transactions.filter(({ hops }) => hops[0]?.drawn).flatMap((one) => one.gaps);
  assert.equal(gaps.length, 10);
  for (const { why } of gaps) assert.match(why, /^\d{2,3} calls may have led to this/);
});

for (const [how, one, other] of [
  ["what was put", put({ status: "new" }), put({ status: "paid" })],
  ["what else was put", put({ status: "new" }), put({ status: "new", more: true })],
  ["what an update set", set("status", "new"), set("status", "paid")],
  ["what an update was answered with", added(4), added(5)],
  ["the parameters of a statement", statement("new"), statement("paid")],
] as const) {
  test(`of several writes of one key, ${how} tells which made the change`, () => {
    const image = { ...PLAIN, ...(how.includes("answered") ? { n: { N: "4" } } : { status: { S: "new" } }) };
    const transactions = transactionsOf(
      writer(one.operation, one.input, "shop", AT, one.output),
      writer(other.operation, other.input, "shop again", AT, other.output),
      reader({ keys: PLAIN, name: "MODIFY", image }),
    );
    const joined = transactions.find(({ links }) => links.some(({ certainty }) => certainty === "content"));
    assert.equal(joined?.hops[0]?.resource, "shop");
    assert.equal(transactions.length, 2);
  });
}

test("a write of the same key that wrote something else did not make the change, also where it is alone", () => {
  const image = { ...PLAIN, status: { S: "paid" } };
  assert.deepEqual(contentsOf(transactionsOf(writer("PutItem", PLAIN_PUT), reader({ keys: PLAIN, image }))), []);
});

test("a call changes an item once: of two changes that it alone fits, nothing tells which is its own", () => {
  const reads = ["c1", "c2"].map((id) => reader({ keys: PLAIN, name: "MODIFY", id }));
  const transactions = transactionsOf(writer("PutItem", PLAIN_PUT), ...reads);
  assert.deepEqual(contentsOf(transactions), []);
  assert.deepEqual(
    transactions.flatMap(({ hops, gaps }) => (hops[0]?.drawn ? gaps.map(({ why }) => why) : [])),
    Array(2).fill("the one call that fits may have led to another like it"),
  );
});

test("whoever writes down the id of a change has been told of it, and did not make it", () => {
  const told = functionLog({
    ...{ name: "second-reader", requestId: uuid("second"), at: AT - 50 },
    lines: [`INFO\tseen ${uuid("change").replaceAll("-", "")}`],
  });
  assert.equal(transactionsOf(told, reader({ keys: PLAIN })).length, 2);
});

test("what a log masked is taken for no other value", () => {
  const masked = { TableName: "orders", Item: { orderId: "o-17", line: 1, status: "****" } };
  const image = { ...PLAIN, status: { S: "new" } };
  assert.deepEqual(contentsOf(transactionsOf(writer("PutItem", masked), reader({ keys: PLAIN, image }))), ["content"]);
});

for (const [operation, name, input] of [
  [
    "ExecuteStatement",
    "INSERT",
    { Statement: `INSERT INTO "orders" VALUE {'orderId': ?, 'line': 1}`, Parameters: [PLAIN.orderId] },
  ],
  [
    "ExecuteStatement",
    "MODIFY",
    {
      Statement: `UPDATE "orders" SET total = total + ? SET status='it''s' WHERE orderId = ? AND line = ?`,
      Parameters: [{ N: "1" }, { S: "o-17" }, { N: "1" }],
    },
  ],
  [
    "BatchExecuteStatement",
    "REMOVE",
    {
      Statements: [
        { Statement: `SELECT * FROM "orders" WHERE orderId = 'o-18'` },
        { Statement: `DELETE FROM "orders" WHERE orderId = 'o-17' AND line = 1` },
      ],
    },
  ],
  [
    "ExecuteTransaction",
    "MODIFY",
    {
      TransactStatements: [
        {
          Statement: `UPDATE orders SET x = 1 WHERE line = ? AND orderId = ?`,
          Parameters: [{ N: "1" }, PLAIN.orderId],
        },
      ],
    },
  ],
] as const) {
  test(`${operation} makes a ${name}: ${JSON.stringify(input).slice(0, 60)}`, () => {
    assert.deepEqual(contentsOf(transactionsOf(writer(operation, input), reader({ keys: PLAIN, name }))), ["content"]);
  });
}

for (const [why, text] of [
  ["it only reads", `SELECT * FROM "orders" WHERE orderId = 'o-17' AND line = 1`],
  ["its condition may hold for others", `UPDATE "orders" SET x = 1 WHERE orderId = 'o-17' OR line = 1`],
  ["its condition names no whole key", `UPDATE "orders" SET x = 1 WHERE orderId = 'o-17'`],
  ["its condition is on another value", `UPDATE "orders" SET x = 1 WHERE orderId = 'o-18' AND line = 1`],
] as const) {
  test(`a statement made no change where ${why}`, () => {
    const input = { Statement: text };
    assert.deepEqual(
      contentsOf(transactionsOf(writer("ExecuteStatement", input), reader({ keys: PLAIN, name: "MODIFY" }))),
      [],
    );
  });
}

interface Call {
  readonly operation: string;
  readonly input: JsonObject;
  readonly output?: JsonObject;
}

function put(more: JsonObject): Call {
  return { operation: "PutItem", input: { TableName: "orders", Item: { orderId: "o-17", line: 1, ...more } } };
}

function set(name: string, value: string): Call {
  return {
    operation: "UpdateItem",
    input: {
      TableName: "orders",
      Key: { orderId: "o-17", line: 1 },
      UpdateExpression: "SET #s = :s, seen = if_not_exists(seen, :s) REMOVE draft",
      ExpressionAttributeNames: { "#s": name },
      ExpressionAttributeValues: { ":s": value },
    },
  };
}

function added(n: number): Call {
  return {
    operation: "UpdateItem",
    input: {
      TableName: "orders",
      Key: { orderId: "o-17", line: 1 },
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": 1 },
      ReturnValues: "UPDATED_NEW",
    },
    output: { Attributes: { n } },
  };
}

function statement(status: string): Call {
  return {
    operation: "ExecuteStatement",
    input: {
      Statement: `UPDATE "orders" SET status = ? WHERE orderId = ? AND line = 1`,
      Parameters: [{ S: status }, { S: "o-17" }],
    },
  };
}

/** A function that makes one call of DynamoDB, 10 ms after `AT`. */
function writer(operation: string, input: JsonObject, name = "shop", at = AT, output: JsonObject = {}): LoggedStream {
  const answer = { $metadata: { httpStatusCode: 200, requestId: name }, ...output };
  return functionLog({
    name,
    requestId: uuid(name),
    at,
    lines: [
      `INFO\tDynamoDB ${operation} request ${JSON.stringify(input)}`,
      `INFO\tDynamoDB ${operation} response ${JSON.stringify(answer)}`,
    ],
  });
}

interface Changed {
  readonly name?: string;
  readonly at?: number;
  readonly expired?: boolean;
  readonly keys?: JsonObject;
  readonly image?: JsonObject;
  readonly readAt?: number;
  readonly id?: string;
}

/** A function behind the table's stream. */
function reader(
  { name = "INSERT", at = AT, expired = false, keys = KEY, image, readAt, id = "change" }: Changed,
  more: readonly string[] = [],
): LoggedStream {
  const change = { id, name, at, keys, expired, ...(image === undefined ? {} : { image }) };
  const event = tableChanges(change);
  return functionLog({
    name: "on-change",
    requestId: uuid(id === "change" ? "on-change" : id),
    at: readAt ?? Math.max(at, AT) + 300,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`, ...more],
  });
}

function certaintiesOf(transaction: Transaction | undefined): string[] {
  return transaction?.links.map(({ certainty }) => certainty) ?? [];
}

function contentsOf(transactions: readonly Transaction[]): string[] {
  return transactions.flatMap(certaintiesOf).filter((certainty) => certainty === "content");
}
