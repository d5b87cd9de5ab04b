import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { causeOf } from "../../src/cause/cause.ts";
import { type Judged, judge } from "../../src/impact/judge.ts";
import type { JsonObject } from "../../src/json.ts";
import type { Transaction } from "../../src/transaction.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { kinesisEvent } from "../services/handed-events.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { tableChanges } from "../services/table-change.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const THREE = [1, 2, 3];
const BROKE =
  'ERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"no price","stack":["Error: no price","    at f (/var/task/i.js:1:1)"]}';

test("a function that names the failed messages of a batch failed for those, and for no other", () => {
  const judged = judgedIn(...senders(), queued({ answer: { batchItemFailures: [{ itemIdentifier: uuid("m2") }] } }));
  assert.deepEqual(outcomesOf(judged), ["ok", "pending", "ok"]);
  assert.deepEqual(faultsOf(judged), [false, true, false]);
  const failed = judged.find(({ outcome }) => outcome === "pending");
  assert.match(failed?.transaction.hops.at(-1)?.error?.message ?? "", /no price/);
  assert.match(textOf(failed), new RegExp(`Of the 3 items of the batch it was ${uuid("m2")}\\.$`));
});

test("an answer that names none is a success of all, and one that names nobody of the batch is a failure of all", () => {
  assert.deepEqual(outcomesOf(judgedIn(...senders(), queued({ answer: { batchItemFailures: [] } }))), [
    ...["ok", "ok", "ok"],
  ]);
  for (const itemIdentifier of ["", "m-99", null]) {
    const judged = judgedIn(...senders(), queued({ answer: { batchItemFailures: [{ itemIdentifier }] } }));
    assert.deepEqual(outcomesOf(judged), ["pending", "pending", "pending"]);
  }
});

for (const [how, lines] of [
  ["the error itself", [`ERROR\tInvoke Error \t{"errorType":"Error","errorMessage":"cannot price ${uuid("m2")}"}`]],
  ["the line before the error", [`INFO\tworking on ${uuid("m1")}`, `INFO\tworking on ${uuid("m2")}`, BROKE]],
  ["what the message is about", ["INFO\tworking on order-1", "INFO\tworking on order-2", "INFO\tpricing", BROKE]],
] as const) {
  test(`of a batch that failed as a whole every message comes back, and ${how} tells which was at fault`, () => {
    const judged = judgedIn(...senders(), queued({ lines, end: "error" }));
    assert.deepEqual(outcomesOf(judged), ["pending", "pending", "pending"]);
    assert.deepEqual(faultsOf(judged), [false, true, false]);
  });
}

test("where the lines speak of several messages at once, or of none, nobody is blamed", () => {
  for (const line of [`INFO\tworking on ${uuid("m1")} and ${uuid("m2")}`, "INFO\tworking"]) {
    const judged = judgedIn(...senders(), queued({ lines: [line, BROKE], end: "error" }));
    assert.deepEqual(faultsOf(judged), [null, null, null], line);
    assert.doesNotMatch(textOf(judged[0]), /items of the batch/);
  }
});

test("a batch that ran out of time is that of the message it last spoke of", () => {
  const judged = judgedIn(...senders(), queued({ lines: [`INFO\tworking on ${uuid("m3")}`], end: "timeout" }));
  assert.deepEqual(outcomesOf(judged), ["pending", "pending", "pending"]);
  assert.deepEqual(faultsOf(judged), [false, false, true]);
});

test("messages that come again are judged by their last delivery, each by its own", () => {
  const first = queued({ lines: [BROKE], end: "error" });
  const again = queued({
    ...{ at: AT + 30_000, count: 2, name: "again" },
    answer: { batchItemFailures: [{ itemIdentifier: uuid("m2") }] },
  });
  assert.deepEqual(outcomesOf(judgedIn(...senders(), first, again)), ["delayed", "pending", "delayed"]);
});

test("one sender of several messages fails if one of them does", () => {
  const answer = { batchItemFailures: [{ itemIdentifier: uuid("m2") }] };
  const [judged, ...others] = judgedIn(batchSender(), queued({ answer }));
  assert.deepEqual(others, []);
  assert.equal(judged?.outcome, "pending");
  const rest = judgedIn(batchSender(), queued({ answer, messages: [1, 3] }), queued({ name: "two", messages: [2] }));
  assert.equal(rest[0]?.outcome, "pending", "an identifier of another batch fails all of this one");
});

for (const [what, event, identifier] of [
  ["Kinesis", streamOf, (n: number) => sequence(n)],
  ["a table's stream", tableOf, (n: number) => `111c${n}`],
] as const) {
  test(`${what}: what came before the named record is done, and what came after it is held back without fault`, () => {
    const judged = judgedIn(
      reader(event(THREE), { answer: { batchItemFailures: [{ itemIdentifier: identifier(2) }] } }),
    );
    assert.deepEqual(outcomesOf(judged), ["ok", "pending", "pending"]);
    assert.deepEqual(faultsOf(judged), [false, true, false]);
  });

  test(`${what}: a batch that was halved until one record failed alone is one failing record, and late others`, () => {
    const judged = judgedIn(
      reader(event(THREE), { lines: [BROKE], end: "error" }),
      reader(event([1]), { at: AT + 2000, name: "left" }),
      reader(event([2, 3]), { at: AT + 3000, name: "right", lines: [BROKE], end: "error" }),
      reader(event([2]), { at: AT + 4000, name: "two", lines: [BROKE], end: "error" }),
      reader(event([3]), { at: AT + 5000, name: "three" }),
    );
    assert.deepEqual(outcomesOf(judged), ["delayed", "pending", "delayed"]);
  });
}

interface Polled {
  readonly lines?: readonly string[];
  readonly end?: "ok" | "error" | "timeout";
  readonly at?: number;
  readonly name?: string;
  readonly count?: number;
  readonly messages?: readonly number[];
  readonly answer?: JsonObject;
}

function senders(): LoggedStream[] {
  return THREE.map((n) =>
    functionLog({
      ...{ name: `sender-${n}`, requestId: uuid(`sender ${n}`), at: AT - 100 + n * 10 },
      lines: [
        'INFO\tSendMessage {"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/orders","MessageBody":"{}"}',
        `INFO\tSendMessage done {"MessageId":"${uuid(`m${n}`)}","MD5OfMessageBody":"0"}`,
      ],
    }),
  );
}

function batchSender(): LoggedStream {
  const Successful = THREE.map((n) => ({ Id: String(n), MessageId: uuid(`m${n}`), MD5OfMessageBody: "0" }));
  return functionLog({
    ...{ name: "sender", requestId: uuid("sender"), at: AT - 100 },
    lines: [
      'INFO\tSendMessageBatch {"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/1/orders","Entries":[]}',
      `INFO\tSendMessageBatch done ${JSON.stringify({ Successful })}`,
    ],
  });
}

/** A function that polled the messages together. */
function queued(words: Polled): LoggedStream {
  const { count = 1, messages = THREE } = words;
  const records = messages.map((n) => ({
    ...{
      messageId: uuid(`m${n}`),
      body: JSON.stringify({ orderId: `order-${n}` }),
      sentAt: AT - 60 + n,
      receiveCount: count,
    },
  }));
  return reader(sqsEvent("orders", records), words);
}

function reader(event: JsonObject, { lines = [], end = "ok", at = AT, name = "first", answer }: Polled): LoggedStream {
  const answered =
    answer === undefined ? [] : ["ERROR\tfailed Error: no price", `INFO\treturning ${JSON.stringify(answer)}`];
  return functionLog({
    ...{ name: "worker", requestId: uuid(`worker ${name}`), at: at + 500, end },
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`, ...lines, ...answered],
  });
}

function streamOf(numbers: readonly number[]): JsonObject {
  return kinesisEvent("{}", numbers.map(sequence));
}

function sequence(n: number): string {
  return `4954211598516845627449893413885006865284991252051000${String(n).padStart(4, "0")}`;
}

function tableOf(numbers: readonly number[]): JsonObject {
  return tableChanges(
    ...numbers.map((n) => ({ id: `c${n}`, name: "INSERT", at: AT, keys: { orderId: { S: `order-${n}` } } })),
  );
}

/** In the order of the messages. */
function judgedIn(...streams: readonly LoggedStream[]): Judged[] {
  const place = ({ hops }: Transaction): string => hops[0]?.keys.findLast(({ role }) => role === "self")?.value ?? "";
  const startOf = ({ hops }: Transaction): number => hops[0]?.start ?? 0;
  const sorted = transactionsOf(...streams).sort((a, b) => startOf(a) - startOf(b) || (place(a) < place(b) ? -1 : 1));
  return sorted.map((one) => judge(one, EMPTY_CATALOG));
}

function outcomesOf(judged: readonly Judged[]): string[] {
  return judged.map(({ outcome }) => outcome);
}

function faultsOf(judged: readonly Judged[]): (boolean | null)[] {
  return judged.map(
    ({ transaction: { links } }) => links.find(({ atFault }) => atFault !== undefined)?.atFault ?? null,
  );
}

function textOf(judged: Judged | undefined): string {
  return judged === undefined ? "" : (causeOf(judged, [])?.text ?? "");
}
