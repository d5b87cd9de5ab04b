import { hash } from "node:crypto";
import { queueUrl } from "../../world/aws-account.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import { type QueueMessage, sqsEvent } from "../../world/events/sqs-event.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { done, respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const BATCH = 5;
/** The place in its batch of the message that fails. */
const FAILS = 2;
const VISIBLE_AGAIN_MS = 60_000;

const API: HttpApi = {
  id: "p8parcel5x",
  userPool: { id: "eu-central-1_P4rcelsXx", clientId: "7p8parcels3k1c9x5v2b6n4q", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "parcels-api": { ids: [API.id], owner: "parcels team", routes: { "POST /parcels": {} } } },
  queues: { parcels: { owner: "parcels team" } },
};

const ALARM: Alarm = {
  name: "A message waits (parcels)",
  description: "The oldest message of the queue is not done.",
  namespace: "AWS/SQS",
  metric: "ApproximateAgeOfOldestMessage",
  dimension: { name: "QueueName", value: "parcels" },
  periodSeconds: 60,
  periods: 1,
  threshold: 1,
};

/** 18:16. Of a batch of five messages one fails, and goes through when it is delivered again. The README has the story. */
export function tellOneMessageFailed(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("one-message-failed");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: BATCH + 60, before: at("17:50:00") });
  const [first, others] = [customers.slice(0, BATCH), customers.slice(BATCH)];
  const intake = smallFunction(world, "parcel-intake", powertools);
  const stamp = smallFunction(world, "stamp-parcel", powertools);

  const deliver = (
    messages: readonly QueueMessage[],
    delivery: number,
    when: number,
    failing: number | null,
  ): string => {
    const requestId = random.uuid();
    world.timeline.at(when, () => {
      const event = { Records: messages.flatMap((message) => recordsOf(sqsEvent(random, message, when), delivery)) };
      const failed = messages.filter((_, place) => place === failing);
      const program = (invocation: Invocation): Ending => {
        invocation.says({ what: "event", event });
        invocation.works(random.between(20, 60));
        return done(invocation, { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) });
      };
      const { endedAt } = stamp.invoke({
        at: when,
        requestId,
        trace: newTrace(random, when),
        apiRequestId: null,
        program,
      });
      if (failed.length > 0) deliver(failed, delivery + 1, endedAt + VISIBLE_AGAIN_MS, null);
    });
    return requestId;
  };
  const send = (customer: Customer, when: number, sent: (message: QueueMessage) => void): Footprints => {
    const body = { parcel: `pcl_${random.hex(8)}`, grams: random.int(80, 20_000) };
    const wanted = { at: when, customer, method: "POST", route: "/parcels", body } as const;
    const prints = serveHttpApi({ world, random, api: API }, wanted, intake, (invocation, event, { trace }) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(2, 6));
      const MessageBody = JSON.stringify(body);
      const id = random.uuid();
      const call = { name: "SQS SendMessage", input: { QueueUrl: queueUrl("parcels"), MessageBody } };
      const output = { MD5OfMessageBody: hash("md5", MessageBody), MessageId: id };
      const sentAt = invocation.now + 4;
      invocation.calls(call, random.between(5, 12), answer(output, { requestId: random.uuid() }));
      prints.messages["parcels"] = id;
      sent({ id, queue: "parcels", body: MessageBody, senderId: intake.senderId, trace, sentAt });
      return respond(invocation, 202, { parcel: body.parcel });
    });
    return prints;
  };

  const batch: QueueMessage[] = [];
  const together = spread(random, BATCH, at("18:13:30"), at("18:13:32")).map((when, i) =>
    send(first[i] ?? random.pick(first), when, (message) => batch.push(message)),
  );
  const batchAt = at("18:13:36");
  world.timeline.at(batchAt - 1, () => {
    deliver(batch, 1, batchAt, FAILS);
  });
  for (const when of scattered(random, 90, at("17:50:00"), at("18:16:00"))) {
    send(random.pick(others), when, (message) => {
      deliver([message], 1, message.sentAt + random.between(20, 80), null);
    });
  }
  return smallStory({
    name: "one-message-failed",
    world,
    midnight,
    clock: "18:16:00",
    id: "QONEMESSAGE1X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: [at("18:14:20")],
    catalog: CATALOG,
    people: first.filter((_, place) => place === FAILS).map(({ sub }) => sub),
    prints: together,
  });
}

/** The records of an event, as they are at their n-th delivery. */
function recordsOf(event: JsonObject, delivery: number): JsonObject[] {
  const text = JSON.stringify(event["Records"]);
  return JSON.parse(text.replaceAll('"ApproximateReceiveCount":"1"', `"ApproximateReceiveCount":"${delivery}"`));
}
