import { type Alarm, countedBy } from "../../world/cloudwatch-alarm.ts";
import { createCustomers } from "../../world/customer.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { worthTracing } from "../footprints.ts";
import type { Story, StoryCatalog } from "../story.ts";
import { createTickets, TICKETS_API } from "./tickets.ts";

const HIT = 61;
/** So many of them try again, and fail again; and so many get a seat of another concert in the end. */
const AGAIN = 13;
const THROUGH = 7;
const OTHERS = 120;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  logs: { prefixes: ["/aws/lambda/", "/aws/apigateway/"] },
  apis: { "tickets-api": { ids: [TICKETS_API.id], owner: "tickets team", routes: { "POST /holds": {} } } },
  functions: { "hold-seat": { owner: "tickets team" } },
  tables: { seats: { owner: "tickets team" } },
};

const ALARM: Alarm = {
  name: "DynamoDB is throttling (seats)",
  description: "Requests to the table are throttled. Find out who calls it, and whether callers get through.",
  namespace: "AWS/DynamoDB",
  metric: "WriteThrottleEvents",
  dimension: { name: "TableName", value: "seats" },
  periodSeconds: 60,
  periods: 2,
  threshold: 10,
};

/** 04:15. One key of an on-demand table is hot, and whoever writes to it waits until it is cut off. The README has the story. */
export function tellSilentBackoff(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("silent-backoff");
  const opened = clockTime(midnight, "03:55:00");
  const customers = createCustomers(random.fork("customers"), { count: HIT + OTHERS, before: opened });
  const hit = customers.slice(0, HIT);
  const others = customers.slice(HIT);
  const tickets = createTickets(world);
  const time = (text: string): number => clockTime(midnight, text);

  const first = spread(random, HIT, time("04:06:10"), time("04:11:00"));
  const failing = hit.map((customer, i) => tickets.hold(customer, first[i] ?? 0, true));
  // Those who were turned away first come back.
  const back = hit.slice(0, AGAIN + THROUGH);
  const again = spread(random, back.length, time("04:11:00"), time("04:13:20"));
  const fates = random.shuffled(back.map((_, i) => i < AGAIN));
  for (const [i, customer] of back.entries()) {
    const prints = tickets.hold(customer, again[i] ?? 0, fates[i] === true);
    if (fates[i] === true) failing.push(prints);
  }
  const later = spread(random, 12, time("04:15:05"), time("04:16:20"));
  for (const at of later) tickets.hold(random.pick(hit.slice(AGAIN + THROUGH)), at, true);

  for (const at of scattered(random, 170, opened, time("04:06:00"))) tickets.hold(random.pick(others), at, false);
  for (const at of scattered(random, 30, time("04:06:00"), time("04:13:40")))
    tickets.hold(random.pick(others), at, false);
  // Too few to prove that it has stopped, and often enough to show that nothing was missed.
  for (const at of spread(random, 5, time("04:13:55"), time("04:14:58"))) tickets.hold(random.pick(others), at, false);
  for (const at of spread(random, 3, time("04:15:10"), time("04:16:50"))) tickets.hold(random.pick(others), at, false);
  world.timeline.run();
  return {
    name: "silent-backoff",
    at: time("04:15:00"),
    incident: alarmIncident({
      id: "Q4HT0TSEATS9XA",
      alertId: "Q4HT0TSEATS9XB",
      service: "PSHOP01",
      alarm: ALARM,
      events: tickets.refusedWrites,
      at: time("04:14:53"),
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), countedBy(ALARM, tickets.refusedWrites)],
    configured: {
      tables: { seats: { TableStatus: "ACTIVE", BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" } } },
    },
    functions: world.functions,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    ids: worthTracing(failing),
  };
}
