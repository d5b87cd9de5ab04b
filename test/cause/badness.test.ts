import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { Badness } from "../../src/cause/badness.ts";
import { namedField } from "../../src/cause/named-field.ts";
import { type Walk, walkUpstream } from "../../src/cause/walk.ts";
import type { Json } from "../../src/json.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

const ZOD_NUMBER = JSON.stringify([
  {
    code: "invalid_type",
    expected: "number",
    path: ["fare"],
    message: "Invalid input: expected number, received string",
  },
]);
const LONG = "n".repeat(600);

/** What came in, what the one that failed was given, and whether what came in was bad: true, false, or nobody can tell. */
const CASES: readonly (readonly [says: string, name: string, upstream: Json, below: Json, bad: boolean | null])[] = [
  [ZOD_NUMBER, "fare", "12,50 EUR", "12.50", true],
  [ZOD_NUMBER, "fare", 12.5, "12.50", false],
  [ZOD_NUMBER, "fare", true, "true", null],
  ["data/fare must be number", "fare", null, "null", null],
  ["data/fare must be integer", "fare", 3, 1.5, false],
  ["data/fare must be integer", "fare", 2.5, 1.5, true],
  ["note is too long", "note", LONG, `web: ${LONG}`, null],
  ["note is too long", "note", `${LONG} and more`, LONG, true],
  ["data/note must NOT have more than 500 characters", "note", LONG, `web: ${LONG}`, true],
  ["data/note must NOT have more than 500 characters", "note", "short", LONG, false],
  ["channel must be one of the known ones", "channel", "kiosk-2", "KIOSK_2", null],
  ["channel must be one of [WEB, KIOSK]", "channel", "kiosk-2", "KIOSK_2", true],
  ["channel must be one of [WEB, KIOSK]", "channel", "WEB", "KIOSK_2", false],
  ["channel must be one of [WEB, KIOSK]", "channel", "web", "web2", null],
  [
    '[{"code":"invalid_value","values":["WEB","KIOSK"],"path":["channel"],"message":"Invalid option"}]',
    "channel",
    "kiosk-2",
    "KIOSK_2",
    true,
  ],
  ["currency is invalid", "currency", "EUR", "EURO", null],
  ["currency is invalid", "currency", "EURO", "EURO", true],
  ["note must not be empty", "note", "[redacted]", "", null],
  ["note must not be empty", "note", ["fine", ""], "", null],
  ["data/active must be boolean", "active", "yes", 1, null],
  ["json: cannot unmarshal number into Go struct field Ride.active of type bool", "active", "yes", 1, null],
  ["fare must be a `number` type, but the final value was: `NaN`", "fare", { amount: 12 }, "12 EUR", null],
  ["note must not be empty", "note", "***", "", null],
  ["note must not be null", "note", "[redacted]", null, null],
];

for (const [says, name, upstream, below, bad] of CASES) {
  const shown = JSON.stringify(upstream)?.slice(0, 20);
  test(`"${says.slice(0, 60)}": ${shown} upstream was ${bad === null ? "perhaps bad" : bad ? "bad" : "good"}`, () => {
    const walk = walked(says, { [name]: upstream }, { [name]: below });
    if (bad === true) assert.deepEqual([walk.firstBadHop, walk.fromOutside], [null, true], walk.trailEnds ?? "");
    else assert.equal(walk.firstBadHop, bad === null ? null : "lambda dispatch 1", walk.trailEnds ?? "");
    if (bad === null) assert.match(walk.trailEnds ?? "", /nothing tells whether that is bad as well/);
  });
}

/** The bad value stands in what came in, and is no field of it. */
for (const before of [
  { tenant: "acme", rideIds: ["ride_1", ""] },
  { tenant: "acme", multiValueQueryStringParameters: { rideId: [""] } },
  { tenant: "acme", ids: { L: [{ S: "ride_1" }, { S: "" }] } },
  { tenant: "acme", body: "rideId=&rideId=" },
  { tenant: "acme", pk: "RIDE#" },
  { tenant: "acme", path: "/rides//cancel" },
  { tenant: "acme", rawQueryString: "rideId=&u=1" },
])
  test(`an empty id is not born beneath ${JSON.stringify(before).slice(17, 70)}`, () => {
    const walk = walked("rideId must not be empty", before, { tenant: "acme", rideId: "" });
    assert.equal(walk.firstBadHop, null);
    assert.ok(walk.trailEnds !== null);
  });

test("a union complains of each of its schemas, and what one of them wanted is no rule for the value", () => {
  const fares = z.union([
    z.object({ kind: z.literal("a"), fare: z.string() }),
    z.object({ kind: z.literal("b"), fare: z.object({ amount: z.number() }) }),
  ]);
  const below = { kind: "b", fare: 12 };
  const walk = walked(fares.safeParse(below).error?.message ?? "", { kind: "b", fare: "12" }, below);
  assert.equal(walk.firstBadHop, null, walk.trailEnds ?? "");
});

test("a value that changed and has another name may be what came in", () => {
  const walk = walked(ZOD_NUMBER, { price_text: "12,50 EUR" }, { fare: "12.50" });
  assert.equal(walk.firstBadHop, null);
  assert.match(walk.trailEnds ?? "", /may have it under another name/);
});

test("of several items the one that did the harm is found by its value, whatever else is of a wrong type", () => {
  const field = { path: "fare", complaint: "type", value: "12.50" } as const;
  const bad = new Badness(field, "12.50");
  assert.deepEqual([bad.isHarmful("12.50"), bad.isHarmful("13.00"), bad.of("13.00")], [true, false, "bad"]);
});

test("a batch of many rows is looked through in one go", () => {
  const Records = Array.from({ length: 3000 }, (_, i) => ({ body: JSON.stringify({ a: i, b: `b-${i}`, fare: 1 }) }));
  const field = namedField({
    type: null,
    message: "data must have required property 'nothing'",
    stack: [],
    causes: [],
  });
  assert.ok(field !== null);
  const walk = walkUpstream(transactionOf([hopOf("lambda post", { input: { Records } })]), 0, field);
  assert.match(walk.trailEnds ?? "", /3000 objects in which nothing may be missing/);
});

function walked(message: string, before: Json, after: Json): Walk {
  const field = namedField({ type: "ValidationError", message, stack: [], causes: [] });
  assert.ok(field !== null);
  const transaction = transactionOf(
    [hopOf("apigateway shop", { start: 0, kind: "server", drawn: true, arrival: arrivalOf(), input: before })],
    [hopOf("lambda dispatch", { start: 1, input: before }), 0],
    [hopOf("lambda post", { start: 2, input: after, outcome: "error" }), 1],
  );
  return walkUpstream(transaction, 2, field);
}
