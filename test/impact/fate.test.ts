import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Configuration,
  configurationOf,
  type GivenUpTo,
  type Handover,
  settingsOf,
} from "../../src/configuration.ts";
import { type Ending, endingOf } from "../../src/impact/ending.ts";
import type { Place } from "../../src/place.ts";
import { DAY, HOUR, type Micros, micros, SECOND } from "../../src/time.ts";
import { type HopWords, hopOf } from "./hop-of.ts";
import { transactionOf } from "./transaction-of.ts";

const WORKER: Place = { service: "lambda", resource: "worker" };
const DEAD: Place = { service: "sqs", resource: "dead" };
const TOPIC = hopOf("sns rides", { kind: "producer" });
const STREAM: Place = { service: "kinesis", resource: "positions" };
const SENT = micros(100 * SECOND);

interface AsyncRow {
  readonly when: string;
  readonly attempts: number;
  readonly terms?: Partial<Handover>;
  readonly own?: GivenUpTo;
  readonly outcome: Ending["outcome"];
  readonly until: Micros | null;
  readonly unread: RegExp | null;
}

const ASYNC: readonly AsyncRow[] = [
  {
    when: "nothing was read, and attempts are left",
    attempts: 2,
    outcome: "pending",
    until: null,
    unread: /how long it is tried/,
  },
  {
    when: "nothing was read, and no attempts are left",
    attempts: 3,
    outcome: "lost",
    until: null,
    unread: /whether anything keeps it/,
  },
  {
    when: "one attempt is configured, and nothing keeps it",
    attempts: 1,
    terms: { attempts: 1, givenUpTo: "none" },
    own: "none",
    outcome: "lost",
    until: null,
    unread: null,
  },
  {
    when: "no destination is configured, and whether there is a dead-letter queue was not read",
    attempts: 3,
    terms: { givenUpTo: "none" },
    outcome: "lost",
    until: null,
    unread: /whether anything keeps it/,
  },
  {
    when: "a destination keeps it",
    attempts: 3,
    terms: { givenUpTo: DEAD },
    outcome: "parked",
    until: micros(SENT + DAY),
    unread: null,
  },
  {
    when: "a dead-letter queue keeps it",
    attempts: 3,
    own: DEAD,
    outcome: "parked",
    until: micros(SENT + DAY),
    unread: null,
  },
  {
    when: "a queue keeps it of which nothing was read",
    attempts: 3,
    own: { service: "sqs", resource: "far" },
    outcome: "parked",
    until: null,
    unread: /how long SQS far keeps it/,
  },
  {
    when: "attempts are left, and after its time nothing keeps it",
    attempts: 1,
    terms: { oldest: HOUR, givenUpTo: "none" },
    own: "none",
    outcome: "pending",
    until: micros(SENT + HOUR),
    unread: null,
  },
  {
    when: "attempts are left, and something keeps it after them",
    attempts: 1,
    terms: { oldest: HOUR, givenUpTo: DEAD },
    outcome: "pending",
    until: null,
    unread: null,
  },
];

for (const { when, attempts, terms, own, outcome, until, unread } of ASYNC) {
  test(`an asynchronous invocation that failed is ${outcome} where ${when}`, () => {
    const handover: Handover = { from: null, to: WORKER, oldest: null, attempts: 3, givenUpTo: null, ...terms };
    const known = knowing(
      terms === undefined ? [] : [handover],
      own === undefined ? [] : [settingsOf(WORKER, { givenUpTo: own })],
    );
    const ending = endingOf(transactionOf([TOPIC], [hopOf("lambda worker", { outcome: "error", attempts }), 0]), known);
    assert.equal(ending.outcome, outcome);
    const [fate] = ending.fates;
    assert.equal(fate?.until, until);
    assert.match(fate?.unread ?? "null", unread ?? /^null$/);
  });
}

test("a record is there until its stream trims it, or its mapping gives it up before", () => {
  const stream = [settingsOf(STREAM, { retention: DAY, keptSince: "arrival" })];
  const of = (terms: Partial<Handover>): Handover[] => [
    { from: STREAM, to: WORKER, oldest: "unlimited", attempts: "unlimited", givenUpTo: "none", ...terms },
  ];
  assert.deepEqual(untilOf(of({}), stream), [micros(SENT + DAY), null]);
  assert.deepEqual(untilOf(of({ oldest: HOUR }), stream), [micros(SENT + HOUR), null]);
  // What is kept at a destination after its time is not gone then.
  assert.deepEqual(untilOf(of({ oldest: HOUR, givenUpTo: DEAD }), stream), [micros(SENT + DAY), null]);
  assert.deepEqual(untilOf(of({ attempts: 5 }), stream), [micros(SENT + DAY), "how often it was tried"]);
  assert.deepEqual(untilOf([], stream), [micros(SENT + DAY), "how Kinesis positions is polled"]);
  assert.deepEqual(untilOf(of({}), []), [null, "how long Kinesis positions keeps it"]);

  function untilOf(handovers: readonly Handover[], settings: ReturnType<typeof settingsOf>[]): unknown {
    const [fate] = endingOf(polled("kinesis positions", [{}]), knowing(handovers, settings)).fates;
    return [fate?.until, fate?.unread];
  }
});

test("a record that is tried again and again is one piece of work, and one that got through in the end is none", () => {
  const again = endingOf(polled("kinesis positions", [{ start: 200 }, { start: 300 }, { start: 400 }]));
  assert.deepEqual([again.outcome, again.fates.length], ["pending", 1]);
  const through = endingOf(
    polled("kinesis positions", [{ start: 200 }, { start: 300 }, { start: 400, outcome: "ok" }]),
  );
  assert.deepEqual([through.outcome, through.fates], ["delayed", []]);
});

test("a message moves to the dead-letter queue with the delivery that its policy names, and counts from its sending there", () => {
  const queue: Place = { service: "sqs", resource: "rides" };
  const settings = [settingsOf(queue, { retention: DAY, keptSince: "sending", givenUpTo: DEAD, deliveries: 2 })];
  const first = endingOf(polled("sqs rides", [{ delivery: 1 }]), knowing([], settings));
  assert.deepEqual(
    [first.outcome, first.fates[0]?.lies, first.fates[0]?.until],
    ["pending", queue, micros(SENT + DAY)],
  );
  const second = endingOf(polled("sqs rides", [{ delivery: 2, start: 5000 }]), knowing([], settings));
  assert.deepEqual(
    [second.outcome, second.fates[0]?.lies, second.fates[0]?.until],
    ["parked", DEAD, micros(SENT + DAY)],
  );
});

test("in a FIFO dead-letter queue it counts from its arrival there", () => {
  const queue: Place = { service: "sqs", resource: "rides.fifo" };
  const dead: Place = { service: "sqs", resource: "dead.fifo" };
  const known = knowing(
    [],
    [
      settingsOf(queue, { retention: DAY, keptSince: "arrival", givenUpTo: dead, deliveries: 1 }),
      settingsOf(dead, { retention: DAY, keptSince: "arrival" }),
    ],
  );
  const { fates } = endingOf(polled("sqs rides.fifo", [{ delivery: 1, start: 5000 }]), known);
  assert.equal(fates[0]?.until, micros(5000 * SECOND + DAY));
});

/** What a stream or queue handed to the worker, each try failing unless it says otherwise. */
function polled(from: "kinesis positions" | `sqs ${string}`, tries: readonly HopWords[]) {
  const held = hopOf(from, { kind: "producer" });
  return transactionOf(
    [held],
    ...tries.map((words, n) => [hopOf("lambda worker", { id: `try ${n}`, outcome: "error", ...words }), 0] as const),
  );
}

function knowing(handovers: readonly Handover[], settings: readonly ReturnType<typeof settingsOf>[]): Configuration {
  const dead = settingsOf(DEAD, { retention: DAY, keptSince: "sending" });
  return configurationOf([
    ...[dead, ...settings].map((one) => ({ settings: one })),
    ...handovers.map((handover) => ({ handover })),
  ]);
}
