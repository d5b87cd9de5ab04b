import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import { type Alarm, countedBy } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import { powertools } from "../../world/logging/powertools.ts";
import type { Random } from "../../world/random.ts";
import { createWorld } from "../../world/world.ts";
import { alarmIncident } from "../alarm-incident.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import { worthTracing } from "../footprints.ts";
import { createOneFunctionApi } from "../one-function-api.ts";
import type { Story, StoryCatalog } from "../story.ts";

const LOST = 83;
const OTHERS = 160;

const GROCERY_API: HttpApi = {
  id: "g8m2y5c0rx",
  userPool: { id: "eu-central-1_Gr0cErYpL", clientId: "1q2w3e4r5t6y7u8i9o0p1a2s3d", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "grocery-api": { ids: [GROCERY_API.id], owner: "grocery team", routes: { "POST /groceries": {} } } },
  functions: { "take-groceries": { owner: "grocery team" } },
  tables: { groceries: { owner: "grocery team" } },
};

const ALARM: Alarm = {
  name: "DynamoDB is throttling (groceries)",
  description: "Requests to the table are throttled. Find out who calls it, and whether callers get through.",
  namespace: "AWS/DynamoDB",
  metric: "WriteThrottleEvents",
  dimension: { name: "TableName", value: "groceries" },
  periodSeconds: 60,
  periods: 3,
  threshold: 5,
};

/** 06:45. Every answer is a 200, no line is an error, and 83 orders are nowhere. The README has the story. */
export function tellAll200(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("all-200");
  const time = (text: string): number => clockTime(midnight, text);
  const customers = createCustomers(random.fork("customers"), { count: LOST + OTHERS, before: time("06:20:00") });
  const ask = createOneFunctionApi(world, {
    api: GROCERY_API,
    route: "/groceries",
    name: "take-groceries",
    style: powertools,
    variables: { GROCERIES_TABLE: "groceries" },
  });
  const refusedWrites: number[] = [];
  const unwritten = (invocation: Invocation, customer: Customer, chance: Random): Ending => {
    refusedWrites.push(invocation.now);
    return takeGroceries(invocation, customer, chance, false);
  };
  const written = (invocation: Invocation, customer: Customer, chance: Random): Ending =>
    takeGroceries(invocation, customer, chance, true);
  const lostAt = spread(random, LOST, time("06:36:00"), time("06:44:10"));
  const lost = customers.slice(0, LOST).map((customer, i) => ask(customer, lostAt[i] ?? 0, unwritten));
  const others = customers.slice(LOST);
  for (const at of scattered(random, 120, time("06:20:00"), time("06:44:00"))) ask(random.pick(others), at, written);
  for (const at of spread(random, 8, time("06:44:15"), time("06:47:00"))) ask(random.pick(others), at, written);
  world.timeline.run();
  return {
    name: "all-200",
    at: time("06:45:00"),
    incident: alarmIncident({
      id: "QA11TW0HUNDR3A",
      alertId: "QA11TW0HUNDR3B",
      service: "PSHOP01",
      alarm: ALARM,
      events: refusedWrites,
      at: time("06:44:50"),
    }),
    streams: world.logs.streams(),
    segments: world.traces.segments(),
    spans: world.spans.all(),
    counted: [...world.counters.all(), countedBy(ALARM, refusedWrites)],
    functions: world.functions,
    catalog: CATALOG,
    people: customers.slice(0, LOST).map(({ sub }) => sub),
    ids: worthTracing(lost),
  };
}

/** The handler of POST /groceries. It writes in batches, and never looks at what DynamoDB gives back unwritten. */
function takeGroceries(invocation: Invocation, { sub }: Customer, random: Random, written: boolean): Ending {
  const orderId = `gro_${random.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 12)}`;
  const Item: JsonObject = { orderId, customerId: sub, status: "TAKEN", items: random.int(1, 30) };
  const input: JsonObject = { RequestItems: { groceries: [{ PutRequest: { Item } }] } };
  const output = answer(
    { UnprocessedItems: written ? {} : { groceries: [{ PutRequest: { Item } }] } },
    { requestId: dynamodbRequestId(random) },
  );
  invocation.calls({ name: "DynamoDB BatchWriteItem", input }, random.between(6, 20), output);
  return respond(invocation, 200, { orderId, status: "TAKEN" });
}
