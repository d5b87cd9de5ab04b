import { type Alarm, countedBy } from "../../world/cloudwatch-alarm.ts";
import { createCustomers } from "../../world/customer.ts";
import { scheduledEvent } from "../../world/events/eventbridge-event.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld, type World } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, scattered } from "../arrivals.ts";
import { type Footprints, footprintsOf, worthTracing } from "../footprints.ts";
import type { Story, StoryCatalog } from "../story.ts";
import { BILLING_API, createBilling } from "./billing.ts";
import { createOrdersExport } from "./functions.ts";
import { ordersExport } from "./orders-export.ts";

const CUSTOMERS = 700;
const RULE = "nightly-export";

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: {
    "billing-api": {
      ids: [BILLING_API.id],
      owner: "billing team",
      routes: { "GET /invoices": {}, "GET /invoices/{invoiceId}": {} },
    },
  },
  functions: { invoices: { owner: "billing team" }, "orders-export": { owner: "data team" } },
  schedules: { [RULE]: { owner: "data team" } },
  tables: { ledger: { owner: "billing team" }, invoices: { owner: "billing team" } },
};

const ALARM: Alarm = {
  name: "DynamoDB is throttling (ledger)",
  description: "Requests to the table are throttled. Find out who calls it, and whether callers get through.",
  namespace: "AWS/DynamoDB",
  metric: "ReadThrottleEvents",
  dimension: { name: "TableName", value: "ledger" },
  periodSeconds: 60,
  periods: 3,
  threshold: 10,
};

/** 03:04. The table `ledger` is throttled, and all that it costs is a nightly export some patience. The README has the story. */
export function tellExportThrottled(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("export-throttled");
  const opened = clockTime(midnight, "02:20:00");
  const closed = clockTime(midnight, "03:05:00");
  const customers = createCustomers(random.fork("customers"), { count: CUSTOMERS, before: opened });
  const billing = createBilling(world);
  for (const at of scattered(random, 1180, opened, closed)) billing.list(random.pick(customers), at);
  for (const at of scattered(random, 810, opened, closed)) billing.open(random.pick(customers), at, true);
  for (const at of scattered(random, 10, opened, closed)) billing.open(random.pick(customers), at, false);
  const { prints, refusedReads } = planExport(world, midnight);
  world.timeline.run();
  return {
    name: "export-throttled",
    at: clockTime(midnight, "03:04:00"),
    incident: alarmIncident({
      id: "Q3B5LEDGERW8KT",
      alertId: "Q3B5LEDGERW8KU",
      service: "PBILL03",
      alarm: ALARM,
      events: refusedReads,
      at: clockTime(midnight, "03:03:52"),
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), countedBy(ALARM, refusedReads)],
    functions: world.functions,
    catalog: CATALOG,
    people: [],
    ids: worthTracing([prints]),
  };
}

/** The rule starts the export at 03:00, and it ends at 03:03:20. X-Ray samples its trace, as it does the first of a second. */
function planExport(world: World, midnight: number): { prints: Footprints; refusedReads: readonly number[] } {
  const random = world.random.fork("export");
  const refusedReads: number[] = [];
  const scheduledAt = clockTime(midnight, "03:00:00");
  const at = scheduledAt + random.between(400, 2500);
  const eventId = random.uuid();
  const trace = { ...newTrace(random, at), sampled: true };
  const prints = footprintsOf({ requestId: eventId, trace });
  const requestId = random.uuid();
  const exporter = createOrdersExport(world);
  prints.events["Scheduled Event"] = eventId;
  prints.invocations[exporter.name] = requestId;
  world.timeline.at(at, () => {
    const event = scheduledEvent(RULE, eventId, scheduledAt);
    const doneAt = clockTime(midnight, "03:03:20");
    const room = { random, doneAt, refused: (refusedAt: number) => refusedReads.push(refusedAt) };
    const program = (invocation: Invocation): Ending => ordersExport(invocation, event, room);
    prints.cold = exporter.invoke({ at, requestId, trace, apiRequestId: null, program }).cold;
  });
  return { prints, refusedReads };
}
