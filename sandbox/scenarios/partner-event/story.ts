import { AWS_ACCOUNT } from "../../world/aws-account.ts";
import { dynamodbRequestId } from "../../world/aws-ids.ts";
import { answer, metadata } from "../../world/aws-sdk/javascript-answer.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { eventBridgeEvent } from "../../world/events/eventbridge-event.ts";
import type { Invocation } from "../../world/lambda/invocation.ts";
import { invokeAsync } from "../../world/lambda/invoke-async.ts";
import type { Call, Failure } from "../../world/logging/log-style.ts";
import { powertools } from "../../world/logging/powertools.ts";
import type { Random } from "../../world/random.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { done } from "../endings.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

/** The bus of a partner is called as its source is. */
const BUS = "aws.partner/payouts.example/482913/ledger";
const LOST = 11;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  buses: { [BUS]: { customerFacing: true, owner: "payouts team" } },
  tables: { payouts: { owner: "payouts team" } },
  functions: { "book-payout": { owner: "payouts team" } },
};

const ALARM: Alarm = {
  name: "Function fails (book-payout)",
  description: "Ten errors or more in five minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "book-payout" },
  periodSeconds: 300,
  periods: 1,
  threshold: 10,
};

/** 12:20. Two services of AWS answer with errors of their own, and what a partner tells is lost. The README has the story. */
export function tellPartnerEvent(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("partner-event");
  const at = (clock: string): number => clockTime(midnight, clock);
  const book = smallFunction(world, "book-payout", powertools);
  const errors: number[] = [];
  const tell = (when: number, trouble: "dynamodb" | "s3" | null): Footprints => {
    const trace = newTrace(random, when);
    const requestId = random.uuid();
    const payout = { payout: `po_${random.hex(12)}`, merchant: `mer_${random.hex(8)}`, cents: random.int(900, 90_000) };
    const put = { id: random.uuid(), source: BUS, detailType: "payout.settled", detail: payout, at: when };
    const prints = footprintsOf({ requestId: put.id, trace });
    prints.invocations[book.name] = requestId;
    const event = eventBridgeEvent(put);
    invokeAsync({ timeline: world.timeline, random }, book, {
      at: when + random.between(80, 300),
      requestId,
      trace,
      handler: (invocation) => {
        invocation.says({ what: "event", event });
        invocation.works(random.between(3, 9));
        const failed = books(invocation, random, payout, trouble);
        if (failed === null) return done(invocation, { booked: payout.payout });
        errors.push(invocation.now);
        return { threw: failed };
      },
      ended: ({ cold }) => {
        prints.cold ||= cold;
      },
    });
    return prints;
  };
  for (const when of scattered(random, 90, at("11:40:00"), at("12:11:00"))) tell(when, null);
  const prints = spread(random, LOST, at("12:11:20"), at("12:15:00")).map((when, i) =>
    tell(when, i % 2 === 0 ? "dynamodb" : "s3"),
  );
  return smallStory({
    name: "partner-event",
    world,
    midnight,
    clock: "12:20:08",
    id: "QPARTNEREVENT",
    service: "PBILL03",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: [],
    prints,
  });
}

/** Writes a payout down, and its receipt. Null where both went well, else the error that the handler lets through. */
function books(
  invocation: Invocation,
  random: Random,
  payout: { payout: string; merchant: string; cents: number },
  trouble: "dynamodb" | "s3" | null,
): Failure | null {
  const write: Call = { name: "DynamoDB PutItem", input: { TableName: "payouts", Item: { id: { S: payout.payout } } } };
  const keep: Call = { name: "S3 PutObject", input: { Bucket: "payout-receipts", Key: `${payout.payout}.json` } };
  const dynamodbId = dynamodbRequestId(random);
  if (trouble === "dynamodb") return refused(invocation, write, "InternalServerError", dynamodbId, random);
  invocation.calls(write, random.between(5, 12), answer({}, { requestId: dynamodbId }));
  const s3Id = random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 16);
  if (trouble === "s3") return refused(invocation, keep, "InternalError", s3Id, random);
  invocation.calls(keep, random.between(20, 60), answer({ ETag: `"${random.hex(32)}"` }, { requestId: s3Id }));
  return null;
}

function refused(invocation: Invocation, call: Call, name: string, requestId: string, random: Random): Failure {
  invocation.calls(call, random.between(900, 2400), null);
  const failure: Failure = {
    name,
    message: name === "InternalError" ? "We encountered an internal error. Please try again." : "Internal server error",
    frames: [
      "    at ProtocolLib.getErrorSchemaOrThrowBaseException (/var/task/node_modules/@aws-sdk/core/dist-cjs/submodules/protocols/index.js:69:67)",
      "    at async handler (/var/task/book-payout.js:21:5)",
    ],
    fields: { $fault: "server", $metadata: metadata(500, { requestId, attempts: 3, totalRetryDelay: 412 }) },
  };
  invocation.says({ what: "failure", message: `${call.name} failed in ${AWS_ACCOUNT.region}`, failure });
  return failure;
}
