import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { FieldView } from "../../src/cause-detail.ts";
import { parseJson } from "../../src/json.ts";
import { marked } from "../../src/say/marked.ts";
import { stepWords } from "../../src/say/step-words.ts";

test("the value is marked in its line, through text that holds JSON", () => {
  const event = { Records: [{ body: JSON.stringify({ details: { rideId: "", driver: "d-7" } }) }] };
  const lines = marked(event, "Records.0.body.details.rideId", 2000).split("\n");
  assert.equal(lines.find((line) => line.includes("◀"))?.trim(), '"rideId": "",   ◀ here');
  assert.ok(lines.some((line) => line.includes('"driver": "d-7"')));
});

test("a field that is missing is marked where it should stand", () => {
  assert.match(marked({ details: { driver: "d-7" } }, "details.rideId", 2000), /"rideId": \(missing\) {3}◀ here/);
});

test("of a long payload the lines around the mark are shown", () => {
  const long = { before: Array.from({ length: 500 }, (_, i) => `line ${i}`), rideId: "" };
  const text = marked(long, "rideId", 1000);
  assert.ok(text.startsWith("…\n"));
  assert.ok(text.indexOf("◀ here") < 1000 && text.indexOf("◀ here") > 0);
});

test("where the way cannot be gone to its end, the last that is shown is marked", () => {
  assert.match(marked({ data: "eyJhIjoxfQ==" }, "data.a", 2000), /"data": .*◀ here/);
});

test("a field of a part that is missing altogether is marked where that should stand", () => {
  assert.match(
    marked({ driver: "d-7" }, "details.rideId", 2000),
    /^\{\n {2}"details\.rideId": \(missing\) {3}◀ here\n/,
  );
  assert.match(marked([], "0.rideId", 2000), /^\[\] {3}◀ here$/);
});

test("what an empty object lacks is named in it", () => {
  assert.equal(marked({}, "rideId", 2000), '{\n  "rideId": (missing)   ◀ here\n}');
  assert.match(
    marked({ body: "{}", x: 1 }, "body.rideId", 2000),
    /"body": \{\n {4}"rideId": \(missing\) {3}◀ here\n {2}\},/,
  );
});

test("keys that hold dots are found", () => {
  assert.match(marked({ "a.b": { c: 1 } }, "a.b.c", 2000), /"c": 1 {3}◀ here/);
});

test("any payload and any path give text", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (payload, path) => {
      assert.equal(typeof marked(parseJson(JSON.stringify(payload)) ?? null, path, 500), "string");
    }),
  );
});

const FIELD: FieldView = {
  path: "details.rideId",
  firstBadHop: "h2",
  seen: [],
  trailEnds: null,
  steps: [
    { hop: "h4", state: "bad", value: "", path: "details.rideId", in: "input" },
    { hop: "h3", state: "unrecorded", value: null, path: null, in: "input" },
    { hop: "h2", state: "good", value: "ride_1", path: "details.rideId", in: "input" },
  ],
};

test("each hop of the walk has its words, and the one where it began says so", () => {
  assert.equal(stepWords(FIELD, "h4"), '↳ `details.rideId` came in as `""`');
  assert.equal(stepWords(FIELD, "h3"), "↳ `details.rideId` is not known: what came in was not recorded");
  assert.equal(
    stepWords(FIELD, "h2"),
    '👉 `details.rideId` came in good, as `"ride_1"`, and went out bad: *here it began*',
  );
  assert.equal(stepWords(FIELD, "h1"), null);
});

test("where the trail ends the last hop of it says so", () => {
  const ended = {
    ...FIELD,
    firstBadHop: null,
    trailEnds: "the input was not recorded",
    steps: FIELD.steps?.slice(0, 2) ?? [],
  };
  assert.match(stepWords(ended, "h3") ?? "", /\*the trail ends here\*$/);
  assert.doesNotMatch(stepWords(ended, "h4") ?? "", /trail ends/);
});
