import { alarmIncident } from "../../sandbox/scenarios/alarm-incident.ts";
import { createShop, SHOP_API } from "../../sandbox/scenarios/checkout-throttled/shop.ts";
import { worthTracing } from "../../sandbox/scenarios/footprints.ts";
import type { Story } from "../../sandbox/scenarios/story.ts";
import { createCustomers } from "../../sandbox/world/customer.ts";
import { createWorld } from "../../sandbox/world/world.ts";

const AT = Date.parse("2026-11-22T02:32:00Z");
const MINUTE_MS = 60_000;
const CUSTOMERS = 6;

/** Six customers, none of whom can check out because the table is throttled: enough for `wake`, and read in a moment. */
export function smallStory(seed = 7): Story {
  return tell("throttled", seed);
}

/** The same six, who get through at the second attempt: it can wait. */
export function harmlessStory(): Story {
  return tell("retried", 7);
}

function tell(fate: "throttled" | "retried", seed: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("small story");
  const customers = createCustomers(random, { count: CUSTOMERS, before: AT - 40 * MINUTE_MS });
  const shop = createShop(world);
  for (const [place, customer] of customers.entries()) shop.checkOut(customer, AT - 30 * MINUTE_MS + place, "stored");
  const failing = customers.flatMap((customer, place) =>
    [3, 2].map((minutes) => shop.checkOut(customer, AT - minutes * MINUTE_MS + place * 1000, fate)),
  );
  world.timeline.run();
  return {
    name: "small-story",
    at: AT,
    incident: alarmIncident({
      id: "Q0SMALLSTORY01",
      alertId: "Q0SMALLSTORY02",
      service: "PSHOP01",
      alarm: {
        name: "DynamoDB is throttling (orders)",
        description: "Requests to the table are throttled.",
        namespace: "AWS/DynamoDB",
        metric: "WriteThrottleEvents",
        dimension: { name: "TableName", value: "orders" },
        periodSeconds: 60,
        periods: 2,
        threshold: 5,
      },
      events: shop.refusedWrites,
      at: AT - 5000,
    }),
    streams: world.logs.streams(),
    segments: [],
    spans: [],
    counted: world.counters.all(),
    functions: world.functions,
    catalog: {
      timeZone: "UTC",
      apis: { "shop-api": { ids: [SHOP_API.id], routes: { "POST /checkout": { businessCritical: true } } } },
      functions: { checkout: {}, "send-receipt": {} },
      queues: { receipts: {} },
      tables: { orders: {} },
    },
    people: customers.map(({ sub }) => sub),
    ids: worthTracing(failing),
  };
}
