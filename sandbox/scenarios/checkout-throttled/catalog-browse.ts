import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Random } from "../../world/random.ts";
import { respond } from "../endings.ts";
import { type CATEGORIES, PRODUCTS } from "./products.ts";

/** The handler of GET /products. */
export function catalogBrowse(
  invocation: Invocation,
  { event, category }: { event: JsonObject; category: (typeof CATEGORIES)[number] },
  random: Random,
): Ending {
  invocation.says({ what: "event", event });
  invocation.works(random.between(0.5, 2));
  const input = {
    TableName: "products",
    IndexName: "by-category",
    KeyConditionExpression: "category = :category",
    ExpressionAttributeValues: { ":category": category },
    Limit: 20,
  };
  const items = PRODUCTS.filter((product) => product.category === category);
  const output = { Count: items.length, Items: items.map((one) => ({ ...one })), ScannedCount: items.length };
  const answered = answer(output, { requestId: dynamodbRequestId(random) });
  invocation.calls({ name: "DynamoDB Query", input }, random.between(4, 14), answered);
  return respond(invocation, 200, {
    products: items.map(({ sku, name, priceCents }) => ({ sku, name, priceCents })),
  });
}
