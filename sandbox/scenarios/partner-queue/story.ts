import { hash } from "node:crypto";
import { arn } from "../../world/aws-account.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import type { Configured } from "../../world/configured.ts";
import { type QueueMessage, sqsEvent } from "../../world/events/sqs-event.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { done } from "../endings.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { handOver } from "../hand-over.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const QUEUE = "wholesale-orders";
const WAITING = 14;
const HIDDEN_MS = 120_000;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  queues: { [QUEUE]: { entry: true, owner: "wholesale team" } },
  functions: { "book-wholesale": { owner: "wholesale team" } },
};

const ALARM: Alarm = {
  name: "Function fails (book-wholesale)",
  description: "Errors in each of the last three minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "book-wholesale" },
  periodSeconds: 60,
  periods: 3,
  threshold: 1,
};

const CONFIGURED: Configured = {
  queues: {
    [QUEUE]: {
      MessageRetentionPeriod: "345600",
      VisibilityTimeout: "120",
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", `${QUEUE}-dlq`), maxReceiveCount: 60 }),
    },
    [`${QUEUE}-dlq`]: { MessageRetentionPeriod: "1209600" },
  },
  mappings: {
    "book-wholesale": [
      { EventSourceArn: arn("sqs", QUEUE), FunctionArn: arn("lambda", "function:book-wholesale"), BatchSize: 1 },
    ],
  },
};

/** 10:20. A partner's orders are encrypted with a key that may not be used any more, and wait. The README has the story. */
export function tellPartnerQueue(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("partner-queue");
  const at = (clock: string): number => clockTime(midnight, clock);
  const until = at("10:20:30");
  const book = smallFunction(world, "book-wholesale", powertools);
  const errors: number[] = [];
  const order = (sentAt: number, refused: boolean): Footprints => {
    const body = JSON.stringify({ order: `wo_${random.hex(10)}`, pallets: random.int(1, 40) });
    const id = random.uuid();
    const trace = newTrace(random, sentAt);
    // Whoever sent it uses a role of the partner's account.
    const senderId = `AROA${hash("md5", QUEUE).slice(0, 17).toUpperCase()}:edi-gateway`;
    const message: QueueMessage = { id, queue: QUEUE, body, senderId, trace, sentAt };
    const prints = footprintsOf({ requestId: id, trace });
    prints.messages[QUEUE] = id;
    const first = sentAt + random.between(20, 90);
    const deliver = (when: number, delivery: number): void => {
      const requestId = random.uuid();
      prints.invocations[book.name] ??= requestId;
      const event = sqsEvent(random, message, when, { delivery, firstAt: first });
      handOver(world, book, { at: when, requestId, trace, event }, (invocation) => {
        invocation.works(random.between(5, 20));
        if (!refused) return done(invocation, { booked: true });
        errors.push(invocation.now);
        return { threw: KEY_DENIED };
      });
      if (refused && when + HIDDEN_MS < until) deliver(when + HIDDEN_MS, delivery + 1);
    };
    deliver(first, 1);
    return prints;
  };
  for (const when of scattered(random, 60, at("09:40:00"), at("10:11:40"))) order(when, false);
  const prints = spread(random, WAITING, at("10:12:00"), at("10:18:40")).map((when) => order(when, true));
  return smallStory({
    name: "partner-queue",
    world,
    midnight,
    clock: "10:20:00",
    id: "QPARTNERQUEUE",
    service: "PBILL03",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: [],
    prints,
    configured: CONFIGURED,
  });
}

const KEY_DENIED: Failure = {
  name: "KMSAccessDeniedException",
  message:
    "User: arn:aws:sts::111122223333:assumed-role/book-wholesale/book-wholesale is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because no resource-based policy allows the kms:Decrypt action",
  frames: [
    "    at AwsJson1_1Protocol.handleError (/var/task/node_modules/@aws-sdk/core/dist-cjs/submodules/protocols/index.js:263:27)",
    "    at async open (/var/task/order.js:9:21)",
    "    at async handler (/var/task/book-wholesale.js:15:19)",
  ],
  fields: { $fault: "client", $metadata: { httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 } },
};
