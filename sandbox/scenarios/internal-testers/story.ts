import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { pino } from "../../world/logging/pino.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story } from "../story.ts";

const TESTERS = 3;
const FAILURES = 24;

const API: HttpApi = {
  id: "s5sheets8x",
  userPool: { id: "eu-central-1_Sh33tsBta", clientId: "9s3sheets4k7m2c8x1v5b6n", tokenSeconds: 14_400 },
};

const ALARM: Alarm = {
  name: "Function fails (sheet-export)",
  description: "Errors in each of the last five minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "sheet-export" },
  periodSeconds: 60,
  periods: 5,
  threshold: 1,
};

/** 15:20. Three of the team's own testers try a format that is not finished; customers export as ever. The README has the story. */
export function tellInternalTesters(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("internal-testers");
  const at = (clock: string): number => clockTime(midnight, clock);
  const people = createCustomers(random.fork("customers"), { count: TESTERS + 90, before: at("14:50:00") });
  const [testers, customers] = [people.slice(0, TESTERS), people.slice(TESTERS)];
  const exporter = smallFunction(world, "sheet-export", pino);
  const errors: number[] = [];
  const ask = (customer: Customer, when: number, format: "csv" | "parquet"): Footprints => {
    const body = { sheet: `sh_${random.hex(10)}`, format };
    const wanted = { at: when, customer, method: "POST", route: "/sheets/exports", body } as const;
    return serveHttpApi({ world, random, api: API }, wanted, exporter, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(10, 40));
      if (format === "parquet") {
        errors.push(invocation.now);
        return { threw: NOT_FINISHED };
      }
      return respond(invocation, 200, { rows: random.int(10, 4000) });
    });
  };
  const prints = spread(random, FAILURES, at("15:10:00"), at("15:18:40")).map((when, i) =>
    ask(testers[i % TESTERS] ?? random.pick(testers), when, "parquet"),
  );
  for (const when of scattered(random, 160, at("14:50:00"), at("15:20:00"))) ask(random.pick(customers), when, "csv");
  return smallStory({
    name: "internal-testers",
    world,
    midnight,
    clock: "15:20:00",
    id: "QTESTERS0001X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: {
      timeZone: "UTC",
      apis: { "sheets-api": { ids: [API.id], owner: "sheets team", routes: { "POST /sheets/exports": {} } } },
      users: { internal: testers.map(({ sub }) => sub) },
    },
    people: [],
    prints,
  });
}

const NOT_FINISHED: Failure = {
  name: "TypeError",
  message: "writer.close is not a function",
  frames: ["    at toParquet (/var/task/parquet.js:40:10)", "    at async handler (/var/task/sheet-export.js:25:5)"],
  fields: {},
};
