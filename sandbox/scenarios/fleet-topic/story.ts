import { arn } from "../../world/aws-account.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import type { JsonObject } from "../../world/json.ts";
import { invokeAsync } from "../../world/lambda/invoke-async.ts";
import type { Failure } from "../../world/logging/log-style.ts";
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

const TOPIC = "vehicle-alerts";
const LATE = 16;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  topics: { [TOPIC]: { entry: true, customerFacing: true, owner: "fleet team" } },
  functions: { "warn-driver": { owner: "fleet team" } },
};

const ALARM: Alarm = {
  name: "Function fails (warn-driver)",
  description: "Ten errors or more in five minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "warn-driver" },
  periodSeconds: 300,
  periods: 1,
  threshold: 10,
};

/** 11:20. A version goes live without one of its modules, and is taken back before Lambda gives anything up. The README has the story. */
export function tellFleetTopic(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("fleet-topic");
  const at = (clock: string): number => clockTime(midnight, clock);
  const warn = smallFunction(world, "warn-driver", powertools, "30");
  const [deployed, back] = [at("11:14:10"), at("11:16:20")];
  world.timeline.at(deployed, () => warn.deploy("31"));
  world.timeline.at(back, () => warn.deploy("30"));
  const errors: number[] = [];
  const publish = (when: number): Footprints => {
    const trace = newTrace(random, when);
    const requestId = random.uuid();
    const id = random.uuid();
    const prints = footprintsOf({ requestId: id, trace });
    prints.invocations[warn.name] = requestId;
    const event = notified(random, id, { vehicle: `veh_${random.hex(8)}`, alert: "tyre pressure" }, when);
    let tries = 0;
    invokeAsync({ timeline: world.timeline, random }, warn, {
      at: when + random.between(60, 200),
      requestId,
      trace,
      handler: (invocation) => {
        const broken = invocation.now >= deployed && invocation.now < back;
        tries++;
        if (broken) {
          errors.push(invocation.now);
          return { threw: NO_MODULE };
        }
        invocation.says({ what: "event", event });
        invocation.works(random.between(30, 90));
        return done(invocation, { warned: true, tries });
      },
      ended: ({ cold }) => {
        prints.cold ||= cold;
      },
    });
    return prints;
  };
  for (const when of scattered(random, 130, at("10:50:00"), deployed - 2000)) publish(when);
  const prints = spread(random, LATE, deployed + 1000, back - 1000).map(publish);
  for (const when of scattered(random, 30, back + 1000, at("11:20:00"))) publish(when);
  return smallStory({
    name: "fleet-topic",
    world,
    midnight,
    clock: "11:20:08",
    id: "QFLEETT0P1CX1",
    service: "PRIDE02",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: [],
    prints,
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html */
function notified(random: Random, id: string, message: JsonObject, at: number): JsonObject {
  const subscription = `${arn("sns", TOPIC)}:${random.uuid()}`;
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription,
        Sns: {
          Type: "Notification",
          MessageId: id,
          TopicArn: arn("sns", TOPIC),
          Subject: null,
          Message: JSON.stringify(message),
          Timestamp: new Date(at).toISOString(),
          SignatureVersion: "1",
          Signature: random.bytes(256).toString("base64"),
          MessageAttributes: {},
        },
      },
    ],
  };
}

const NO_MODULE: Failure = {
  name: "Runtime.ImportModuleError",
  message: "Error: Cannot find module 'tyres'\nRequire stack:\n- /var/task/warn-driver.js",
  frames: ["    at _loadUserApp (file:///var/runtime/index.mjs:1170:17)"],
  fields: {},
};
