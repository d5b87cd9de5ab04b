import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import type { JsonObject } from "../../world/json.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import type { Random } from "../../world/random.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

/** Searches that wait for the scan of a table that has grown. */
const SLOW = 140;

const API: HttpApi = {
  id: "s5search8q",
  userPool: { id: "eu-central-1_S3archSss", clientId: "9s5search2k7m4c1x6v3b8n", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "search-api": { ids: [API.id], owner: "search team", routes: { "GET /search": {} } } },
};

const ALARM: Alarm = {
  name: "Search is slow (search-api)",
  description: "The p99 of the latency is above 1.5 s.",
  namespace: "AWS/ApiGateway",
  metric: "Latency",
  dimension: { name: "ApiId", value: API.id },
  periodSeconds: 60,
  periods: 5,
  threshold: 1500,
  percentile: 99,
};

/** 21:50. The table that every search scans has grown: searches take seconds, and all are answered. The README has the story. */
export function tellSlowSearch(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("slow-search");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: 160, before: at("21:20:00") });
  const search = smallFunction(world, "product-search", nodeText);
  const latencies: [atMs: number, ms: number][] = [];
  const ask = (customer: Customer, when: number, slow: boolean): Footprints => {
    const query = { q: random.pick(["tent", "lamp", "boots", "kettle"]), page: String(random.int(1, 4)) };
    const wanted = { at: when, customer, route: "/search", query };
    return serveHttpApi({ world, random, api: API }, wanted, search, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(2, 6));
      const synonyms = { name: "DynamoDB GetItem", input: { TableName: "synonyms", Key: { word: query.q } } };
      invocation.calls(synonyms, random.between(4, 9), answered(random, { Item: { word: query.q, also: [] } }));
      const promotions = { name: "DynamoDB Scan", input: { TableName: "promotions", FilterExpression: "live = :yes" } };
      const found = { Count: random.int(1, 4), Items: [{ sku: random.hex(8) }] };
      invocation.calls(promotions, slow ? random.between(2100, 4200) : random.between(20, 60), answered(random, found));
      invocation.works(random.between(3, 9));
      latencies.push([when, invocation.now - when + 5]);
      return respond(invocation, 200, { found: random.int(1, 80) });
    });
  };
  const prints = spread(random, SLOW, at("21:43:00"), at("21:49:50")).map((when) =>
    ask(random.pick(customers), when, true),
  );
  // A few have luck: their answer was cached a moment before.
  for (const when of scattered(random, 30, at("21:43:00"), at("21:50:00"))) ask(random.pick(customers), when, false);
  for (const when of scattered(random, 300, at("21:20:00"), at("21:43:00"))) ask(random.pick(customers), when, false);
  return smallStory({
    name: "slow-search",
    world,
    midnight,
    clock: "21:50:00",
    id: "QSLOWSEARCH1X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: latencies,
    catalog: CATALOG,
    people: [],
    prints,
  });
}

function answered(random: Random, output: JsonObject): JsonObject {
  return answer(output, { requestId: dynamodbRequestId(random) });
}
