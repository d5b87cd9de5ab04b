import { AWS_ACCOUNT } from "../../world/aws-account.ts";
import { s3ExtendedRequestId, s3RequestId } from "../../world/aws-ids.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import type { JsonObject } from "../../world/json.ts";
import { invokeAsync } from "../../world/lambda/invoke-async.ts";
import { lambdaJson } from "../../world/logging/lambda-json.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import type { Random } from "../../world/random.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { done } from "../endings.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const BUCKET = "uploaded-photos";
const LOST = 9;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  buckets: { [BUCKET]: { entry: true, customerFacing: true, owner: "photos team" } },
};

const ALARM: Alarm = {
  name: "Function fails (shrink-photo)",
  description: "Five errors or more in five minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "shrink-photo" },
  periodSeconds: 300,
  periods: 1,
  threshold: 5,
};

/** 22:20. Photographs of a new format are uploaded, and what should be made of them is lost. The README has the story. */
export function tellS3Upload(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("s3-upload");
  const at = (clock: string): number => clockTime(midnight, clock);
  const shrink = smallFunction(world, "shrink-photo", lambdaJson);
  const errors: number[] = [];
  const upload = (when: number, format: "jpg" | "avif"): Footprints => {
    const trace = newTrace(random, when);
    const requestId = random.uuid();
    const upstream = s3RequestId(random);
    const prints = footprintsOf({ requestId: upstream, trace });
    prints.invocations[shrink.name] = requestId;
    const event = objectCreated(random, upstream, `photos/${random.uuid()}.${format}`, when);
    invokeAsync({ timeline: world.timeline, random }, shrink, {
      at: when + random.between(300, 900),
      requestId,
      trace,
      handler: (invocation) => {
        invocation.says({ what: "event", event });
        invocation.works(random.between(80, 240));
        return format === "avif" ? { threw: UNKNOWN_FORMAT } : done(invocation, { widths: [320, 1280] });
      },
      ended: ({ cold, threw, endedAt }) => {
        prints.cold ||= cold;
        if (threw) errors.push(endedAt);
      },
    });
    return prints;
  };
  const prints = spread(random, LOST, at("22:11:00"), at("22:15:00")).map((when) => upload(when, "avif"));
  for (const when of scattered(random, 120, at("21:50:00"), at("22:20:00"))) upload(when, "jpg");
  return smallStory({
    name: "s3-upload",
    world,
    midnight,
    clock: "22:20:08",
    id: "QS3UPLOADS01X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: [],
    prints,
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
function objectCreated(random: Random, requestId: string, key: string, at: number): JsonObject {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: AWS_ACCOUNT.region,
        eventTime: new Date(at).toISOString(),
        eventName: "ObjectCreated:Put",
        userIdentity: { principalId: `AWS:${random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 21)}` },
        requestParameters: { sourceIPAddress: `203.0.113.${random.int(1, 254)}` },
        responseElements: { "x-amz-request-id": requestId, "x-amz-id-2": s3ExtendedRequestId(random) },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "shrink",
          bucket: { name: BUCKET, ownerIdentity: { principalId: "A3NL1KOZZKExample" }, arn: `arn:aws:s3:::${BUCKET}` },
          object: {
            key,
            size: random.int(900_000, 8_000_000),
            eTag: random.hex(32),
            sequencer: random.hex(18).toUpperCase(),
          },
        },
      },
    ],
  };
}

const UNKNOWN_FORMAT: Failure = {
  name: "TypeError",
  message: "decoder is not a function",
  frames: ["    at decode (/var/task/decode.js:22:10)", "    at async handler (/var/task/shrink-photo.js:14:17)"],
  fields: {},
};
