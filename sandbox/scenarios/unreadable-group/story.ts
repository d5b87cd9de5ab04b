import { hash } from "node:crypto";
import { queueUrl } from "../../world/aws-account.ts";
import { answer } from "../../world/aws-sdk/javascript-answer.ts";
import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { type Customer, createCustomers } from "../../world/customer.ts";
import type { HttpApi } from "../../world/events/http-api-event.ts";
import { sqsEvent } from "../../world/events/sqs-event.ts";
import type { Ending, Invocation } from "../../world/lambda/invocation.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { nodeText } from "../../world/logging/node-text.ts";
import { powertools } from "../../world/logging/powertools.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered } from "../arrivals.ts";
import { respond } from "../endings.ts";
import type { Footprints } from "../footprints.ts";
import { serveHttpApi } from "../serve-http-api.ts";
import { smallFunction } from "../small-function.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";

const API: HttpApi = {
  id: "m6meters3r",
  userPool: { id: "eu-central-1_M3tersRdg", clientId: "4m6meters1k8c3x7v2b9n5q", tokenSeconds: 14_400 },
};

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  apis: { "meters-api": { ids: [API.id], owner: "meters team", routes: { "POST /readings": {} } } },
  queues: { readings: { owner: "meters team" } },
};

const ALARM: Alarm = {
  name: "Function fails (meter-import)",
  description: "Errors in each of the last five minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "meter-import" },
  periodSeconds: 60,
  periods: 5,
  threshold: 1,
};

/** 17:20. A function fails, and its log group is the one that may not be read. The README has the story. */
export function tellUnreadableGroup(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("unreadable-group");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: 80, before: at("16:50:00") });
  const intake = smallFunction(world, "meter-readings", powertools);
  const importer = smallFunction(world, "meter-import", nodeText);
  const errors: number[] = [];
  const deliver = (id: string, body: string, sentAt: number, prints: Footprints): void => {
    const when = sentAt + random.between(20, 80);
    const requestId = random.uuid();
    prints.messages["readings"] = id;
    world.timeline.at(when, () => {
      const trace = newTrace(random, when);
      const event = sqsEvent(random, { id, queue: "readings", body, senderId: intake.senderId, trace, sentAt }, when);
      const program = (invocation: Invocation): Ending => {
        invocation.says({ what: "event", event });
        invocation.works(random.between(4, 20));
        errors.push(invocation.now);
        return { threw: NO_TARIFF };
      };
      importer.invoke({ at: when, requestId, trace, apiRequestId: null, program });
    });
  };
  const read = (customer: Customer, when: number): Footprints => {
    const body = { meter: `mtr_${random.hex(8)}`, kWh: random.int(1000, 90_000) };
    const wanted = { at: when, customer, method: "POST", route: "/readings", body } as const;
    const prints = serveHttpApi({ world, random, api: API }, wanted, intake, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(2, 6));
      const MessageBody = JSON.stringify(body);
      const id = random.uuid();
      const call = { name: "SQS SendMessage", input: { QueueUrl: queueUrl("readings"), MessageBody } };
      const output = { MD5OfMessageBody: hash("md5", MessageBody), MessageId: id };
      invocation.calls(call, random.between(5, 12), answer(output, { requestId: random.uuid() }));
      deliver(id, MessageBody, invocation.now, prints);
      return respond(invocation, 202, { accepted: true });
    });
    return prints;
  };
  const prints = scattered(random, 150, at("17:05:00"), at("17:20:00")).map((when) =>
    read(random.pick(customers), when),
  );
  return smallStory({
    name: "unreadable-group",
    world,
    midnight,
    clock: "17:20:00",
    id: "QUNREADABLE1X",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: [],
    prints,
    deniedGroups: ["/aws/lambda/meter-import"],
  });
}

const NO_TARIFF: Failure = {
  name: "RangeError",
  message: "no tariff is in force",
  frames: ["    at tariffAt (/var/task/tariff.js:12:9)", "    at async handler (/var/task/meter-import.js:9:18)"],
  fields: {},
};
