import assert from "node:assert/strict";
import { test } from "node:test";
import { readExpectation } from "../../../sandbox/scenarios/expectation.ts";
import { OUTCOMES } from "../../../src/impact/outcome.ts";
import type { CauseView, Decision } from "../../../src/report.ts";
import type { EntryKind } from "../../../src/span.ts";
import { NAMES, story } from "./night.ts";

/** Alerts that are nearer to each other may be of one storm. */
const APART_MS = 600_000;

const EXPECTED = await Promise.all(NAMES.map((name) => readExpectation(name)));

/** As records, so that a kind that is added to the types is missed here before it is missed in the stories. */
const ENTRIES: Readonly<Record<Exclude<EntryKind, "unknown">, true>> = {
  ...{ http: true, websocket: true, graphql: true, schedule: true, queue: true, topic: true },
  ...{ event: true, storage: true, stream: true, workflow: true, invoke: true },
};
const CAUSES: Readonly<Record<CauseView["kind"], true>> = {
  ...{ throttled: true, timeout: true, "bad-input": true, permission: true, dependency: true },
  ...{ code: true, memory: true, deploy: true, provider: true, unknown: true },
};
const DECISIONS: Readonly<Record<Decision, true>> = { wake: true, wait: true, unclear: true };

test("there are 24 stories at least", () => {
  assert.ok(NAMES.length >= 24);
});

test("every kind of entry is hit, or looked at, in some story", () => {
  const told = new Set<string>(EXPECTED.flatMap(({ entries }) => entries.map(({ kind }) => kind)));
  assert.deepEqual(missing(ENTRIES, told), []);
});

test("every outcome is somebody's in some story, or a request's", () => {
  const told = new Set<string>();
  for (const { users, failingRequests, lossClock, blocked } of EXPECTED) {
    for (const [outcome, count] of Object.entries(users.outcomes)) if (count > 0) told.add(outcome);
    if (lossClock !== null && blocked !== null) told.add("pending");
    if (failingRequests === 0 && Object.values(users.outcomes).every((count) => count === 0)) told.add("ok");
  }
  assert.deepEqual(
    OUTCOMES.filter((outcome) => !told.has(outcome)),
    [],
  );
});

test("every kind of cause is found in some story", () => {
  const told = new Set<string>(EXPECTED.flatMap(({ cause }) => cause?.kind ?? []));
  assert.deepEqual(missing(CAUSES, told), []);
});

test("every verdict is right in some story", () => {
  assert.deepEqual(missing(DECISIONS, new Set(EXPECTED.map(({ decision }) => decision))), []);
});

test("no incident of the night happens while another one is told: they come in order, and apart", () => {
  const times = NAMES.map((name) => story(name, 1).at);
  const apart = times.slice(1).map((at, i) => at - (times[i] ?? 0));
  assert.deepEqual(
    NAMES.slice(1).filter((_, i) => (apart[i] ?? 0) < APART_MS),
    [],
  );
});

function missing(wanted: Readonly<Record<string, true>>, told: ReadonlySet<string>): string[] {
  return Object.keys(wanted).filter((one) => !told.has(one));
}
