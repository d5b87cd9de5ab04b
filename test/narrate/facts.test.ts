import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf } from "../../src/narrate/facts.ts";
import { questionFactsOf } from "../../src/narrate/question-facts.ts";
import { aBadInputReport } from "./a-bad-input-report.ts";

const LINE = "rideId of ada is empty";
const MESSAGE = "details.rideId of ada is empty";
const VALUE = "rider-7711";
const PAYLOAD = "payload-of-ada";

test("for a question a model is told the walk, the changes and the loss clock as well", () => {
  const { walk, changes, lossClock } = read(questionFactsOf(aBadInputReport(), "shown"));
  assert.deepEqual(
    walk.steps.map(({ hop, state, value }: Step) => [hop, state, value]),
    [
      ["t1#h4", "bad", ""],
      ["t1#h3", "unrecorded", null],
      ["t1#h2", "good", VALUE],
    ],
  );
  assert.deepEqual([walk.field, walk.firstBadHop], ["details.rideId", "t1#h2"]);
  assert.deepEqual([changes[0].function, changes[0].version, changes[0].previous], ["book-ride", "41", "40"]);
  assert.deepEqual(lossClock, { items: 12, firstLostAt: "2026-11-26T02:18:00.000Z" });
});

test("what went in and came out is never told to a model", () => {
  const report = aBadInputReport();
  assert.ok(JSON.stringify(report).includes(PAYLOAD), "it stands in the report");
  for (const facts of [factsOf(report, "shown"), questionFactsOf(report, "shown")])
    assert.ok(!JSON.stringify(facts).includes(PAYLOAD));
});

test("a value that holds further values is not told: it is a payload", () => {
  const report = aBadInputReport();
  const cause = report.cause ?? assert.fail("there is a cause");
  const field = cause.field ?? assert.fail("there is a field");
  const steps = (field.steps ?? []).map((step) => ({ ...step, value: { rider: VALUE } }));
  const changed = { ...report, cause: { ...cause, field: { ...field, steps } } };
  assert.ok(!JSON.stringify(questionFactsOf(changed, "shown")).includes(VALUE));
});

test("where a group alone may read payloads, a model is told no lines, no messages of errors and no values", () => {
  const report = aBadInputReport();
  const shown = JSON.stringify(questionFactsOf(report, "shown"));
  const hidden = JSON.stringify(questionFactsOf(report, "hidden"));
  for (const theirs of [LINE, MESSAGE, VALUE]) {
    assert.ok(shown.includes(theirs), theirs);
    assert.ok(!hidden.includes(theirs), theirs);
  }
  assert.ok(hidden.includes("ValidationError"), "what sort of error it is may be known");
});

interface Step {
  readonly hop: string;
  readonly state: string;
  readonly value: unknown;
}

function read(facts: object) {
  return JSON.parse(JSON.stringify(facts));
}
