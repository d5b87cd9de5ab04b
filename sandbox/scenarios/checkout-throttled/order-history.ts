import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import { attemptsOf, retries } from "../../world/aws-sdk/retries.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import type { Random } from "../../world/random.ts";
import { respond } from "../endings.ts";
import { attributesOf, type Order } from "./order.ts";

/** What somebody who looks for an order gets: the order, at once or after a throttled try; or 404. */
export type Found = "found" | "retried" | "missing";

const DAY_MS = 86_400_000;

/** The handler of GET /orders/{orderId}. It logs an unknown order as an error, which it is not: a 404 is the right answer. */
export function orderHistory(
  invocation: Invocation,
  { event, order, found }: { event: JsonObject; order: Order; found: Found },
  random: Random,
): Ending {
  invocation.says({ what: "event", event });
  invocation.works(random.between(0.5, 2));
  const input = { TableName: "orders", Key: { orderId: { S: order.id } } };
  const tries = retries(random, 5, found === "retried" ? 1 : 0, true);
  const placedAt = invocation.now - random.between(1, 9) * DAY_MS;
  const item = found === "missing" ? {} : { Item: attributesOf(order, placedAt) };
  const output = answer(item, { requestId: dynamodbRequestId(random), ...attemptsOf(tries) });
  invocation.calls({ name: "DynamoDB GetItem", input }, tries.durationMs, output);
  invocation.works(random.between(0.3, 1));
  if (found !== "missing") return respond(invocation, 200, { orderId: order.id, status: "SHIPPED" });
  invocation.says({ what: "failure", message: "order not found", failure: notFound(order.id) });
  return respond(invocation, 404, { message: "We do not know this order." });
}

function notFound(id: string): Failure {
  return {
    name: "OrderNotFoundError",
    message: `there is no order ${id}`,
    frames: [
      "    at readOrder (/var/task/order-history.js:41:11)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
      "    at async handler (/var/task/order-history.js:18:17)",
    ],
    fields: {},
  };
}
