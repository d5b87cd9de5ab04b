import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { judge } from "../../src/impact/judge.ts";
import type { JsonObject } from "../../src/json.ts";
import type { Transaction } from "../../src/transaction.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { websocketEvent } from "../services/handed-events.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const CONNECTION = "L0SM9cOFvHcCIhw=";
const USER = { authorizer: { principalId: "user-1" } };

test("who connected is the user of every later frame, and each frame stays a transaction of its own", () => {
  const transactions = transactionsOf(connect(USER), frame(1), frame(2), frame(3));
  assert.equal(transactions.length, 4);
  const from = "requestContext.authorizer.principalId";
  assert.deepEqual(
    transactions.map(({ user }) => user),
    [
      { id: "user-1", kind: "person", from },
      ...Array(3).fill({ id: "user-1", kind: "person", from: `$connect: ${from}` }),
    ],
  );
  assert.deepEqual(
    transactions.flatMap(({ gaps }) => gaps),
    [],
  );
});

test("a connection of hours, with more frames than an id may have that joins evidence, keeps its user", () => {
  const frames = Array.from({ length: 700 }, (_, i) => frame(i, {}, AT + i * 10_000));
  const transactions = transactionsOf(connect(USER), ...frames);
  assert.equal(transactions.length, 701);
  assert.ok(transactions.every(({ user }) => user?.id === "user-1"));
});

test("where nobody read who connected the user is unknown, and a gap says so", () => {
  const [transaction] = transactionsOf(frame(1));
  assert.equal(transaction?.user, null);
  assert.deepEqual(transaction?.gaps, [
    { what: `the user of connection ${CONNECTION}`, why: "nobody read how it began, which alone may name them" },
  ]);
});

test("where somebody connected without a name there is no gap: nobody is hidden there", () => {
  const transactions = transactionsOf(connect({}), frame(1));
  assert.deepEqual(
    transactions.map(({ user, gaps }) => [user, gaps]),
    [
      [null, []],
      [null, []],
    ],
  );
});

test("a frame that names its user itself is believed before the connection is, and another connection tells nothing", () => {
  const own = frame(1, { authorizer: { principalId: "user-2" } });
  const other = frame(2, { connectionId: "M0SM9cOFvHcCIhw=" });
  const [, first, second] = transactionsOf(connect(USER), own, other);
  assert.equal(first?.user?.id, "user-2");
  assert.equal(second?.user, null);
});

test("a path of the catalog is looked for in what connected, too", () => {
  const event = { ...websocketEvent(connecting({})), queryStringParameters: { rider: "r-7" } };
  const connected = functionLog({ ...{ name: "connect", requestId: uuid("connect"), at: AT }, lines: [shown(event)] });
  const users = { ...EMPTY_CATALOG.users, paths: ["queryStringParameters.rider"] };
  const judged = transactionsOf(connected, frame(1)).map((one) => judge(one, { ...EMPTY_CATALOG, users }));
  assert.deepEqual(
    judged.map(({ user }) => user?.id),
    ["r-7", "r-7"],
  );
});

test("what is pushed to a connection goes out through the API that it came in by", () => {
  const push = functionLog({
    ...{ name: "notify", requestId: uuid("notify"), at: AT + 5000 },
    lines: [
      `INFO\tPostToConnection ${JSON.stringify({ ConnectionId: CONNECTION, Data: "{}" })}`,
      'INFO\tPostToConnection done {"$metadata":{"httpStatusCode":200,"requestId":"P"}}',
    ],
  });
  const before = functionLog({
    ...{ name: "notify", requestId: uuid("early"), at: AT - 5000 },
    lines: push.lines.slice(1, 3).map(({ message }) => message.split("\t").slice(2).join("\t").trim()),
  });
  const [, , pushed] = transactionsOf(connect(USER), frame(1), push);
  assert.deepEqual(namesOf(pushed), ["lambda notify", "apigateway gy415nuibc"]);
  assert.equal(pushed?.user, null, "who is told is not who asked");
  assert.deepEqual(namesOf(transactionsOf(before, connect(USER))[0]), ["lambda notify", "apigateway null"]);
});

test("that somebody has gone is an answer, and no failure of the one who pushes", () => {
  const [transaction] = transactionsOf(
    functionLog({
      ...{ name: "notify", requestId: uuid("notify"), at: AT },
      lines: [
        `INFO\tPostToConnection ${JSON.stringify({ ConnectionId: CONNECTION, Data: "{}" })}`,
        'ERROR\tPostToConnection failed {"name":"GoneException","message":"gone","$metadata":{"httpStatusCode":410}}',
      ],
    }),
  );
  assert.equal(transaction?.hops.at(-1)?.operation, "PostToConnection");
  assert.equal(transaction?.hops.at(-1)?.outcome, "ok");
});

function connecting(more: JsonObject): JsonObject {
  return {
    ...{ routeKey: "$connect", eventType: "CONNECT", connectionId: CONNECTION, messageId: null },
    ...{ requestId: "C1knPH17NjMFftw=", extendedRequestId: "C1knPH17NjMFftw=", requestTimeEpoch: AT - 1000 },
    ...more,
  };
}

function connect(more: JsonObject): LoggedStream {
  const lines = [shown(websocketEvent(connecting(more)))];
  return functionLog({ name: "connect", requestId: uuid("connect"), at: AT - 900, lines });
}

function frame(number: number, more: JsonObject = {}, at = AT + number * 1000): LoggedStream {
  const id = `${String(number).padStart(4, "0")}nPH17NjMFft=`;
  const event = websocketEvent({
    ...{ connectionId: CONNECTION, requestId: id, extendedRequestId: id, requestTimeEpoch: at },
    ...{ messageId: id.replace("FFt", "FF0"), ...more },
  });
  return functionLog({ name: "frames", requestId: uuid(`frame ${number}`), at: at + 20, lines: [shown(event)] });
}

function shown(event: JsonObject): string {
  return `INFO\tEVENT ${JSON.stringify(event)}`;
}

function namesOf(transaction: Transaction | undefined): string[] {
  return transaction?.hops.map(({ service, resource }) => `${service} ${resource}`) ?? [];
}
