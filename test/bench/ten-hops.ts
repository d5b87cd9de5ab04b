import { queueUrl } from "../../sandbox/world/aws-account.ts";
import { apiRequestId } from "../../sandbox/world/aws-ids.ts";
import { answer } from "../../sandbox/world/aws-sdk/javascript-answer.ts";
import { type Customer, createCustomers } from "../../sandbox/world/customer.ts";
import { eventBridgeEvent } from "../../sandbox/world/events/eventbridge-event.ts";
import { httpApiEvent } from "../../sandbox/world/events/http-api-event.ts";
import type { JsonObject } from "../../sandbox/world/json.ts";
import type { Ending, Invocation } from "../../sandbox/world/lambda/invocation.ts";
import { LambdaFunction } from "../../sandbox/world/lambda/lambda-function.ts";
import { NODE_22 } from "../../sandbox/world/lambda/runtime.ts";
import type { WrittenStream } from "../../sandbox/world/log-groups.ts";
import { lambdaJson } from "../../sandbox/world/logging/lambda-json.ts";
import type { LogStyle } from "../../sandbox/world/logging/log-style.ts";
import { nodeText } from "../../sandbox/world/logging/node-text.ts";
import { pino } from "../../sandbox/world/logging/pino.ts";
import { powertools } from "../../sandbox/world/logging/powertools.ts";
import type { Random } from "../../sandbox/world/random.ts";
import { newTrace } from "../../sandbox/world/trace.ts";
import { createWorld, type World } from "../../sandbox/world/world.ts";
import { batchEvent, topicEvent } from "../worlds/events.ts";

const API = {
  id: "t3nh0ps9aa",
  stage: "prod",
  resourceIds: {},
  userPool: { id: "eu-central-1_T3nH0ps9A", clientId: "3n8s0f2k5v7q1x9z4c6b8m2w7y", tokenSeconds: 3600 },
};

/** What is asked of the chain's last function for some customers, and how that ends. */
const FAILURE = {
  name: "ShipmentRefused",
  message: "the carrier has no such parcel size",
  frames: ["    at pack (/var/task/pack.js:31:11)"],
  fields: {},
};

/** A request on its way, and the ids that it was given. */
export interface Passage {
  readonly user: string;
  readonly at: number;
  readonly fails: boolean;
  /** By function, the id of its invocation. */
  readonly invocations: Record<string, string>;
}

export interface TenHops {
  readonly streams: readonly WrittenStream[];
  readonly passages: readonly Passage[];
  /** When the last function refused something, epoch ms. */
  readonly refusals: readonly number[];
}

/** The functions of the chain, in the order in which a request comes to them. */
export const CHAIN = ["accept", "price", "announce", "reserve", "pack"] as const;

/**
 * API, function, queue, function, bus, function, topic, function, queue, function: ten hops, of which each knows the id of
 * the next and no id is shared by all, because the trace begins anew in every function. A quarter of the requests of the last
 * minutes fail in the last function. `minutes` before `end` (epoch ms), with `perMinute` requests; `others`: functions that
 * have nothing to do with it.
 */
export function createTenHops(end: number, { seed = 10, minutes = 20, perMinute = 12, others = 45 } = {}): TenHops {
  const world = createWorld(seed);
  const random = world.random.fork("ten hops");
  const chain = new Chain(world, random);
  const customers = createCustomers(random.fork("customers"), { count: 400, before: end - minutes * 60_000 });
  for (let i = 0; i < minutes * perMinute; i++) {
    const at = end - minutes * 60_000 + Math.floor((i * 60_000) / perMinute);
    chain.begin(random.pick(customers), at, i % 4 === 0 && at > end - 6 * 60_000 && at < end - 40_000);
  }
  for (let i = 0; i < others; i++) standBy(world, random, `other-${i}`, end - minutes * 60_000, minutes);
  world.timeline.run();
  return { streams: world.logs.streams(), passages: chain.passages, refusals: chain.refusals };
}

interface Step {
  readonly passage: Passage;
  readonly order: JsonObject;
}

class Chain {
  readonly passages: Passage[] = [];
  readonly refusals: number[] = [];
  readonly #world: World;
  readonly #random: Random;
  readonly #functions: ReadonlyMap<string, LambdaFunction>;

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
    const styles: readonly LogStyle[] = [nodeText, powertools, pino, lambdaJson, nodeText];
    this.#functions = new Map(CHAIN.map((name, i) => [name, functionOf(world, name, styles[i] ?? nodeText)]));
  }

  begin(customer: Customer, at: number, fails: boolean): void {
    const passage: Passage = { user: customer.sub, at, fails, invocations: {} };
    this.passages.push(passage);
    const request = {
      ...{
        at,
        trace: newTrace(this.#random, at),
        method: "POST" as const,
        route: "/orders",
        parameters: {},
        query: {},
      },
      ...{ requestId: apiRequestId(this.#random), signedIn: true, customer, body: { size: fails ? "XXL" : "M" } },
    };
    const step = { passage, order: { order: this.#random.int(1, 999_999), size: request.body.size } };
    this.#invoke(
      "accept",
      at + 12,
      httpApiEvent(API, request),
      (invocation) => {
        this.#queue(invocation, step, "orders-in", "price", (next, priced) => this.#put(next, priced));
        return { returned: { statusCode: 202, body: "{}" } };
      },
      passage,
    );
  }

  #invoke(
    name: (typeof CHAIN)[number],
    at: number,
    event: JsonObject,
    handler: (invocation: Invocation) => Ending,
    passage: Passage,
  ): void {
    const requestId = this.#random.uuid();
    passage.invocations[name] = requestId;
    this.#world.timeline.at(at, () => {
      const program = (invocation: Invocation): Ending => {
        invocation.says({ what: "event", event });
        invocation.works(this.#random.between(2, 9));
        return handler(invocation);
      };
      const trace = newTrace(this.#random, at);
      this.#functions.get(name)?.invoke({ at, requestId, trace, apiRequestId: null, program });
    });
  }

  #queue(
    invocation: Invocation,
    { passage, order }: Step,
    queue: string,
    consumer: (typeof CHAIN)[number],
    then: (invocation: Invocation, step: Step) => Ending,
  ): void {
    const [id, body] = [this.#random.uuid(), JSON.stringify(order)];
    const input = { QueueUrl: queueUrl(queue), MessageBody: body };
    const output = { MessageId: id, MD5OfMessageBody: this.#random.hex(32) };
    invocation.calls({ name: "SQS SendMessage", input }, 9, answer(output, { requestId: this.#random.uuid() }));
    const sentAt = invocation.now;
    const at = sentAt + this.#random.between(400, 2500);
    const senderId = this.#functions.get("accept")?.senderId ?? "";
    const message = { id, queue, body, senderId, trace: newTrace(this.#random, at), sentAt, receiveCount: 1 };
    this.#invoke(
      consumer,
      at,
      batchEvent(this.#random, [message], at),
      (next) => then(next, { passage, order }),
      passage,
    );
  }

  #put(invocation: Invocation, step: Step): Ending {
    const [id, detail] = [this.#random.uuid(), { ...step.order, cents: this.#random.int(500, 9000) }];
    const entry = { Source: "shop", DetailType: "order.priced", EventBusName: "shop", Detail: JSON.stringify(detail) };
    const output = { FailedEntryCount: 0, Entries: [{ EventId: id }] };
    const requestId = this.#random.uuid();
    invocation.calls({ name: "EventBridge PutEvents", input: { Entries: [entry] } }, 12, answer(output, { requestId }));
    const at = invocation.now + this.#random.between(80, 400);
    const event = eventBridgeEvent({ id, source: "shop", detailType: "order.priced", detail, at });
    this.#invoke("announce", at, event, (next) => this.#publish(next, step), step.passage);
    return { returned: null };
  }

  #publish(invocation: Invocation, step: Step): Ending {
    const [id, message] = [this.#random.uuid(), JSON.stringify(step.order)];
    const input = { TopicArn: "arn:aws:sns:eu-central-1:111122223333:priced", Message: message };
    invocation.calls({ name: "SNS Publish", input }, 8, answer({ MessageId: id }, { requestId: this.#random.uuid() }));
    const at = invocation.now + this.#random.between(50, 300);
    const published = { id, topic: "priced", subject: "order", message, at, subscription: this.#random.uuid() };
    this.#invoke(
      "reserve",
      at,
      topicEvent(this.#random, published),
      (next) => {
        this.#queue(next, step, "parcels", "pack", (last) => this.#pack(last, step));
        return { returned: null };
      },
      step.passage,
    );
    return { returned: null };
  }

  #pack(invocation: Invocation, { passage }: Step): Ending {
    if (!passage.fails) return { returned: null };
    this.refusals.push(invocation.now);
    return { threw: FAILURE };
  }
}

function functionOf(world: World, name: string, style: LogStyle): LambdaFunction {
  return new LambdaFunction(world, {
    ...{ name, runtime: NODE_22, memoryMb: 256, initMs: 250, style, tracing: false, variables: {} },
  });
}

/** A function that is invoked twice a minute, and writes ids of its own. */
function standBy(world: World, random: Random, name: string, from: number, minutes: number): void {
  const lambda = functionOf(world, name, nodeText);
  for (let i = 0; i < minutes * 2; i++) {
    const at = from + i * 30_000 + random.int(0, 20_000);
    const program = (invocation: Invocation): Ending => {
      const fields = { entry: random.uuid(), etag: random.hex(32) };
      for (let line = 0; line < 4; line++)
        invocation.says({ what: "note", level: "INFO", message: `refreshed ${line}`, fields });
      invocation.works(random.between(20, 300));
      return { returned: null };
    };
    const invoked = { at, requestId: random.uuid(), trace: newTrace(random, at), apiRequestId: null, program };
    world.timeline.at(at, () => void lambda.invoke(invoked));
  }
}
