import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import type { JsonObject } from "../../world/json.ts";
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

const FAILED = 26;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  functions: { "book-sale": { entry: true, owner: "tills team" } },
};

const ALARM: Alarm = {
  name: "Function fails (book-sale)",
  description: "Errors in each of the last three minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "book-sale" },
  periodSeconds: 60,
  periods: 3,
  threshold: 1,
};

/** 23:20. The tills of the shops invoke a function themselves, and nobody wrote down who stands at them. The README has the story. */
export function tellTillInvoked(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("till-invoked");
  const at = (clock: string): number => clockTime(midnight, clock);
  const book = smallFunction(world, "book-sale", powertools);
  const errors: number[] = [];
  const sell = (when: number, fails: boolean): Footprints => {
    const trace = newTrace(random, when);
    const requestId = random.uuid();
    const prints = footprintsOf({ requestId, trace });
    prints.invocations[book.name] = requestId;
    const event: JsonObject = {
      till: `till-${random.int(1, 60)}`,
      cents: random.int(90, 9000),
      vat: fails ? "19a" : "19",
    };
    const handed = { at: when, requestId, trace, event };
    const ended = ({ cold }: { cold: boolean }): void => {
      prints.cold ||= cold;
    };
    handOver(
      world,
      book,
      handed,
      (invocation) => {
        invocation.works(random.between(8, 30));
        if (!fails) return done(invocation, { sale: random.hex(12) });
        errors.push(invocation.now);
        return { threw: REFUSED };
      },
      ended,
    );
    return prints;
  };
  const prints = spread(random, FAILED, at("23:12:00"), at("23:18:50")).map((when) => sell(when, true));
  for (const when of scattered(random, 160, at("22:45:00"), at("23:20:00"))) sell(when, false);
  return smallStory({
    name: "till-invoked",
    world,
    midnight,
    clock: "23:20:00",
    id: "QT1LL1NV0KEDX",
    service: "PSHOP01",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: [],
    prints,
  });
}

const REFUSED: Failure = {
  name: "ValidationError",
  message: "this is no rate of tax",
  frames: ["    at rateOf (/var/task/tax.js:17:11)", "    at async handler (/var/task/book-sale.js:11:16)"],
  fields: {},
};
