import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const HIT = 30;

const API: HttpApi = {
  id: "h9hotels2w",
  userPool: { id: "eu-central-1_H0telsWww", clientId: "6h1hotels8k3m7c5x2v9b4n", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "hotels-api": { ids: [API.id], owner: "search team", routes: { "GET /hotels": {} } } },
};

const ALARM: Alarm = {
  name: "Function fails (hotel-search)",
  description: "Errors in each of the last five minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "hotel-search" },
  periodSeconds: 60,
  periods: 5,
  threshold: 2,
};

/** 20:20. Guests search for hotels, which nobody has to sign in for, and find none. The README has the story. */
export function tellGuests(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("guests");
  const at = (clock: string): number => clockTime(midnight, clock);
  const guests = createCustomers(random.fork("guests"), { count: HIT + 100, before: at("19:50:00") });
  const [hit, others] = [guests.slice(0, HIT), guests.slice(HIT)];
  const search = smallFunction(world, "hotel-search", nodeText);
  const errors: number[] = [];
  const ask = (customer: Customer, when: number, refused: boolean): Footprints => {
    const query = { city: random.pick(["Porto", "Gdansk", "Turin"]), nights: String(random.int(1, 9)) };
    const wanted = { at: when, customer, route: "/hotels", query, signedIn: false };
    return serveHttpApi({ world, random, api: API }, wanted, search, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(5, 15));
      if (refused) {
        errors.push(invocation.now);
        return { threw: REFUSED };
      }
      return respond(invocation, 200, { hotels: random.int(1, 80) });
    });
  };
  const prints = spread(random, HIT, at("20:12:00"), at("20:19:00")).map((when, i) =>
    ask(hit[i] ?? random.pick(hit), when, true),
  );
  for (const when of scattered(random, 250, at("19:50:00"), at("20:20:00"))) ask(random.pick(others), when, false);
  return smallStory({
    name: "guests",
    world,
    midnight,
    clock: "20:20:00",
    id: "QGUESTS000001",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: [],
    prints,
  });
}

const REFUSED: Failure = {
  name: "Error",
  message: "connect ECONNREFUSED 10.0.3.17:443",
  frames: ["    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1637:16)"],
  fields: { errno: -111, code: "ECONNREFUSED", syscall: "connect", address: "10.0.3.17", port: 443 },
};
