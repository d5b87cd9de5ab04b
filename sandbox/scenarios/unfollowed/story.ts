import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import { retries } from "../../world/aws-sdk/retries.ts";
import { throughputExceeded } from "../../world/aws-sdk/throughput-exceeded.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const FOLLOWED = 400;
/** Requests whose event was not logged, so that nothing leads from them to the API or to anybody. */
const UNFOLLOWED = 600;

const API: HttpApi = {
  id: "v3venue5st",
  userPool: { id: "eu-central-1_V3nueSeat", clientId: "8v4venues2k6m9c1x7b3n5q", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "venue-api": { ids: [API.id], owner: "tickets team", routes: { "POST /seats": {} } } },
  tables: { seats: { owner: "tickets team" } },
};

const ALARM: Alarm = {
  name: "DynamoDB is throttling (seats)",
  description: "Writes to the table are throttled.",
  namespace: "AWS/DynamoDB",
  metric: "WriteThrottleEvents",
  dimension: { name: "TableName", value: "seats" },
  periodSeconds: 60,
  periods: 5,
  threshold: 50,
};

/** 19:20. Nobody can take a seat, and only two requests of five say who asked. The README has the story. */
export function tellUnfollowed(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("unfollowed");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), {
    count: FOLLOWED + UNFOLLOWED + 100,
    before: at("18:50:00"),
  });
  const failing = customers.slice(0, FOLLOWED + UNFOLLOWED);
  const others = customers.slice(FOLLOWED + UNFOLLOWED);
  const hold = smallFunction(world, "seat-hold", powertools);
  const refused: number[] = [];
  const take = (customer: Customer, when: number, { logged, throttled }: Record<"logged" | "throttled", boolean>) => {
    const body = { seat: `${random.pick(["A", "B", "C"])}${random.int(1, 400)}` };
    const wanted = { at: when, customer, method: "POST", route: "/seats", body } as const;
    return serveHttpApi({ world, random, api: API }, wanted, hold, (invocation, event): ReturnType<typeof respond> => {
      if (logged) invocation.says({ what: "event", event });
      invocation.works(random.between(1, 4));
      const call = { name: "DynamoDB PutItem", input: { TableName: "seats", Item: { seat: body.seat } } };
      const tries = retries(random, 7, throttled ? 3 : 0, !throttled);
      const requestId = dynamodbRequestId(random);
      for (const afterMs of tries.refusedAfterMs) refused.push(invocation.now + afterMs);
      invocation.calls(call, tries.durationMs, throttled ? null : answer({}, { requestId }));
      if (!throttled) return respond(invocation, 201, { held: true });
      const failure = throughputExceeded("seats", requestId, tries, "hold (/var/task/seat-hold.js:31:9)");
      invocation.says({ what: "failure", message: "The seat was not held", failure });
      return respond(invocation, 503, { message: "Please try again." });
    });
  };
  const order = random.shuffled(failing.map((_, i) => i < FOLLOWED));
  const prints: Footprints[] = [];
  for (const [i, when] of spread(random, failing.length, at("19:06:00"), at("19:19:05")).entries()) {
    const logged = order[i] === true;
    const own = take(failing[i] ?? random.pick(failing), when, { logged, throttled: true });
    if (logged) prints.push(own);
  }
  for (const when of scattered(random, 150, at("18:50:00"), at("19:05:50"))) {
    take(random.pick(others), when, { logged: true, throttled: false });
  }
  // Few get a seat meanwhile: too few to show that it is over.
  for (const when of spread(random, 3, at("19:19:30"), at("19:20:00"))) {
    take(random.pick(others), when, { logged: true, throttled: false });
  }
  return smallStory({
    name: "unfollowed",
    world,
    midnight,
    clock: "19:20:00",
    id: "QUNFOLLOWED1X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: refused,
    catalog: CATALOG,
    people: failing.filter((_, i) => order[i] === true).map(({ sub }) => sub),
    prints,
  });
}
