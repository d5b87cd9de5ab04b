import { hash } from "node:crypto";
import { arn, queueUrl } from "../../world/aws-account.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import type { Configured } from "../../world/configured.ts";
import type { Counted } from "../../world/counters.ts";
import type { Customer } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import { type QueueMessage, sqsEvent } from "../../world/events/sqs-event.ts";
import type { JsonObject } from "../../world/json.ts";
import { LambdaFunction } from "../../world/lambda/lambda-function.ts";
import { NODE_22 } from "../../world/lambda/runtime.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { newTrace, type Trace } from "../../world/trace.ts";
import type { World } from "../../world/world.ts";
import { done, respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";

/** What a team calls its things: an API that accepts work, a queue in which the work waits, and a function that does it. */
export interface Names {
  readonly api: HttpApi;
  readonly route: string;
  readonly accepts: string;
  readonly queue: string;
  readonly deadLetters: string;
  readonly does: string;
}

/** A piece of work: accepted at `at`, and delivered at some moments, epoch ms. It fails at each of them, or at none. */
export interface Work {
  readonly customer: Customer;
  readonly at: number;
  readonly deliveredAt: readonly number[];
  readonly fails: boolean;
}

/** So often a message is delivered before it is put aside. */
export const DELIVERIES = 3;
const DAY_SECONDS = 86_400;

const BROKEN: Failure = {
  name: "ReferenceError",
  message: "seasonOf is not defined",
  frames: [
    "    at priceOf (/var/task/price.js:31:18)",
    "    at handler (/var/task/index.js:19:17)",
    "    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1306:29)",
  ],
  fields: {},
};

/** An API that answers 202, and a queue behind it. */
export function createAccepting(world: World, names: Names): (work: Work) => Footprints {
  const random = world.random.fork(names.queue);
  const front = { world, random, api: names.api };
  const common = { runtime: NODE_22, memoryMb: 256, initMs: 320, style: nodeText, tracing: false };
  const variables = { STAGE: "prod", QUEUE_URL: queueUrl(names.queue) };
  const accepts = new LambdaFunction(world, { ...common, name: names.accepts, variables });
  const does = new LambdaFunction(world, { ...common, name: names.does, variables: { STAGE: "prod" } });

  const deliver = (message: QueueMessage, trace: Trace, { deliveredAt, fails }: Work, prints: Footprints): void => {
    for (const [i, at] of deliveredAt.entries()) {
      const requestId = random.uuid();
      prints.invocations[names.does] ??= requestId;
      world.timeline.at(at, () => {
        const event = sqsEvent(random, message, at, { delivery: i + 1, firstAt: deliveredAt[0] ?? at });
        does.invoke({
          at,
          requestId,
          trace,
          apiRequestId: null,
          program(invocation) {
            invocation.says({ what: "event", event });
            invocation.works(random.between(8, 30));
            return fails ? { threw: BROKEN } : done(invocation, { batchItemFailures: [] });
          },
        });
      });
    }
  };

  return (work) => {
    const wanted = { at: work.at, customer: work.customer, method: "POST", route: names.route } as const;
    const prints = serveHttpApi(front, wanted, accepts, (invocation, event, { trace }) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(1, 4));
      const id = random.uuid();
      const body = JSON.stringify({ customerId: work.customer.sub, askedAt: new Date(work.at).toISOString() });
      const input: JsonObject = { QueueUrl: queueUrl(names.queue), MessageBody: body };
      const sentAt = invocation.now + 4;
      const output = { MD5OfMessageBody: hash("md5", body), MessageId: id };
      invocation.calls(
        { name: "SQS SendMessage", input },
        random.between(5, 12),
        answer(output, { requestId: random.uuid() }),
      );
      prints.messages[names.queue] = id;
      const message = { id, queue: names.queue, body, senderId: accepts.senderId, trace, sentAt };
      deliver(message, newTrace(random, sentAt), work, prints);
      return respond(invocation, 202, { accepted: id });
    });
    return prints;
  };
}

/** Both queues keep what lies in them for so many days. */
export function configuredFor({ queue, deadLetters, does }: Names, days: number, deadLetterDays: number): Configured {
  const redrive = JSON.stringify({ deadLetterTargetArn: arn("sqs", deadLetters), maxReceiveCount: DELIVERIES });
  return {
    queues: {
      [queue]: { MessageRetentionPeriod: String(days * DAY_SECONDS), RedrivePolicy: redrive },
      [deadLetters]: { MessageRetentionPeriod: String(deadLetterDays * DAY_SECONDS) },
    },
    mappings: { [does]: [{ EventSourceArn: arn("sqs", queue), FunctionArn: arn("lambda", `function:${does}`) }] },
  };
}

export function deadLetterAlarm({ deadLetters }: Names, threshold: number): Alarm {
  return {
    name: `Messages were put aside (${deadLetters})`,
    description:
      "Messages lie in the dead-letter queue. Find out whose they are, and until when they can be done again.",
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimension: { name: "QueueName", value: deadLetters },
    periodSeconds: 60,
    periods: 1,
    threshold,
  };
}

/** How many messages lie in the dead-letter queue, minute by minute up to `until`. */
export function depthOf({ deadLetters }: Names, putAsideAt: readonly number[], until: number): Counted {
  const minute = 60_000;
  const first = Math.floor(Math.min(...putAsideAt) / minute) * minute;
  const minutes = Array.from({ length: Math.ceil((until - first) / minute) }, (_, i) => first + i * minute);
  return {
    namespace: "AWS/SQS",
    name: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: deadLetters },
    stat: "Maximum",
    values: minutes.map((at) => [at, putAsideAt.filter((moment) => moment < at + minute).length] as const),
  };
}
