import { createCustomers } from "../../world/customer.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, spread } from "../arrivals.ts";
import { worthTracing } from "../footprints.ts";
import type { Story, StoryCatalog } from "../story.ts";
import { configuredFor, createAccepting, DELIVERIES, deadLetterAlarm, depthOf, type Names } from "./accepting.ts";

const MESSAGES = 412;
const MINUTE_MS = 60_000;
/** The queue shows a message again so long after it was delivered. */
const HIDDEN_MS = 5 * MINUTE_MS;

const NAMES: Names = {
  api: {
    id: "p3t7r0w9zb",
    userPool: { id: "eu-central-1_Tq7Yw3ErA", clientId: "2t6y0u4i8o2p6a0s4d8f2g6h0j", tokenSeconds: 14_400 },
  },
  route: "/tours",
  accepts: "request-tour",
  queue: "tour-bookings",
  deadLetters: "tour-bookings-dlq",
  does: "book-tour",
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "tours-api": { ids: [NAMES.api.id], owner: "tours team", routes: { "POST /tours": {} } } },
  functions: { "request-tour": { owner: "tours team" }, "book-tour": { owner: "tours team" } },
  queues: { "tour-bookings": { owner: "tours team" }, "tour-bookings-dlq": { owner: "tours team" } },
};

/** 05:30. 412 bookings were accepted and then put aside, where they are safe for two weeks. The README has the story. */
export function tellParked(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("parked");
  const time = (text: string): number => clockTime(midnight, text);
  const customers = createCustomers(random.fork("customers"), { count: MESSAGES + 40, before: time("04:20:00") });
  const accept = createAccepting(world, NAMES);
  const sent = spread(random, MESSAGES, time("04:35:00"), time("04:42:00"));
  const firstAt = spread(random, MESSAGES, time("05:05:00"), time("05:12:00"));
  const putAside: number[] = [];
  const parked = customers.slice(0, MESSAGES).map((customer, i) => {
    const first = firstAt[i] ?? 0;
    const deliveredAt = Array.from({ length: DELIVERIES }, (_, n) => first + n * HIDDEN_MS);
    putAside.push(first + DELIVERIES * HIDDEN_MS);
    return accept({ customer, at: sent[i] ?? 0, deliveredAt, fails: true });
  });
  for (const [i, at] of spread(random, 40, time("05:06:00"), time("05:31:00")).entries()) {
    const customer = customers[MESSAGES + i];
    if (customer !== undefined) accept({ customer, at, deliveredAt: [at + random.between(60, 400)], fails: false });
  }
  world.timeline.run();
  const at = time("05:30:00");
  const alarm = deadLetterAlarm(NAMES, MESSAGES);
  return {
    name: "parked",
    at,
    incident: alarmIncident({
      id: "QTR0URSPARK7A",
      alertId: "QTR0URSPARK7B",
      service: "PSHOP01",
      alarm,
      events: putAside.map(() => at - 1.5 * MINUTE_MS),
      at: at - 7000,
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), depthOf(NAMES, putAside, at + 2 * MINUTE_MS)],
    configured: configuredFor(NAMES, 4, 14),
    functions: world.functions,
    catalog: CATALOG,
    people: customers.slice(0, MESSAGES).map(({ sub }) => sub),
    ids: worthTracing(parked),
  };
}
