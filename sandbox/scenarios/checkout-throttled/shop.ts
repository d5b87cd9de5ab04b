import type { Customer } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import { sqsEvent } from "../../world/events/sqs-event.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import { newTrace, type Trace } from "../../world/trace.ts";
import type { World } from "../../world/world.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { catalogBrowse } from "./catalog-browse.ts";
import { checkout, type Fate, type SentMessage } from "./checkout.ts";
import { createShopFunctions } from "./functions.ts";
import { newOrder } from "./order.ts";
import { type Found, orderHistory } from "./order-history.ts";
import { CATEGORIES } from "./products.ts";
import { sendReceipt } from "./send-receipt.ts";

/** The shop's own user agents. */
export const SHOP_APPS = [
  "ShopApp/5.12.1 (iPhone; iOS 26.1; Scale/3.00)",
  "ShopApp/5.12.0 (Linux; Android 16) okhttp/4.12.0",
];

export const SHOP_API: HttpApi = {
  id: "k3x9f2m1qa",
  userPool: { id: "eu-central-1_Qx7RkP2mA", clientId: "5l0vq8c2m4e7t1r9k3n6b8w2ya", tokenSeconds: 14_400 },
};

export interface Shop {
  /** Each plans a request that the API has at `at`, epoch ms. */
  browse(customer: Customer, at: number): void;
  lookUp(customer: Customer, at: number, found: Found): void;
  checkOut(customer: Customer, at: number, fate: Fate): Footprints;
  /** When DynamoDB refused a write to `orders`, as it goes. */
  readonly refusedWrites: readonly number[];
}

export function createShop(world: World): Shop {
  const random = world.random.fork("shop");
  const front = { world, random, api: SHOP_API };
  const functions = createShopFunctions(world);
  const refusedWrites: number[] = [];

  const deliverReceipt = ({ id, body, at: sentAt }: SentMessage, { email }: Customer, trace: Trace): void => {
    const at = sentAt + random.between(12, 60);
    const { senderId } = functions.checkout;
    world.timeline.at(at, () => {
      const event = sqsEvent(random, { id, queue: "receipts", body, senderId, trace, sentAt }, at);
      const program = (invocation: Invocation): Ending => sendReceipt(invocation, { event, body, email }, random);
      const own = { requestId: random.uuid(), trace: newTrace(random, at), apiRequestId: null };
      functions.sendReceipt.invoke({ at, ...own, program });
    });
  };

  return {
    refusedWrites,
    browse(customer, at) {
      const category = random.pick(CATEGORIES);
      const wanted = { at, customer, route: "/products", query: { category }, signedIn: false };
      serveHttpApi(front, wanted, functions.catalogBrowse, (invocation, event) =>
        catalogBrowse(invocation, { event, category }, random),
      );
    },
    lookUp(customer, at, found) {
      const order = newOrder(random, customer);
      const wanted = { at, customer, route: "/orders/{orderId}", parameters: { orderId: order.id } };
      serveHttpApi(front, wanted, functions.orderHistory, (invocation, event) =>
        orderHistory(invocation, { event, order, found }, random),
      );
    },
    checkOut(customer, at, fate) {
      const order = newOrder(random, customer);
      const body = {
        items: order.lines.map(({ sku, quantity }) => ({ sku, quantity })),
        shipTo: order.shipTo,
        payment: { method: "card", token: `tok_${random.text("abcdefghijklmnopqrstuvwxyz0123456789", 18)}` },
      };
      const wanted = { at, customer, method: "POST", route: "/checkout", body } as const;
      const prints = serveHttpApi(front, wanted, functions.checkout, (invocation, event, { trace }) => {
        const refused = (refusedAt: number): number => refusedWrites.push(refusedAt);
        const sent = (message: SentMessage): void => {
          prints.messages["receipts"] = message.id;
          deliverReceipt(message, customer, trace);
        };
        return checkout(invocation, { event, order, fate }, { random, refused, sent });
      });
      return prints;
    },
  };
}
