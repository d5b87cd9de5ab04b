import { AWS_ACCOUNT, arn } from "../../world/aws-account.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import type { Configured } from "../../world/configured.ts";
import type { Counted } from "../../world/counters.ts";
import type { JsonObject } from "../../world/json.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, spread } from "../arrivals.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { handOver } from "../hand-over.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const STREAM = "gate-taps";
const ARRIVED = 1900;
const HOUR_MS = 3_600_000;
const AGE_MS = 22 * HOUR_MS;
/** The poller tries again so long after a failure, in the end. */
const EVERY_MS = 5 * 60_000;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  streams: { [STREAM]: { entry: true, customerFacing: true, owner: "fares team" } },
  functions: { "charge-tap": { owner: "fares team" } },
};

const ALARM: Alarm = {
  name: "A stream is not read on (charge-tap)",
  description: "The oldest record that charge-tap has not done is 22 hours old.",
  namespace: "AWS/Lambda",
  metric: "IteratorAge",
  dimension: { name: "FunctionName", value: "charge-tap" },
  periodSeconds: 300,
  periods: 1,
  threshold: AGE_MS,
  maximum: AGE_MS + 5 * 60_000,
};

const CONFIGURED: Configured = {
  streams: { [STREAM]: { RetentionPeriodHours: 24, StreamStatus: "ACTIVE", OpenShardCount: 1 } },
  mappings: {
    "charge-tap": [
      {
        EventSourceArn: arn("kinesis", `stream/${STREAM}`),
        FunctionArn: arn("lambda", "function:charge-tap"),
        BatchSize: 100,
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: -1,
        MaximumRecordAgeInSeconds: -1,
        DestinationConfig: { OnFailure: {} },
      },
    ],
  },
};

/** 03:40. One record is refused for ever, and nobody reads on since 22 hours; after 24 the first is gone. The README has the story. */
export function tellPoisonShard(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("poison-shard");
  const until = clockTime(midnight, "03:41:30");
  const arrivedAt = clockTime(midnight, "03:33:40") - AGE_MS;
  const charge = smallFunction(world, "charge-tap", powertools);
  const sequence = `4961${random.text("0123456789", 52)}`;
  const trace = newTrace(random, arrivedAt);
  const prints: Footprints = footprintsOf({ requestId: sequence, trace });
  const tap = { cardId: `card_${random.hex(12)}`, gateId: null, at: new Date(arrivedAt - 300).toISOString() };
  const event = tapEvent(sequence, JSON.stringify(tap), arrivedAt);
  const ages: [number, number][] = [];
  for (let planned = arrivedAt + 400; planned < until; planned += EVERY_MS) {
    const at = planned + random.between(0, 4000);
    const requestId = random.uuid();
    prints.invocations[charge.name] ??= requestId;
    ages.push([at, at - arrivedAt]);
    // A stream hands no trace on: every attempt begins its own.
    const attempt = { at, requestId, trace: ages.length === 1 ? trace : newTrace(random, at), event };
    handOver(
      world,
      charge,
      attempt,
      (invocation) => {
        invocation.works(random.between(3, 12));
        return { threw: REFUSED };
      },
      ({ cold }) => {
        prints.cold ||= cold;
      },
    );
  }
  const behind = spread(random, ARRIVED - 1, arrivedAt + 20_000, clockTime(midnight, "03:30:00"));
  return smallStory({
    name: "poison-shard",
    world,
    midnight,
    clock: "03:40:00",
    id: "QP01S0NSHARDX",
    service: "PRIDE02",
    alarm: ALARM,
    counted: ages.map(([at]) => at),
    catalog: CATALOG,
    people: [],
    prints: [prints],
    configured: CONFIGURED,
    measured: [
      { ...measuredOf("AWS/Lambda", "IteratorAge", { FunctionName: "charge-tap" }, ages), stat: "Maximum" },
      measuredOf(
        "AWS/Kinesis",
        "IncomingRecords",
        { StreamName: STREAM },
        [arrivedAt, ...behind].map((at) => [at, 1]),
      ),
    ],
  });
}

function measuredOf(
  namespace: string,
  name: string,
  dimensions: Counted["dimensions"],
  values: Counted["values"],
): Counted {
  return { namespace, name, dimensions, values };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html */
function tapEvent(sequence: string, data: string, at: number): JsonObject {
  return {
    Records: [
      {
        kinesis: {
          kinesisSchemaVersion: "1.0",
          partitionKey: "gate-0417",
          sequenceNumber: sequence,
          data: Buffer.from(data).toString("base64"),
          approximateArrivalTimestamp: Math.floor(at) / 1000,
        },
        eventSource: "aws:kinesis",
        eventVersion: "1.0",
        eventID: `shardId-000000000000:${sequence}`,
        eventName: "aws:kinesis:record",
        invokeIdentityArn: `arn:aws:iam::${AWS_ACCOUNT.id}:role/charge-tap`,
        awsRegion: AWS_ACCOUNT.region,
        eventSourceARN: arn("kinesis", `stream/${STREAM}`),
      },
    ],
  };
}

const REFUSED: Failure = {
  name: "ValidationError",
  message: "this is no tap",
  frames: [
    "    at checked (/var/task/tap.js:14:11)",
    "    at tapOf (/var/task/tap.js:8:10)",
    "    at async handler (/var/task/charge-tap.js:12:17)",
  ],
  fields: {},
};
