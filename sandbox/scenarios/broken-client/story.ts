import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import { lambdaJson } from "../../world/logging/lambda-json.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const REFUSED = 180;

const API: HttpApi = {
  id: "f1firmw4re",
  userPool: { id: "eu-central-1_F1rmware0", clientId: "2f6firmware9k1m5c3x8v7b", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "firmware-api": { ids: [API.id], owner: "devices team", routes: { "GET /firmware": {} } } },
};

const ALARM: Alarm = {
  name: "Many 4xx (firmware-api)",
  description: "The API refuses more requests than usual.",
  namespace: "AWS/ApiGateway",
  metric: "4xx",
  dimension: { name: "ApiId", value: API.id },
  periodSeconds: 60,
  periods: 5,
  threshold: 10,
};

/** 16:20. One broken client asks for what does not exist, again and again; all others are served. The README has the story. */
export function tellBrokenClient(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("broken-client");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: 91, before: at("15:50:00") });
  const [broken, ...others] = customers;
  if (broken === undefined) throw new Error("there is nobody");
  const firmware = smallFunction(world, "firmware-list", lambdaJson);
  const refused: number[] = [];
  const ask = (customer: Customer, when: number, model: string): Footprints => {
    const wanted = { at: when, customer, route: "/firmware", query: { model } };
    return serveHttpApi({ world, random, api: API }, wanted, firmware, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(2, 8));
      if (model !== "") return respond(invocation, 200, { model, version: "4.18.2" });
      refused.push(invocation.now);
      return respond(invocation, 400, { message: "Say of which model." });
    });
  };
  const prints = spread(random, REFUSED, at("16:08:00"), at("16:20:00")).map((when) => ask(broken, when, ""));
  for (const when of scattered(random, 220, at("15:50:00"), at("16:20:00"))) {
    ask(random.pick(others), when, random.pick(["hub-2", "lamp-7", "lock-1"]));
  }
  return smallStory({
    name: "broken-client",
    world,
    midnight,
    clock: "16:20:00",
    id: "QBROKENCLNT1X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: refused,
    catalog: CATALOG,
    people: [],
    prints,
  });
}
