import { type Alarm, countedBy } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { Random } from "../../world/random.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { type Footprints, worthTracing } from "../footprints.ts";
import type { Story, StoryCatalog } from "../story.ts";
import { HIT, plannedTries } from "./plan.ts";
import { createShop, SHOP_API, SHOP_APPS, type Shop } from "./shop.ts";

/** People whose order went through after a try that was throttled, and people who read one so. None of them is hit. */
const RETRIED_BUYERS = 12;
const RETRIED_READERS = 6;
const OTHERS = 840;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: {
    "shop-api": {
      ids: [SHOP_API.id],
      owner: "shop team",
      routes: { "POST /checkout": { businessCritical: true }, "GET /orders/{orderId}": {}, "GET /products": {} },
    },
  },
  functions: { checkout: { owner: "shop team" }, "send-receipt": {}, "order-history": {}, "catalog-browse": {} },
  queues: { receipts: {} },
  tables: { orders: { owner: "shop team", runbook: "https://wiki.shop.example/runbooks/orders-table" }, products: {} },
};

const ALARM: Alarm = {
  name: "DynamoDB is throttling (orders)",
  description: "Requests to the table are throttled. Find out who calls it, and whether callers get through.",
  namespace: "AWS/DynamoDB",
  metric: "WriteThrottleEvents",
  dimension: { name: "TableName", value: "orders" },
  periodSeconds: 60,
  periods: 7,
  threshold: 10,
};

/** 02:32. The table `orders` is throttled, and since 02:24 customers cannot check out. The README has the story. */
export function tellCheckoutThrottled(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("checkout-throttled");
  const opened = clockTime(midnight, "01:50:00");
  const customers = createCustomers(random.fork("customers"), {
    count: HIT + RETRIED_BUYERS + RETRIED_READERS + OTHERS,
    before: opened,
    apps: SHOP_APPS,
  });
  const hit = customers.slice(0, HIT);
  const buyers = customers.slice(HIT, HIT + RETRIED_BUYERS);
  const readers = customers.slice(HIT + RETRIED_BUYERS, -OTHERS);
  const others = customers.slice(-OTHERS);
  const shop = createShop(world);

  const failing: Footprints[] = [];
  for (const { customer, at, fate } of plannedTries(random.fork("tries"), midnight, hit)) {
    const prints = shop.checkOut(customer, at, fate);
    if (fate === "throttled") failing.push(prints);
  }
  planRetried(random.fork("retried"), midnight, shop, buyers, readers);
  planHealthy(random.fork("healthy"), midnight, shop, others);
  world.timeline.run();
  return {
    name: "checkout-throttled",
    at: clockTime(midnight, "02:32:00"),
    incident: alarmIncident({
      id: "Q1K7ZT0RDERS4M",
      alertId: "Q1K7ZT0RDERS5N",
      service: "PSHOP01",
      alarm: ALARM,
      events: shop.refusedWrites,
      at: clockTime(midnight, "02:31:53"),
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), countedBy(ALARM, shop.refusedWrites)],
    functions: world.functions,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    ids: worthTracing(failing),
  };
}

/** Inside of the incident, and over before the lull: a throttled try, a second one that went through. */
function planRetried(
  random: Random,
  midnight: number,
  shop: Shop,
  buyers: readonly Customer[],
  readers: readonly Customer[],
) {
  const [from, to] = [clockTime(midnight, "02:24:20"), clockTime(midnight, "02:30:50")];
  const bought = spread(random, buyers.length, from, to);
  for (const [i, customer] of buyers.entries()) shop.checkOut(customer, bought[i] ?? from, "retried");
  const read = spread(random, readers.length, from, to);
  for (const [i, customer] of readers.entries()) shop.lookUp(customer, read[i] ?? from, "retried");
}

/** What goes well, from 01:50 to 02:33. While the table is throttled few orders get through, and in the lull three. */
function planHealthy(random: Random, midnight: number, shop: Shop, customers: readonly Customer[]): void {
  const times = (count: number, from: string, to: string): number[] =>
    scattered(random, count, clockTime(midnight, from), clockTime(midnight, to));
  for (const at of times(1420, "01:50:00", "02:33:00")) shop.browse(random.pick(customers), at);
  for (const at of times(600, "01:50:00", "02:33:00")) shop.lookUp(random.pick(customers), at, "found");
  for (const at of times(14, "01:50:00", "02:33:00")) shop.lookUp(random.pick(customers), at, "missing");
  const checkouts = [
    ...times(300, "01:50:00", "02:23:50"),
    ...times(25, "02:24:10", "02:30:45"),
    ...times(3, "02:31:02", "02:31:38"),
    ...times(2, "02:31:50", "02:33:00"),
  ];
  for (const at of checkouts) shop.checkOut(random.pick(customers), at, "stored");
}
