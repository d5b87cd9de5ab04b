import { apiRequestId } from "../../sandbox/world/aws-ids.ts";
import { createCustomers } from "../../sandbox/world/customer.ts";
import { scheduledEvent } from "../../sandbox/world/events/eventbridge-event.ts";
import { httpApiEvent } from "../../sandbox/world/events/http-api-event.ts";
import { restApiEvent } from "../../sandbox/world/events/rest-api-event.ts";
import type { JsonObject } from "../../sandbox/world/json.ts";
import type { Ending } from "../../sandbox/world/lambda/invocation.ts";
import type { WrittenStream } from "../../sandbox/world/log-groups.ts";
import type { Random } from "../../sandbox/world/random.ts";
import { newTrace } from "../../sandbox/world/trace.ts";
import { createWorld as createSandboxWorld } from "../../sandbox/world/world.ts";
import type { KeyKind } from "../../src/key.ts";
import type { ServiceName } from "../../src/span.ts";
import { type Application, type Member, newApplication, newMember, STYLES } from "./application.ts";
import { functionUrlEvent } from "./events.ts";
import { type Handed, Journey } from "./journey.ts";
import { nameOf, Truth } from "./truth.ts";

/** What a random application did, and what CloudWatch has of it. */
export interface RandomWorld {
  readonly streams: readonly WrittenStream[];
  readonly truth: Truth;
  readonly transactions: number;
}

const BEGINS = Date.UTC(2026, 10, 22, 2, 31);

/**
 * A random application, a few transactions through it at about the same time, and others that write down what they see.
 * The truth is what happened here, not what follows from the logs. The same seed makes the same world.
 */
export function createWorld(seed: number, transactions = 5): RandomWorld {
  const world = createSandboxWorld(seed);
  const random = world.random.fork("application");
  const truth = new Truth();
  const application = newApplication(world, random);
  const journey = new Journey({
    world,
    random: random.fork("journey"),
    truth,
    application,
    traced: random.chance(0.5),
    tenant: random.uuid(),
  });
  const customers = createCustomers(random, { count: 3, before: BEGINS });
  for (let number = 0; number < transactions; number++) {
    const at = BEGINS + number * random.int(0, 700);
    world.timeline.at(at, () => begin({ at, number, random, truth, application, journey, customers }));
  }
  for (let i = random.int(0, 3); i > 0; i--) noise(world, random, BEGINS + random.int(0, 4000), i);
  world.timeline.run();
  for (let i = random.int(0, 2); i > 0; i--) audit(world, random, truth, journey, i);
  return { streams: world.logs.streams(), truth, transactions };
}

interface Beginning {
  readonly at: number;
  readonly number: number;
  readonly random: Random;
  readonly truth: Truth;
  readonly application: Application;
  readonly journey: Journey;
  readonly customers: ReturnType<typeof createCustomers>;
}

/** A transaction begins: with a request to an API of either kind or to a function, or on a schedule. */
function begin({ at, number, random, truth, application, journey, customers }: Beginning): void {
  const member = random.pick(application.members);
  const trace = newTrace(random, at);
  const requestId = random.uuid();
  const method = "POST" as const;
  const request = {
    ...{ at, trace, method, route: "/orders", parameters: {}, query: {}, signedIn: random.chance(0.8) },
    ...{ requestId: random.uuid(), body: { order: number }, customer: random.pick(customers) },
  };
  const short = apiRequestId(random);
  const ways: readonly (() => Way)[] = [
    () => ({
      ...of("apigateway", application.api.id, "apigateway-request", request.requestId, short),
      event: restApiEvent(application.api, request, short),
    }),
    () => ({
      ...of("apigateway", application.api.id, "apigateway-request", short),
      event: httpApiEvent(application.api, { ...request, requestId: short }),
    }),
    () => ({
      ...of("function-url", application.api.id, "apigateway-request", requestId),
      event: functionUrlEvent(application.api, { ...request, requestId }),
    }),
    () => {
      const tick = random.uuid();
      const minute = Math.floor(at / 60_000) * 60_000;
      return {
        ...of("eventbridge", "nightly", "eventbridge-event", tick),
        event: scheduledEvent("nightly", tick, minute),
      };
    },
  ];
  const { service, resource, names, event } = random.pick(ways)();
  const transaction = new Set([number]);
  truth.happened({ service, resource, names, of: transaction });
  const budget = { hops: random.pick([3, 6, 10, 16, 24]) };
  const handed: Handed = { payload: {}, trace, of: transaction, budget, told: [] };
  journey.invoke(member, { at: at + random.between(40, 90), requestId, event, from: names, handed, mayFail: false });
}

interface Way {
  readonly service: ServiceName;
  readonly resource: string;
  readonly names: readonly string[];
  readonly event: JsonObject;
}

function of(service: ServiceName, resource: string, kind: KeyKind, ...ids: readonly string[]): Omit<Way, "event"> {
  return { service, resource, names: ids.map((id) => nameOf(kind, id)) };
}

/** Somebody else's function, with ids of its own in its lines. */
function noise(world: ReturnType<typeof createSandboxWorld>, random: Random, at: number, number: number): void {
  const member = newMember(world, `noise-${number}`, random.pick(STYLES), { event: false, calls: "none", told: false });
  const program = (invocation: { says: Sayer; works: (ms: number) => void }): Ending => {
    for (let i = 0; i < 3; i++) {
      invocation.says(note("cache filled", { etag: random.hex(32), entry: random.uuid() }));
      invocation.works(random.between(5, 800));
    }
    return { returned: null };
  };
  const trace = newTrace(random, at);
  world.timeline.at(at, () =>
    member.lambda.invoke({ at, requestId: random.uuid(), trace, apiRequestId: null, program }),
  );
}

type Sayer = (said: ReturnType<typeof note>) => void;

function note(message: string, fields: JsonObject) {
  return { what: "note", level: "INFO", message, fields } as const;
}

/**
 * A bystander that runs while all of it happens, and writes down the ids that were given meanwhile: it has no part in any
 * of them. It runs after the others have, because it has to know what they did.
 */
function audit(
  world: ReturnType<typeof createSandboxWorld>,
  random: Random,
  truth: Truth,
  journey: Journey,
  number: number,
): void {
  const member: Member = newMember(world, `audit-${number}`, random.pick(STYLES), {
    event: false,
    calls: "none",
    told: false,
  });
  const at = BEGINS + random.int(-200, 600);
  const seen = journey.given.filter((one) => one.at > at && one.at < at + 20_000);
  const told = random.chance(0.5) ? seen : seen.filter(() => random.chance(0.7));
  member.lambda.invoke({
    at,
    requestId: random.uuid(),
    trace: newTrace(random, at),
    apiRequestId: null,
    program(invocation) {
      for (const one of told.toSorted((a, b) => a.at - b.at)) {
        invocation.works(Math.max(0, one.at + random.between(1, 300) - invocation.now));
        invocation.says(note("audited", random.chance(0.5) ? { seen: one.id } : { record: { of: one.id } }));
        truth.told(one.id);
      }
      return { returned: null };
    },
  });
}
