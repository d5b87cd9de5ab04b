import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { countedBy } from "../../world/cloudwatch-alarm.ts";
import { createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { pino } from "../../world/logging/pino.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import { worthTracing } from "../footprints.ts";
import { createOneFunctionApi, type Handler } from "../one-function-api.ts";
import { everyMinute } from "../scheduled.ts";
import type { Story, StoryCatalog } from "../story.ts";

const HIT = 9;
/** So many of them try a second time. */
const AGAIN = 3;
const OTHERS = 80;
const DAY_MS = 86_400_000;

const DINNER_API: HttpApi = {
  id: "d1n4r7e0wq",
  userPool: { id: "eu-central-1_D1nNeRpOo", clientId: "6h5g4f3d2s1a9p8o7i6u5y4t3r", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "dinner-api": { ids: [DINNER_API.id], owner: "dinner team", routes: { "POST /reservations": {} } } },
  functions: { "reserve-table": { owner: "dinner team" }, "purge-reservations": { owner: "data team" } },
  schedules: { "purge-reservations": { owner: "data team" } },
  tables: { reservations: { owner: "dinner team" } },
};

const ALARM: Alarm = {
  name: "The API answers with errors (dinner-api)",
  description: "Requests end in a 5xx. Find out who is hit, and by what.",
  namespace: "AWS/ApiGateway",
  metric: "5xx",
  dimension: { name: "ApiId", value: DINNER_API.id },
  periodSeconds: 60,
  periods: 3,
  threshold: 1,
};

/** 18:15 of the evening before. A cron fails every minute, as ever, and beside it something else does. The README has the story. */
export function tellNoisyCron(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("noisy-cron");
  const time = (text: string): number => clockTime(midnight - DAY_MS, text);
  const customers = createCustomers(random.fork("customers"), { count: HIT + OTHERS, before: time("17:40:00") });
  const [hit, others] = [customers.slice(0, HIT), customers.slice(HIT)];
  const ask = createOneFunctionApi(world, {
    api: DINNER_API,
    route: "/reservations",
    name: "reserve-table",
    style: pino,
    variables: { RESERVATIONS_TABLE: "reservations" },
  });
  const errors: number[] = [];
  const denied: Handler = (invocation) => {
    const input = { TableName: "reservations", Item: { seats: 2 } };
    invocation.calls({ name: "DynamoDB PutItem", input }, 12, null);
    invocation.says({ what: "failure", message: "the table was not reserved", failure: NOT_AUTHORIZED });
    errors.push(invocation.now + 1);
    return respond(invocation, 500, { message: "Please try again." });
  };
  const tries = [...hit, ...hit.slice(0, AGAIN)];
  const failedAt = spread(random, tries.length, time("18:08:05"), time("18:12:55"));
  const failing = tries.map((customer, i) => ask(customer, failedAt[i] ?? 0, denied));
  for (const at of scattered(random, 110, time("17:40:00"), time("18:07:50"))) ask(random.pick(others), at, reserves);
  const later = spread(random, 4, time("18:15:05"), time("18:16:50"));
  for (const at of later) ask(random.pick(hit), at, denied);

  const purge = {
    rule: "purge-reservations",
    name: "purge-reservations",
    from: time("17:30:00"),
    to: time("18:18:00"),
  };
  everyMinute(world, purge, (invocation) => {
    for (let shard = 0; shard < 4; shard++) {
      const message = `shard ${shard} could not be purged, giving up:`;
      invocation.says({ what: "failure", message, failure: NO_BUCKET });
      invocation.works(15);
    }
    return { threw: NO_BUCKET };
  });
  world.timeline.run();
  const requests = {
    namespace: "AWS/ApiGateway",
    name: "Count",
    dimensions: { ApiId: DINNER_API.id },
    values: errors.map((at) => [at, 1] as const),
  };
  return {
    name: "noisy-cron",
    at: time("18:15:00"),
    incident: alarmIncident({
      id: "QN01SYCR0N4XEA",
      alertId: "QN01SYCR0N4XEB",
      service: "PSHOP01",
      alarm: ALARM,
      events: errors,
      at: time("18:13:52"),
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), countedBy(ALARM, errors), requests],
    functions: world.functions,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    ids: worthTracing(failing),
  };
}

const NOT_AUTHORIZED: Failure = {
  name: "AccessDeniedException",
  message:
    "User: arn:aws:sts::111122223333:assumed-role/reserve-table/reserve-table is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:eu-central-1:111122223333:table/reservations because no identity-based policy allows the dynamodb:PutItem action",
  frames: ["    at store (/var/task/reserve.js:52:9)", "    at async handler (/var/task/reserve.js:20:3)"],
  fields: {},
};

const NO_BUCKET: Failure = {
  name: "NoSuchBucket",
  message: "The specified bucket does not exist",
  frames: ["    at purge (/var/task/purge.js:14:11)", "    at async handler (/var/task/purge.js:40:5)"],
  fields: {},
};

const reserves: Handler = (invocation, _, random) => {
  const input = { TableName: "reservations", Item: { seats: random.int(1, 8) } };
  const output = answer({}, { requestId: dynamodbRequestId(random) });
  invocation.calls({ name: "DynamoDB PutItem", input }, random.between(5, 15), output);
  return respond(invocation, 201, { status: "RESERVED" });
};
