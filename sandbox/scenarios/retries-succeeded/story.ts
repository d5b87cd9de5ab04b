import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import { attemptsOf, retries } from "../../world/aws-sdk/retries.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

/** Customers whose write was throttled once or twice, and then went through. */
const RECOVERED = 60;

const API: HttpApi = {
  id: "b2bookm4rk",
  userPool: { id: "eu-central-1_B00kmarks", clientId: "5b7bookmarks2k8m1c9x4v6", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "bookmarks-api": { ids: [API.id], owner: "reader team", routes: { "POST /bookmarks": {} } } },
  tables: { bookmarks: { owner: "reader team" } },
};

const ALARM: Alarm = {
  name: "DynamoDB is throttling (bookmarks)",
  description: "Writes to the table are throttled.",
  namespace: "AWS/DynamoDB",
  metric: "WriteThrottleEvents",
  dimension: { name: "TableName", value: "bookmarks" },
  periodSeconds: 60,
  periods: 3,
  threshold: 3,
};

/** 14:20. The table `bookmarks` is throttled, and every write gets through all the same. The README has the story. */
export function tellRetriesSucceeded(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("retries-succeeded");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: RECOVERED + 100, before: at("13:50:00") });
  const [slow, others] = [customers.slice(0, RECOVERED), customers.slice(RECOVERED)];
  const save = smallFunction(world, "save-bookmark", nodeText);
  const refused: number[] = [];
  const keep = (customer: Customer, when: number, throttled: number): Footprints => {
    const body = { url: `https://news.example/${random.hex(8)}` };
    const wanted = { at: when, customer, method: "POST", route: "/bookmarks", body } as const;
    return serveHttpApi({ world, random, api: API }, wanted, save, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(1, 4));
      const Item = { reader: customer.sub, url: body.url };
      const call = { name: "DynamoDB PutItem", input: { TableName: "bookmarks", Item } };
      const tries = retries(random, 7, throttled, true);
      for (const afterMs of tries.refusedAfterMs) refused.push(invocation.now + afterMs);
      const output = answer({}, { requestId: dynamodbRequestId(random), ...attemptsOf(tries) });
      invocation.calls(call, tries.durationMs, output);
      return respond(invocation, 201, { kept: true });
    });
  };
  const prints = spread(random, RECOVERED, at("14:10:00"), at("14:19:10")).map((when, i) =>
    keep(slow[i] ?? random.pick(slow), when, random.int(1, 2)),
  );
  for (const when of scattered(random, 240, at("13:50:00"), at("14:20:00"))) keep(random.pick(others), when, 0);
  return smallStory({
    name: "retries-succeeded",
    world,
    midnight,
    clock: "14:20:00",
    id: "QRETRIESOK01X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: refused,
    catalog: CATALOG,
    people: [],
    prints,
  });
}
