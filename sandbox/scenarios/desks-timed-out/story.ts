import { AWS_ACCOUNT } from "../../world/aws-account.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import { powertools } from "../../world/logging/powertools.ts";
import type { Trace } from "../../world/trace.ts";
import { newTrace } from "../../world/trace.ts";
import { identityClaims, issuer, type UserPool } from "../../world/user-pool.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { done } from "../endings.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { handOver } from "../hand-over.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

/** The first part of the address of the API, which is an id of its own. */
const API = "d3skgr4phq1w2e5r6t7y8u9i0o";
const POOL: UserPool = { id: "eu-central-1_D3skGr4ph", clientId: "5d8eskgraph2k9m4c1x7v3b", tokenSeconds: 3600 };
const HIT = 18;
const CUT_OFF_MS = 10_000;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "desks-graph": { ids: [API], owner: "desks team", routes: {} } },
};

const ALARM: Alarm = {
  name: "Function fails (hold-desk)",
  description: "Errors in each of the last three minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "hold-desk" },
  periodSeconds: 60,
  periods: 3,
  threshold: 1,
};

/** 09:20. A mutation waits for somebody else's API, until Lambda cuts it off. The README has the story. */
export function tellDesksTimedOut(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("desks-timed-out");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: HIT + 60, before: at("08:40:00") });
  const [hit, others] = [customers.slice(0, HIT), customers.slice(HIT)];
  const hold = smallFunction(world, "hold-desk", powertools);
  const errors: number[] = [];
  const mutate = (customer: Customer, when: number, handler: (invocation: Invocation) => Ending): Footprints => {
    const trace = newTrace(random, when);
    const prints = footprintsOf({ requestId: random.uuid(), trace });
    const requestId = random.uuid();
    prints.invocations[hold.name] = requestId;
    const event = resolverEvent(customer, prints.requestId, trace, { deskId: `desk-${random.int(1, 400)}` });
    const handed = { at: when + random.between(4, 12), requestId, trace, event };
    handOver(world, hold, handed, handler, ({ cold }) => {
      prints.cold ||= cold;
    });
    return prints;
  };
  const list = smallFunction(world, "list-desks", powertools);
  const query = (customer: Customer, when: number): void => {
    const trace = newTrace(random, when);
    const event = resolverEvent(customer, random.uuid(), trace, { floor: random.int(1, 9) }, ["Query", "desks"]);
    handOver(
      world,
      list,
      { at: when + random.between(4, 12), requestId: random.uuid(), trace, event },
      (invocation) => {
        invocation.works(random.between(20, 60));
        return done(invocation, { desks: random.int(0, 40) });
      },
    );
  };
  const call = { name: "POST https://desks.example/v2/holds", input: { minutes: 15 } };
  const waits = (invocation: Invocation): Ending => {
    invocation.works(random.between(2, 6));
    invocation.calls(call, CUT_OFF_MS, null);
    errors.push(invocation.now);
    return { timedOutAfterMs: CUT_OFF_MS };
  };
  const prints = spread(random, HIT + 6, at("09:12:00"), at("09:18:50")).map((when, i) =>
    mutate(hit[i % HIT] ?? random.pick(hit), when, waits),
  );
  for (const when of scattered(random, 140, at("08:50:00"), at("09:12:00"))) {
    mutate(random.pick(others), when, (invocation) => {
      invocation.works(random.between(2, 6));
      invocation.calls(call, random.between(90, 300), { status: 201, id: `hold_${random.hex(8)}` });
      return done(invocation, { held: true });
    });
  }
  for (const when of scattered(random, 150, at("08:50:00"), at("09:20:00"))) query(random.pick(others), when);
  return smallStory({
    name: "desks-timed-out",
    world,
    midnight,
    clock: "09:20:00",
    id: "QDESKST1ME0UT",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    prints,
  });
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
function resolverEvent(
  customer: Customer,
  requestId: string,
  trace: Trace,
  input: JsonObject,
  [parentTypeName, fieldName] = ["Mutation", "holdDesk"],
): JsonObject {
  const { address, device, sub } = customer;
  return {
    arguments: { input },
    identity: {
      claims: identityClaims(POOL, customer),
      defaultAuthStrategy: "ALLOW",
      groups: null,
      issuer: issuer(POOL),
      sourceIp: [address],
      sub,
      username: sub,
    },
    source: null,
    request: {
      headers: {
        host: `${API}.appsync-api.${AWS_ACCOUNT.region}.amazonaws.com`,
        "content-type": "application/json",
        "user-agent": device.userAgent,
        "x-amzn-requestid": requestId,
        "x-amzn-trace-id": `Root=${trace.root}`,
        "x-forwarded-for": `${address}, 130.176.98.3`,
      },
      domainName: null,
    },
    prev: null,
    info: {
      selectionSetList: ["held"],
      selectionSetGraphQL: "{\n  held\n}",
      parentTypeName,
      fieldName,
      variables: {},
    },
    stash: {},
  };
}
