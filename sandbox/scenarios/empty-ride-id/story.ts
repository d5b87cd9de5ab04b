import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { createCustomers } from "../../world/customer.ts";
import type { Random } from "../../world/random.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { worthTracing } from "../footprints.ts";
import type { Story, StoryCatalog } from "../story.ts";
import { createRides, RIDES_API, RIDES_APPS } from "./rides.ts";

/** Customers who book ahead after the deploy, one ride each. */
const HIT = 23;
/** Rides whose fare is worked out at the second attempt: trouble of another kind, and over in a minute. */
const PRICED_LATE = 2;
const OTHERS = 900;
const HOUR_MS = 3_600_000;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "rides-api": { ids: [RIDES_API.id], owner: "rides team", routes: { "POST /rides": {} } } },
  functions: {
    "ride-service": { owner: "rides team" },
    dispatch: { owner: "rides team", runbook: "https://wiki.rides.example/runbooks/dispatch" },
    pricing: { owner: "rides team" },
    "post-to-social": { owner: "growth team" },
    "notify-driver": { owner: "rides team" },
  },
  queues: { "driver-alerts": {} },
  topics: { "driver-alerts": {} },
  buses: { rides: {} },
  tables: { rides: {}, fares: {} },
};

const ALARM: Alarm = {
  name: "Function keeps failing (post-to-social)",
  description: "The function has failed in each of the last 15 minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "post-to-social" },
  periodSeconds: 60,
  periods: 15,
  threshold: 1,
};

/** 02:47. Rides that were booked ahead lose their id on the way, and what should come after is lost. The README has the story. */
export function tellEmptyRideId(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("empty-ride-id");
  const customers = createCustomers(random.fork("customers"), {
    count: HIT + PRICED_LATE + OTHERS,
    before: clockTime(midnight, "02:05:00"),
    apps: RIDES_APPS,
  });
  const hit = customers.slice(0, HIT);
  const others = customers.slice(-OTHERS);
  const rides = createRides(world);
  const ahead = (at: number): number => Math.ceil((at + random.between(2, 9) * HOUR_MS) / 300_000) * 300_000;

  rides.deployDispatch(clockTime(midnight, "02:29:00"));
  const times = bookedAhead(random.fork("booked ahead"), midnight);
  const failing = hit.map((customer, i) => {
    const at = times[i] ?? 0;
    return rides.book({ customer, at, scheduledFor: ahead(at) });
  });
  for (const [i, customer] of customers.slice(HIT, -OTHERS).entries()) {
    rides.book({ customer, at: clockTime(midnight, `02:3${3 + i * 4}:20`), scheduledFor: null, pricedLate: true });
  }
  for (const at of scattered(random, 60, clockTime(midnight, "02:05:00"), clockTime(midnight, "02:28:50"))) {
    rides.book({ customer: random.pick(others), at, scheduledFor: ahead(at) });
  }
  for (const at of scattered(random, 1440, clockTime(midnight, "02:05:00"), clockTime(midnight, "02:48:00"))) {
    rides.book({ customer: random.pick(others), at, scheduledFor: null });
  }
  world.timeline.run();
  return {
    name: "empty-ride-id",
    at: clockTime(midnight, "02:47:00"),
    incident: alarmIncident({
      id: "Q2V9RIDEX7P3LD",
      alertId: "Q2V9RIDEX7P3LE",
      service: "PRIDE02",
      alarm: ALARM,
      events: rides.errors,
      at: clockTime(midnight, "02:46:51"),
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: world.counters.all(),
    functions: world.functions,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    ids: worthTracing(failing),
  };
}

/**
 * When they book: from the deploy until booking ahead is closed for the night. The last one is tried for the third time
 * three minutes later, at 02:45, so that nobody's ride is half tried when the numbers are taken.
 */
function bookedAhead(random: Random, midnight: number): number[] {
  const times = spread(random, HIT - 1, clockTime(midnight, "02:29:20"), clockTime(midnight, "02:41:50"));
  return [...times, clockTime(midnight, "02:42:05")];
}
