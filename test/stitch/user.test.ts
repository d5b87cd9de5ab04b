import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import type { Json } from "../../src/json.ts";
import type { Chunk } from "../../src/record.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { traceChunk } from "../decode/trace-chunk.ts";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { httpApiEvent } from "../services/http-api-event.ts";
import { sqsEvent } from "../services/sqs-event.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";
import { xraySegment } from "./xray-segment.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const RUN = uuid("f");

/** What names the user, most trusted first: each goes before all those below it. */
const NAMED: readonly (readonly [from: string, who: string, read: LoggedStream | Chunk])[] = [
  ["requestContext.authorizer.jwt.claims.sub", "proven", logged(`INFO\tEVENT ${event("proven")}`)],
  ["user.id", "of-span", span({ "user.id": "of-span" })],
  ["X-Ray: user", "of-segment", segment({ user: "of-segment" })],
  ["X-Ray annotation: userId", "annotated", segment({ annotations: { userId: "annotated" } })],
  ["baggage: user.id", "in-baggage", logged(`INFO\tcalling {"baggage":"tenant=acme,user.id=in%2Dbaggage"}`)],
  ["log: user_id", "in-line", line({ user_id: "in-line" })],
  ["x-correlation-user-id", "carried", logged(`INFO\tgot {"headers":{"X-Correlation-User-Id":"carried"}}`)],
];

for (const [place, [from, who, read]] of NAMED.entries()) {
  test(`the user of a request is whom ${from} names, before ${NAMED.length - place - 1} other ways to say it`, () => {
    const others = NAMED.slice(place + 1).map(([, , other]) => other);
    for (const together of [[read], [read, ...others], [...others, read]]) {
      const [transaction] = transactionsOf(...together);
      assert.deepEqual(transaction?.user, { id: who, kind: "person", from });
    }
  });
}

const OTHERS: readonly (readonly [from: string, read: LoggedStream | Chunk])[] = [
  ["enduser.id", span({ "enduser.id": "u-7" })],
  ["X-Ray annotation: customer_id", span({ customer_id: "u-7", "aws.xray.annotations": ["customer_id"] })],
  ["baggage: enduser.id", line({ headers: { baggage: "enduser.id=u-7;ttl=1" } })],
  ["log: userId", line({ userId: "u-7" })],
  ["log: customer_id", line({ customer_id: "u-7" })],
  ["log: sub", line({ sub: "u-7" })],
  ["x-correlation-user-id", line({ "x-correlation-user-id": "u-7" })],
  [
    "x-correlation-user-id",
    logged(`INFO\tgot {"Message":"{\\"__context__\\":{\\"x-correlation-user-id\\":\\"u-7\\"}}"}`),
  ],
];

for (const [from, read] of OTHERS) {
  test(`a user is named by ${from} as well`, () => {
    assert.deepEqual(transactionsOf(read)[0]?.user, { id: "u-7", kind: "person", from });
  });
}

for (const nobody of ["undefined", "null", "anonymous", "***", ""]) {
  test(`"${nobody}" names nobody, and whoever is named less surely is heard`, () => {
    const lines = [`INFO\tcalling {"x-correlation-user-id":"u-7"}`, `INFO\tcalling {"userId":"${nobody}"}`];
    assert.equal(transactionsOf(logged(...lines))[0]?.user?.id, "u-7");
  });
}

test("a run whose lines name several users is nobody's in particular", () => {
  const lines = ["u-1", "u-2"].map((id) => `INFO\tworking {"userId":"${id}"}`);
  assert.equal(transactionsOf(logged(...lines))[0]?.user, null);
});

test("whom a batch names is not the user of each of its messages", () => {
  const messages = ["m-1", "m-2"].map((name) => uuid(name));
  const senders = messages.map((messageId, i) =>
    functionLog({
      name: `sender-${i}`,
      requestId: uuid(`s${i}`),
      at: AT + i,
      lines: [`INFO\tSendMessage {"MessageId":"${messageId}","MD5OfMessageBody":"x"}`],
    }),
  );
  const batch = sqsEvent(
    "rides",
    messages.map((messageId) => ({ messageId, sentAt: AT + 50, body: "{}" })),
  );
  const consumer = functionLog({
    name: "consumer",
    requestId: RUN,
    at: AT + 200,
    lines: [`INFO\tEVENT ${JSON.stringify(batch)}`, `ERROR\tno {"userId":"u-1"}`],
  });
  const transactions = transactionsOf(...senders, consumer);
  assert.deepEqual(
    transactions.map(({ user, hops }) => [user, hops.some(({ resource }) => resource === "consumer")]),
    [
      [null, true],
      [null, true],
    ],
  );
});

function event(sub: string): string {
  return JSON.stringify(httpApiEvent({ requestId: "JKJaXmPLvHcESHA=", at: AT - 5, sub }));
}

function logged(...lines: readonly string[]): LoggedStream {
  return functionLog({ name: "ride-service", requestId: RUN, at: AT, lines });
}

function line(fields: Record<string, Json>): LoggedStream {
  return logged(`|${JSON.stringify({ level: "INFO", message: "hi", function_request_id: RUN, ...fields })}`);
}

function segment(more: Record<string, Json>): Chunk {
  return xrayChunk(
    xraySegment({
      id: hash("sha1", JSON.stringify(more)).slice(0, 16),
      name: "ride-service",
      origin: "AWS::Lambda",
      start: AT / 1000,
      more: { aws: { request_id: RUN }, ...more },
    }),
  );
}

function span(attributes: Record<string, Json>): Chunk {
  return traceChunk({
    traceId: "5759e988bd862e3fe1be46a994272793",
    spanId: "00000000000000c1",
    name: "ride-service",
    kind: "SERVER",
    startTimeUnixNano: `${AT}000000`,
    endTimeUnixNano: `${AT + 100}000000`,
    attributes: { "faas.invocation_id": RUN, "faas.name": "ride-service", ...attributes },
  });
}
