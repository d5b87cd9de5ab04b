import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const EVENT = uuid("event");

test("an id that one function wrote down while it ran, and another received, is a link", () => {
  const [transaction, ...others] = transactionsOf(writer("rides", AT, `published ${EVENT}`), target(AT + 15));
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.hops.map(({ resource, service }) => resource ?? service),
    ["rides", "eventbridge", "post"],
  );
  assert.deepEqual(
    transaction?.links.map(({ parent, child, certainty }) => [parent, child, certainty]),
    [
      [0, 1, "exact"],
      [1, 2, "exact"],
    ],
  );
});

test("the callee's request id in the caller's line is a link as well", () => {
  const callee = functionLog({ name: "pricing", requestId: uuid("pricing"), at: AT + 20, lines: ["INFO\thi"] });
  const [transaction, ...others] = transactionsOf(callee, writer("rides", AT, `started ${uuid("pricing")}`));
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.hops.map(({ resource }) => resource),
    ["rides", "pricing"],
  );
});

test("a bystander that wrote the id down long after it was sent did not send it", () => {
  const late = writer("audit", AT + 60_000, `saw ${EVENT}`);
  const transactions = transactionsOf(late, target(AT));
  assert.equal(transactions.length, 2);
});

test("one that had ended long before it was sent did not send it either", () => {
  const early = writer("audit", AT - 60_000, `expecting ${EVENT}`);
  assert.equal(transactionsOf(early, target(AT)).length, 2);
});

test("where two ran at that moment and both wrote it down, nothing is claimed", () => {
  const transactions = transactionsOf(
    writer("rides", AT, `published ${EVENT}`),
    writer("audit", AT, `published ${EVENT}`),
    target(AT + 15),
  );
  assert.equal(transactions.length, 3);
  assert.ok(transactions.every(({ links }) => links.every(({ by }) => by[0].role !== "mentioned")));
});

test("who merely mentions an id whose sender is recorded is no parent", () => {
  const put = functionLog({
    name: "rides",
    requestId: uuid("rides"),
    at: AT,
    lines: [
      'INFO\tPutEvents {"Entries":[{"EventBusName":"rides","Source":"rides","DetailType":"RideDispatched","Detail":"{}"}]}',
      `INFO\tput {"FailedEntryCount":0,"Entries":[{"EventId":"${EVENT}"}]}`,
    ],
  });
  const transactions = transactionsOf(put, target(AT + 30), writer("audit", AT, `saw ${EVENT} pass`));
  assert.deepEqual(transactions.map(({ hops }) => hops.map(({ resource }) => resource)).sort(), [
    ["audit"],
    ["rides", "rides", "post"],
  ]);
});

test("the ids of a message's own consumers are not taken for those of its sender", () => {
  const consumer = functionLog({
    name: "receipts",
    requestId: uuid("receipts"),
    at: AT + 100,
    lines: [
      `INFO\tEVENT ${JSON.stringify(sqsEvent("receipts", [{ messageId: uuid("m"), body: "{}", sentAt: AT }]))}`,
      `INFO\tworking on ${uuid("m")}`,
    ],
  });
  const [transaction, ...others] = transactionsOf(consumer);
  assert.deepEqual(others, []);
  assert.deepEqual(
    transaction?.links.map(({ parent, child }) => [parent, child]),
    [[0, 1]],
  );
});

function writer(name: string, at: number, line: string): LoggedStream {
  return functionLog({ name, requestId: uuid(name), at, lines: [`INFO\t${line}`] });
}

/** A function behind a bus, and the moment at which its event was put. */
function target(at: number): LoggedStream {
  const event = eventbridgeEvent({ id: EVENT, detailType: "RideDispatched", detail: {}, at });
  return functionLog({
    name: "post",
    requestId: uuid("post"),
    at: at + 400,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
  });
}
