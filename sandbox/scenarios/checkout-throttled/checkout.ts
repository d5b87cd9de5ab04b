import { hash } from "node:crypto";
import { queueUrl } from "../../world/aws-account.ts";
import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import { attemptsOf, type Retries, retries } from "../../world/aws-sdk/retries.ts";
import { throughputExceeded } from "../../world/aws-sdk/throughput-exceeded.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Call } from "../../world/logging/log-style.ts";
import type { Random } from "../../world/random.ts";
import { respond } from "../endings.ts";
import { itemOf, type Order } from "./order.ts";

/** What becomes of the order: it is stored, at once or after a try that was throttled; or all three tries are throttled. */
export type Fate = "stored" | "retried" | "throttled";

/** A message that SQS has taken, at `at` (epoch ms). */
export interface SentMessage {
  readonly id: string;
  readonly body: string;
  readonly at: number;
}

export interface CheckoutRoom {
  readonly random: Random;
  /** Called for each try that DynamoDB refused, with its moment (epoch ms). */
  readonly refused: (at: number) => void;
  readonly sent: (message: SentMessage) => void;
}

const THROTTLED: Readonly<Record<Fate, number>> = { stored: 0, retried: 1, throttled: 3 };

/** The handler of POST /checkout. */
export function checkout(
  invocation: Invocation,
  { event, order, fate }: { event: JsonObject; order: Order; fate: Fate },
  room: CheckoutRoom,
): Ending {
  const { random } = room;
  invocation.says({ what: "event", event });
  invocation.works(random.between(1, 4));
  invocation.appends({ orderId: order.id, customerId: order.customer.sub });
  const { lines, totalCents } = order;
  const priced = { items: lines.length, totalCents, currency: "EUR" };
  invocation.says({ what: "note", level: "INFO", message: "basket priced", fields: priced });
  if (!store(invocation, order, fate, room)) {
    const message = "Your order could not be placed. Nothing was charged. Please try again in a moment.";
    return respond(invocation, 503, { message }, { "retry-after": "10" });
  }
  sendReceipt(invocation, order, room);
  const placed = { orderId: order.id, status: "PLACED", totalCents: order.totalCents };
  return respond(invocation, 201, placed, { location: `/orders/${order.id}` });
}

function store(invocation: Invocation, order: Order, fate: Fate, { random, refused }: CheckoutRoom): boolean {
  const input = {
    TableName: "orders",
    Item: itemOf(order, invocation.now),
    ConditionExpression: "attribute_not_exists(orderId)",
    ReturnConsumedCapacity: "TOTAL",
  };
  const call: Call = { name: "DynamoDB PutItem", input };
  const tries: Retries = retries(random, 7, THROTTLED[fate], fate !== "throttled");
  for (const afterMs of tries.refusedAfterMs) refused(invocation.now + afterMs);
  const requestId = dynamodbRequestId(random);
  if (fate !== "throttled") {
    const output = { ConsumedCapacity: { TableName: "orders", CapacityUnits: 2 } };
    invocation.calls(call, tries.durationMs, answer(output, { requestId, ...attemptsOf(tries) }));
    return true;
  }
  invocation.calls(call, tries.durationMs, null);
  const failure = throughputExceeded("orders", requestId, tries, "storeOrder (/var/task/checkout.js:88:18)");
  invocation.says({ what: "failure", message: "Could not store the order", failure });
  invocation.works(random.between(0.5, 2));
  return false;
}

function sendReceipt(invocation: Invocation, { id: orderId, customer, totalCents }: Order, room: CheckoutRoom): void {
  const { random, sent } = room;
  const body = JSON.stringify({
    orderId,
    customerId: customer.sub,
    email: customer.email,
    totalCents,
    currency: "EUR",
  });
  const message = { id: random.uuid(), body, at: invocation.now + 4 };
  const call = { name: "SQS SendMessage", input: { QueueUrl: queueUrl("receipts"), MessageBody: body } };
  const output = { MD5OfMessageBody: hash("md5", body), MessageId: message.id };
  invocation.calls(call, random.between(5, 12), answer(output, { requestId: random.uuid() }));
  sent(message);
}
