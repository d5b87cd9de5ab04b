import assert from "node:assert/strict";
import { test } from "node:test";
import type { Transaction } from "../../src/transaction.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { snsNotification } from "../services/sns-notification.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);

test("an audit function that writes down everybody's ids is believed to have sent none of them", () => {
  const audit = functionLog({
    name: "audit",
    requestId: uuid("audit"),
    at: AT - 50,
    ms: 3000,
    lines: [`INFO\tseen ${uuid("recorded")}`, `INFO\tseen ${uuid("silent")}`],
  });
  const transactions = transactionsOf(
    sender("checkout", AT, uuid("recorded")),
    consumer("receipts", AT + 200, uuid("recorded"), AT + 25),
    consumer("mails", AT + 210, uuid("silent"), AT + 30),
    audit,
  );
  assert.deepEqual(parentsOf(transactions, "audit"), []);
  const mails = transactions.find(({ hops }) => hops.at(-1)?.resource === "mails");
  assert.deepEqual(mails?.gaps, [{ what: "SQS mails", why: "no line names who sent to it" }]);
});

test("one who writes down what two others wrote down as well is believed in nothing, and they are believed in the rest", () => {
  const words = (name: string, ...ids: string[]): LoggedStream =>
    functionLog({
      name,
      requestId: uuid(name),
      at: AT,
      ms: 3000,
      lines: ids.map((id) => `INFO\thanded on ${uuid(id)}`),
    });
  const transactions = transactionsOf(
    words("one", "a", "alone"),
    words("two", "b"),
    words("audit", "a", "b", "silent"),
    ...["a", "b", "alone", "silent"].map((id) => consumer(`on-${id}`, AT + 300, uuid(id), AT + 40)),
  );
  assert.deepEqual(parentsOf(transactions, "audit"), []);
  assert.deepEqual(parentsOf(transactions, "one"), ["on-alone"]);
  assert.deepEqual(parentsOf(transactions, "two"), []);
});

test("ids passed on down the line, within the same second, make nobody the sender of what came before", () => {
  const first = functionLog({ name: "first", requestId: uuid("first"), at: AT, lines: ["INFO\thi"] });
  const told = `INFO\ton behalf of ${uuid("first")} and ${uuid("event")}`;
  const later = functionLog({ name: "later", requestId: uuid("later"), at: AT + 300, lines: [told] });
  const event = eventbridgeEvent({ id: uuid("event"), detailType: "Ordered", detail: {}, at: AT + 50 });
  const target = functionLog({
    name: "target",
    requestId: uuid("target"),
    at: AT + 200,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
  });
  const transactions = transactionsOf(first, later, target);
  assert.equal(transactions.length, 3);
  assert.deepEqual(parentsOf(transactions, "later"), []);
});

test("a call that a second function only repeats from what it was told stays the first one's", () => {
  const copy = functionLog({
    name: "report",
    requestId: uuid("report"),
    at: AT + 500,
    lines: [`INFO\tsent before {"MessageId":"${uuid("m")}","MD5OfMessageBody":"0"}`],
  });
  const transactions = transactionsOf(
    copy,
    sender("checkout", AT, uuid("m")),
    consumer("receipts", AT + 200, uuid("m"), AT + 25),
  );
  assert.deepEqual(parentsOf(transactions, "report"), []);
  assert.deepEqual(parentsOf(transactions, "checkout"), ["receipts"]);
});

test("a function that ships the lines of others has not received their events", () => {
  const event = JSON.stringify(sqsEvent("receipts", [{ messageId: uuid("m"), body: "{}", sentAt: AT + 25 }]));
  const shipper = functionLog({
    name: "shipper",
    requestId: uuid("shipper"),
    at: AT + 900,
    lines: ['INFO\tEVENT {"awslogs":{"data":"H4sIAAAA"}}', `INFO\tforwarding EVENT ${event}`],
  });
  const transactions = transactionsOf(consumer("receipts", AT + 200, uuid("m"), AT + 25), shipper);
  assert.equal(transactions.length, 2);
  assert.ok(transactions.some(({ hops }) => hops.length === 1 && hops[0]?.resource === "shipper"));
});

test("a tenant, a version and a user that everybody writes down join nobody", () => {
  const constants = `INFO\ttenant ${uuid("tenant")} release 5f0c7a1e9b3d4c6f8a2e1d0b7c9f3a55 user ${uuid("user")}`;
  const request = (name: string): LoggedStream => {
    const event = httpApiEvent({ requestId: `${name}aPLvHcESHA=`, at: AT, routeKey: `POST /${name}` });
    return functionLog({
      name,
      requestId: uuid(name),
      at: AT + 40,
      lines: [`INFO\tEVENT ${JSON.stringify(event)}`, constants],
    });
  };
  const transactions = transactionsOf(request("aaaa"), request("bbbb"), request("cccc"));
  assert.deepEqual(
    transactions.map(({ hops }) => hops.length),
    [2, 2, 2],
  );
});

test("a consumer that writes down no more than the id of its message is not joined to who sent it", () => {
  const handles = functionLog({
    name: "receipts",
    requestId: uuid("receipts"),
    at: AT + 200,
    lines: [`INFO\thandling ${uuid("m")}`],
  });
  const transactions = transactionsOf(sender("checkout", AT, uuid("m")), handles);
  assert.equal(transactions.length, 2);
  assert.ok(transactions.every(({ hops }) => hops.length === 1 || hops[0]?.resource === "checkout"));
});

test("a request whose answer nobody logged is not taken for the message that came out of the same queue", () => {
  const silent = functionLog({
    name: "checkout",
    requestId: uuid("checkout"),
    at: AT,
    lines: ['INFO\tSendMessage {"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/receipts","MessageBody":"{}"}'],
  });
  const transactions = transactionsOf(silent, consumer("receipts", AT + 200, uuid("m"), AT + 15));
  assert.deepEqual(
    transactions.map(({ hops }) => hops.map(({ service, resource }) => `${service} ${resource}`)),
    [
      ["lambda checkout", "sqs receipts"],
      ["sqs receipts", "lambda receipts"],
    ],
  );
});

test("a message that was delivered again, and an invocation that was tried again, are joined to their one sender each time", () => {
  const again = [1, 2, 3].map((receiveCount) =>
    functionLog({
      name: "receipts",
      requestId: uuid(`receipts ${receiveCount}`),
      at: AT + 30_000 * receiveCount,
      lines: [
        `INFO\tEVENT ${JSON.stringify(sqsEvent("receipts", [{ messageId: uuid("m"), body: "{}", sentAt: AT + 25, receiveCount }]))}`,
      ],
    }),
  );
  const [transaction, ...others] = transactionsOf(...again, sender("checkout", AT, uuid("m")));
  assert.deepEqual(others, []);
  assert.equal(
    transaction?.hops.filter(({ resource, service }) => service === "sqs" && resource === "receipts").length,
    1,
  );
  assert.equal(transaction?.links.length, 4);
});

test("clocks that are a few milliseconds off neither hide a link nor turn it round", () => {
  for (const off of [-15, 15]) {
    const [transaction, ...others] = transactionsOf(
      sender("checkout", AT, uuid("m")),
      consumer("receipts", AT + 26 + off, uuid("m"), AT + 25),
    );
    assert.deepEqual(others, []);
    assert.deepEqual(
      transaction?.hops.map(({ resource }) => resource),
      ["checkout", "receipts", "receipts"],
    );
  }
});

test("the function that a logger names on every line is not the one that is called", () => {
  const line = (fields: object): string =>
    `|${JSON.stringify({ level: "INFO", function_name: "rides", function_request_id: uuid("rides"), ...fields })}`;
  const caller = functionLog({
    name: "rides",
    requestId: uuid("rides"),
    at: AT,
    lines: [
      line({ message: "Lambda Invoke request", request: { FunctionName: "pricing", Payload: "{}" } }),
      line({
        message: "Lambda Invoke response",
        response: { StatusCode: 200, $metadata: { httpStatusCode: 200, requestId: uuid("pricing") } },
      }),
    ],
  });
  const callee = functionLog({ name: "pricing", requestId: uuid("pricing"), at: AT + 12, lines: [] });
  const [transaction, ...others] = transactionsOf(caller, callee);
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.hops.map(({ resource }) => resource),
    ["rides", "pricing"],
  );
});

test("of one batch, each message is linked to its own sender, though one of them is known by words alone", () => {
  const words = functionLog({
    name: "words",
    requestId: uuid("words"),
    at: AT,
    lines: [`INFO\tqueued ${uuid("w")}`, `INFO\tqueued ${uuid("v")}`],
  });
  const messages = ["m", "w", "v"].map((id) => ({ messageId: uuid(id), body: "{}", sentAt: AT + 15 }));
  const batch = functionLog({
    name: "receipts",
    requestId: uuid("receipts"),
    at: AT + 300,
    lines: [`INFO\tEVENT ${JSON.stringify(sqsEvent("receipts", messages))}`],
  });
  const transactions = transactionsOf(sender("checkout", AT, uuid("m")), words, batch);
  assert.deepEqual(parentsOf(transactions, "words"), ["receipts", "receipts"]);
  assert.deepEqual(parentsOf(transactions, "checkout"), ["receipts"]);
});

test("an event in a notification in a message is joined to who wrote it down, through all three", () => {
  const event = eventbridgeEvent({ id: uuid("event"), detailType: "Ordered", detail: {}, at: AT + 20 });
  const notification = snsNotification({
    messageId: uuid("n"),
    topic: "orders",
    message: JSON.stringify(event),
    at: AT + 60,
  });
  const messages = [{ messageId: uuid("m"), body: JSON.stringify(notification), sentAt: AT + 90 }];
  const [transaction, ...others] = transactionsOf(
    functionLog({ name: "shop", requestId: uuid("shop"), at: AT, lines: [`INFO\tput ${uuid("event")}`] }),
    functionLog({
      name: "receipts",
      requestId: uuid("receipts"),
      at: AT + 300,
      lines: [`INFO\tEVENT ${JSON.stringify(sqsEvent("receipts", messages))}`],
    }),
  );
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.hops.map(({ service }) => service),
    ["lambda", "eventbridge", "sns", "sqs", "lambda"],
  );
  assert.ok(transaction?.links.every(({ certainty }) => certainty === "exact"));
});

/** A function that sends a message, and logs the call whole. */
function sender(name: string, at: number, messageId: string): LoggedStream {
  return functionLog({
    name,
    requestId: uuid(name),
    at,
    lines: [
      'INFO\tSendMessage {"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/receipts","MessageBody":"{}"}',
      `INFO\tSendMessage answered {"MessageId":"${messageId}","MD5OfMessageBody":"0"}`,
    ],
  });
}

/** A function that polls a queue of its own name, and logs its event. */
function consumer(name: string, at: number, messageId: string, sentAt: number): LoggedStream {
  const event = sqsEvent(name, [{ messageId, body: "{}", sentAt }]);
  return functionLog({
    name,
    requestId: uuid(`${name} ${messageId}`),
    at,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
  });
}

/** The resources of what a function is said to have caused for sure, of all transactions. */
function parentsOf(transactions: readonly Transaction[], name: string): (string | null)[] {
  return transactions.flatMap(({ hops, links }) =>
    links.flatMap(({ parent, child, certainty }) => {
      const [from, to] = [hops[parent], hops[child]];
      const mine = from?.service === "lambda" && from.resource === name && certainty === "exact";
      return mine && to !== undefined ? [to.resource] : [];
    }),
  );
}
