import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const HIT = 16;
/** So many of them come back after the rollback, and get their quote. */
const BACK = 6;

const API: HttpApi = {
  id: "q7insur4nc",
  userPool: { id: "eu-central-1_Ins0Quote", clientId: "3q8v1insurance7k2m9c4x6", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "insurance-api": { ids: [API.id], owner: "quotes team", routes: { "POST /quotes": {} } } },
};

const ALARM: Alarm = {
  name: "Function fails (insurance-quote)",
  description: "More than ten errors in five minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "insurance-quote" },
  periodSeconds: 300,
  periods: 1,
  threshold: 10,
};

/** 13:20. A deploy broke quotes for five minutes, and was rolled back before the alarm rang. The README has the story. */
export function tellDeployRolledBack(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("deploy-rolled-back");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: HIT + 120, before: at("12:50:00") });
  const [hit, others] = [customers.slice(0, HIT), customers.slice(HIT)];
  const quotes = smallFunction(world, "insurance-quote", powertools, "12");
  const errors: number[] = [];
  let broken = false;
  world.timeline.at(at("13:10:20"), () => {
    quotes.deploy("13");
    broken = true;
  });
  world.timeline.at(at("13:15:10"), () => {
    quotes.deploy("12");
    broken = false;
  });
  const ask = (customer: Customer, when: number): Footprints => {
    const body = { car: random.pick(["compact", "van", "estate"]), yearsWithoutClaim: random.int(0, 30) };
    const wanted = { at: when, customer, method: "POST", route: "/quotes", body } as const;
    return serveHttpApi({ world, random, api: API }, wanted, quotes, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(3, 12));
      if (broken) {
        errors.push(invocation.now);
        return { threw: NOT_DEFINED };
      }
      return respond(invocation, 200, { yearlyCents: random.int(20_000, 90_000) });
    });
  };
  const prints = spread(random, HIT, at("13:10:30"), at("13:15:00")).map((when, i) =>
    ask(hit[i] ?? random.pick(hit), when),
  );
  for (const [i, when] of spread(random, BACK, at("13:16:00"), at("13:18:30")).entries()) {
    ask(hit[i] ?? random.pick(hit), when);
  }
  for (const when of scattered(random, 200, at("12:50:00"), at("13:10:10"))) ask(random.pick(others), when);
  for (const when of spread(random, 60, at("13:15:20"), at("13:20:00"))) ask(random.pick(others), when);
  return smallStory({
    name: "deploy-rolled-back",
    world,
    midnight,
    clock: "13:20:00",
    id: "QDROLLEDBACK1",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    prints,
  });
}

const NOT_DEFINED: Failure = {
  name: "ReferenceError",
  message: "surcharge is not defined",
  frames: ["    at priceOf (/var/task/price.js:61:22)", "    at handler (/var/task/insurance-quote.js:18:20)"],
  fields: {},
};
