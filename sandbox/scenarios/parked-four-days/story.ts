import { createCustomers } from "../../world/customer.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, spread } from "../arrivals.ts";
import { worthTracing } from "../footprints.ts";
import {
  configuredFor,
  createAccepting,
  DELIVERIES,
  deadLetterAlarm,
  depthOf,
  type Names,
} from "../parked/accepting.ts";
import type { Story, StoryCatalog } from "../story.ts";

const MESSAGES = 40;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Nobody fetched them meanwhile: the function's poller was switched off. */
const DAYS_AGO = 3;
/** The queue shows a message again so long after it was delivered. */
const HIDDEN_MS = 5 * MINUTE_MS;

const NAMES: Names = {
  api: {
    id: "v8n4c1x6lk",
    userPool: { id: "eu-central-1_Pm4Kd8SxZ", clientId: "9z5x1c7v3b9n5m1q7w3e9r5t1y", tokenSeconds: 14_400 },
  },
  route: "/permits",
  accepts: "request-permit",
  queue: "permit-requests",
  deadLetters: "permit-requests-dlq",
  does: "issue-permit",
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "permits-api": { ids: [NAMES.api.id], owner: "permits team", routes: { "POST /permits": {} } } },
  functions: { "request-permit": { owner: "permits team" }, "issue-permit": { owner: "permits team" } },
  queues: { "permit-requests": { owner: "permits team" }, "permit-requests-dlq": { owner: "permits team" } },
};

/** 22:00 of the evening before. What was put aside is four days old at two in the morning, and then it is gone. The README has the story. */
export function tellParkedFourDays(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("parked-four-days");
  const time = (text: string): number => clockTime(midnight - DAY_MS, text);
  const customers = createCustomers(random.fork("customers"), {
    count: MESSAGES + 40,
    before: time("01:50:00") - DAYS_AGO * DAY_MS,
  });
  const accept = createAccepting(world, NAMES);
  const sent = spread(random, MESSAGES, time("02:00:00") - DAYS_AGO * DAY_MS, time("02:03:00") - DAYS_AGO * DAY_MS);
  const firstAt = spread(random, MESSAGES, time("21:36:00"), time("21:40:00"));
  const putAside: number[] = [];
  const parked = customers.slice(0, MESSAGES).map((customer, i) => {
    const first = firstAt[i] ?? 0;
    const deliveredAt = Array.from({ length: DELIVERIES }, (_, n) => first + n * HIDDEN_MS);
    putAside.push(first + DELIVERIES * HIDDEN_MS);
    return accept({ customer, at: sent[i] ?? 0, deliveredAt, fails: true });
  });
  for (const [i, at] of spread(random, 40, time("21:05:00"), time("22:01:00")).entries()) {
    const customer = customers[MESSAGES + i];
    if (customer !== undefined) accept({ customer, at, deliveredAt: [at + random.between(60, 400)], fails: false });
  }
  world.timeline.run();
  const at = time("22:00:00");
  const alarm = deadLetterAlarm(NAMES, MESSAGES);
  return {
    name: "parked-four-days",
    at,
    incident: alarmIncident({
      id: "QPERM1TPARK2A",
      alertId: "QPERM1TPARK2B",
      service: "PSHOP01",
      alarm,
      events: putAside.map(() => at - 1.5 * MINUTE_MS),
      at: at - 7000,
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), depthOf(NAMES, putAside, at + 2 * MINUTE_MS)],
    configured: configuredFor(NAMES, 4, 4),
    functions: world.functions,
    catalog: CATALOG,
    people: customers.slice(0, MESSAGES).map(({ sub }) => sub),
    ids: worthTracing(parked),
  };
}
