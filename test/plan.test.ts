import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Known, namesOf, plan } from "../src/plan.ts";
import type { Question } from "../src/sources/source.ts";
import { fromMillis, HOUR, MINUTE, micros, SECOND, type Window } from "../src/time.ts";

const TO = fromMillis(Date.UTC(2026, 10, 22, 2, 32));
const WINDOW: Window = { from: micros(TO - 3 * HOUR), to: TO };
const SUBJECT = { service: "dynamodb", resource: "orders", signal: "throttle" } as const;
const NOTHING: Known = {
  window: WINDOW,
  trouble: { from: micros(TO - 15 * MINUTE), to: TO },
  subjects: null,
  wanted: [],
  sought: WINDOW,
  sessions: [],
  follow: [],
  healthy: [],
  lost: [],
  waits: [],
  followed: { from: micros(TO - 15 * MINUTE), to: TO },
  passing: [],
  groups: [],
  failing: [],
  unplaced: [],
  unnamed: [],
  measured: [],
  described: [],
  alarms: [],
  asked: new Set(),
};

test("an alert is asked about by its failures first, where the trouble is", () => {
  const { trouble } = NOTHING;
  assert.deepEqual(plan({ ...NOTHING, subjects: [SUBJECT] }), [{ window: trouble, failures: [SUBJECT], groups: null }]);
});

test("an alert that names nothing is asked about all the same", () => {
  assert.deepEqual(plan({ ...NOTHING, subjects: [] }), [{ window: NOTHING.trouble, failures: [], groups: null }]);
});

test("what passed in the worst minute is read together with the failures, in every group, once", () => {
  const at = micros(TO - 5 * MINUTE);
  const known = { ...NOTHING, subjects: [SUBJECT], passing: [at, micros(at + SECOND)] };
  const [, slice, more] = plan(known);
  assert.deepEqual(slice, { window: { from: at - 20 * SECOND, to: at + 70 * SECOND }, keyed: null });
  assert.equal(more, undefined);
  const asked = new Set(plan(known).flatMap(namesOf));
  assert.deepEqual(plan({ ...known, asked }), []);
  assert.equal(plan({ ...known, asked, passing: [micros(at - MINUTE)] }).length, 1);
});

test("at most three such minutes are read", () => {
  const passing = Array.from({ length: 10 }, (_, i) => micros(TO - (i + 1) * 5 * MINUTE));
  assert.equal(plan({ ...NOTHING, passing }).length, 3);
});

test("of the groups that the requests pass through, earlier failures are asked for too: they tell since when", () => {
  const asked = new Set(plan({ ...NOTHING, subjects: [SUBJECT] }).flatMap(namesOf));
  const questions = plan({
    ...NOTHING,
    subjects: [SUBJECT],
    groups: ["/aws/lambda/checkout"],
    failing: ["/aws/lambda/checkout"],
    asked,
  });
  assert.deepEqual(questions, [
    { window: { from: TO - 22 * MINUTE, to: TO }, keyed: ["/aws/lambda/checkout"] },
    { window: { from: WINDOW.from, to: NOTHING.trouble.from }, failures: [SUBJECT], groups: ["/aws/lambda/checkout"] },
  ]);
});

test("requests that are not understood are looked into after the groups were read that they seem to pass through", () => {
  const known = { ...NOTHING, follow: [["a"]], lost: [["b"]], groups: ["g"] };
  const found = (asked: ReadonlySet<string>) =>
    plan({ ...known, asked }).flatMap((question) => ("find" in question ? question.find : []));
  assert.deepEqual(found(new Set()), ["a"]);
  assert.deepEqual(found(new Set(plan(known).flatMap(namesOf))), ["b"]);
});

test("one id that somebody traces is looked for, and no failures", () => {
  assert.deepEqual(plan({ ...NOTHING, wanted: ["id-1"] }), [{ window: WINDOW, find: ["id-1"] }]);
});

test("where nothing is known and nothing wanted, nothing is asked", () => {
  assert.deepEqual(plan(NOTHING), []);
});

test("ids that lead on are looked for together, each once, and only where their requests can have been", () => {
  const from = micros(TO - HOUR);
  const [question, more] = plan({ ...NOTHING, follow: [["a", "b"], ["b", "c"], []], followed: { from, to: TO } });
  assert.equal(more, undefined);
  assert.ok(question !== undefined && "find" in question);
  assert.deepEqual(question.find, ["a", "b", "c"]);
  assert.ok(question.window.from < from && question.window.from >= from - 10 * MINUTE);
  assert.equal(question.window.to, TO);
});

test("what is too much for one round waits for the next, whole requests at a time", () => {
  const follow = Array.from({ length: 100 }, (_, request) => Array.from({ length: 50 }, (__, i) => `${request}-${i}`));
  const [first] = plan({ ...NOTHING, follow });
  assert.ok(first !== undefined && "find" in first);
  assert.equal(first.find.length, 500);
  const [second] = plan({ ...NOTHING, follow, asked: new Set(namesOf(first)) });
  assert.ok(second !== undefined && "find" in second);
  assert.equal(second.find[0], "10-0");
});

test("a request with endless ids takes its turns and leaves room for the others", () => {
  const follow = [Array.from({ length: 5000 }, (_, i) => `noisy-${i}`), ["quiet"]];
  const [question] = plan({ ...NOTHING, follow });
  assert.ok(question !== undefined && "find" in question);
  assert.ok(question.find.includes("quiet"));
  assert.ok(question.find.length < 100);
});

test("who handed work over before the window is looked for at that moment alone, and its ids are looked for here all the same", () => {
  const sentAt = micros(TO - 80 * HOUR);
  const slice = { from: micros(sentAt - MINUTE), to: micros(sentAt + MINUTE) };
  const known = { ...NOTHING, waits: [{ window: slice, ids: ["m-1", "m-2"] }] };
  assert.deepEqual(plan(known), [{ window: slice, find: ["m-1", "m-2"], sent: true }]);
  const asked = new Set(plan(known).flatMap(namesOf));
  assert.deepEqual(plan({ ...known, asked }), []);
  const [here] = plan({ ...known, asked, follow: [["m-1"]] });
  assert.ok(here !== undefined && "find" in here);
  assert.deepEqual([here.find, here.sent], [["m-1"], undefined]);
});

test("healthy requests of an entry are read around the trouble, and what came just before it", () => {
  const [question] = plan({ ...NOTHING, groups: ["/aws/lambda/checkout"] });
  assert.ok(question !== undefined && "keyed" in question);
  assert.deepEqual(question.keyed, ["/aws/lambda/checkout"]);
  assert.equal(question.window.to, TO);
  assert.ok(question.window.from <= TO - 20 * MINUTE && question.window.from >= TO - 25 * MINUTE);
});

test("a failure that turns up a little earlier is no reason to read everything again, one that is much earlier is", () => {
  const groups = ["/aws/lambda/checkout"];
  const first = plan({ ...NOTHING, groups });
  const asked = new Set(first.flatMap(namesOf));
  const earlier = (by: number) => ({ from: micros(TO - 15 * MINUTE - by), to: TO });
  assert.deepEqual(plan({ ...NOTHING, groups, asked, trouble: earlier(MINUTE) }), []);
  assert.deepEqual(plan({ ...NOTHING, groups, asked, trouble: earlier(HOUR) }), [
    { window: { from: TO - 82 * MINUTE, to: TO - 22 * MINUTE }, keyed: groups },
  ]);
});

test("nothing before the window is ever asked for", () => {
  const trouble = { from: micros(WINDOW.from + MINUTE), to: TO };
  const at = micros(WINDOW.from + 1);
  const unplaced = [{ group: "g", stream: "s", from: at, to: at }];
  for (const { window } of plan({ ...NOTHING, trouble, groups: ["g"], unplaced })) {
    assert.ok(window.from >= WINDOW.from && window.to <= WINDOW.to);
  }
});

test("around an error that belongs to no invocation its stream is read: first a minute, then as long as one can run", () => {
  const at = micros(TO - HOUR);
  const unplaced = [{ group: "g", stream: "s", from: at, to: at }];
  const asked = new Set<string>();
  const reaches: number[] = [];
  for (;;) {
    const [question] = plan({ ...NOTHING, unplaced, asked });
    if (question === undefined) break;
    assert.ok("streams" in question);
    const [slice] = question.streams;
    assert.ok(slice !== undefined);
    assert.deepEqual(question.window, { from: slice.from, to: slice.to });
    reaches.push((at - slice.from) / MINUTE);
    for (const name of namesOf(question)) asked.add(name);
  }
  assert.deepEqual(reaches, [1, 15]);
});

test("of very many such streams twenty are read in a round, within one window", () => {
  const unplaced = Array.from({ length: 30 }, (_, i) => {
    const at = micros(TO - HOUR + i * MINUTE);
    return { group: "g", stream: `s${i}`, from: at, to: at };
  });
  const [question] = plan({ ...NOTHING, unplaced });
  assert.ok(question !== undefined && "streams" in question);
  assert.equal(question.streams.length, 20);
  assert.deepEqual(question.window, { from: TO - HOUR - MINUTE, to: TO - HOUR + 20 * MINUTE });
});

test("whatever is known, the questions come to an end, and none is asked twice", () => {
  const id = fc.stringMatching(/^[a-f]{1,3}$/);
  const at = fc.integer({ min: WINDOW.from, max: TO }).map(micros);
  const known = fc.record({
    wanted: fc.array(id),
    follow: fc.array(fc.array(id)),
    groups: fc.array(id, { maxLength: 5 }),
    unplaced: fc.array(
      fc
        .record({ group: id, stream: id, at })
        .map(({ group, stream, at: from }) => ({ group, stream, from, to: from })),
    ),
  });
  fc.assert(
    fc.property(known, (drawn) => {
      const asked = new Set<string>();
      let questions: Question[] = [];
      let rounds = 0;
      do {
        questions = plan({ ...NOTHING, ...drawn, subjects: [SUBJECT], asked });
        for (const name of questions.flatMap(namesOf)) asked.add(name);
        rounds++;
      } while (questions.length > 0 && rounds < 30);
      assert.ok(rounds < 30);
    }),
  );
});

test("the plan is a function of what is known: the same gives the same, and nothing is changed", () => {
  const known = { ...NOTHING, subjects: [SUBJECT], wanted: ["a"], follow: [["b"]], groups: ["g"] };
  const before = structuredClone(known);
  assert.deepEqual(plan(known), plan(known));
  assert.deepEqual(known, before);
});

test("what CloudWatch counts, how resources are configured and what alarms are made of is asked beside the rest, each once", () => {
  const metric = {
    namespace: "AWS/Lambda",
    name: "Errors",
    dimensions: { FunctionName: "f" },
    stat: "Sum",
    periodSeconds: 60,
  };
  const place = { service: "sqs", resource: "rides" } as const;
  const known: Known = {
    ...NOTHING,
    subjects: [SUBJECT],
    measured: [{ window: WINDOW, wanted: [metric] }],
    described: [place],
    alarms: ["top"],
  };
  const questions = plan(known);
  assert.deepEqual(questions, [
    { window: NOTHING.trouble, failures: [SUBJECT], groups: null },
    { window: WINDOW, measure: [metric] },
    { window: WINDOW, describe: [place] },
    { window: WINDOW, alarms: ["top"] },
  ]);
  const asked = new Set(questions.flatMap(namesOf));
  assert.deepEqual(plan({ ...known, asked }), []);
  const other = { ...metric, dimensions: { FunctionName: "g" } };
  const more = plan({ ...known, measured: [{ window: WINDOW, wanted: [metric, other] }], asked });
  assert.deepEqual(more, [{ window: WINDOW, measure: [other] }]);
});
