import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { payloadOf } from "../../src/cause/payload.ts";
import { type Walk, walkUpstream } from "../../src/cause/walk.ts";
import type { Json } from "../../src/json.ts";
import type { Hop } from "../../src/transaction.ts";
import { arrivalOf } from "../impact/arrival-of.ts";
import { hopOf } from "../impact/hop-of.ts";
import { transactionOf } from "../impact/transaction-of.ts";

const RIDE_ID = { path: "rideId", complaint: "empty" } as const;
const ORDER = { orderId: "o-1", rideId: "", amount: 5 };
const TEXT = JSON.stringify(ORDER);
const FORM = "orderId=o-1&rideId=&amount=5";

/** Bodies in which the caller sent an empty ride's id, each in a coat that can be taken off. */
const READ: readonly (readonly [what: string, input: Json])[] = [
  ["JSON", { body: TEXT }],
  ["base64 of JSON with a space after the brace", packed(`{ ${TEXT.slice(1)}`)],
  [
    "base64 of JSON on several lines with carriage returns",
    packed(JSON.stringify(ORDER, null, 2).replaceAll("\n", "\r\n")),
  ],
  ["base64 of JSON after blank lines", packed(`\n\n  ${TEXT}`)],
  ["base64 of the shortest JSON", packed('{"rideId":""}')],
  ["a record of Kinesis with a space", { Records: [{ kinesis: { data: base64(`{ ${TEXT.slice(1)}`) } }] }],
  ["a record of Kinesis that is gzipped", { Records: [{ kinesis: { data: gzipSync(TEXT).toString("base64") } }] }],
  ["a form", { body: FORM }],
  ["base64 of a form", packed(FORM)],
  ["JSON on a line of its own, and another", { body: `${TEXT}\n${JSON.stringify({ trace: "t-1" })}\n` }],
  ["JSON in a string, twice", { body: JSON.stringify(TEXT) }],
  ["JSON in a string, three times", { body: JSON.stringify(JSON.stringify(TEXT)) }],
];

for (const [what, input] of READ) {
  test(`an empty id that came in as ${what} came from outside`, () => {
    const walk = walked(input);
    assert.deepEqual([walk.firstBadHop, walk.fromOutside], [null, true], walk.trailEnds ?? "");
  });
}

/** Nobody who does not know what it is can tell what stands in these. */
const UNREAD: readonly (readonly [what: string, input: Json])[] = [
  ["GraphQL", { body: 'mutation { order(rideId: "") }' }],
  ["GraphQL in JSON", { body: JSON.stringify({ query: 'mutation { order(rideId: "") }' }) }],
  ["XML", { body: "<order><rideId/></order>" }],
  ["columns", { body: "o-1,,5" }],
  ["columns after semicolons", { body: "o-1;;5" }],
  [
    "bytes",
    { body: Buffer.from([8, 150, 1, 18, 0, 255, 254, 3, 7, 9, 200, 1]).toString("base64"), isBase64Encoded: true },
  ],
  ["broken JSON", { body: TEXT.slice(0, -4) }],
  [
    "gzip that was cut",
    { Records: [{ kinesis: { data: gzipSync(TEXT.repeat(9)).subarray(0, 30).toString("base64") } }] },
  ],
  [
    "gzip that is too much",
    { Records: [{ kinesis: { data: gzipSync(`["${"a".repeat(9_000_000)}"]`).toString("base64") } }] },
  ],
  ["text alone", "rideId is nothing: that is it"],
];

for (const [what, input] of UNREAD) {
  test(`where ${what} came in nobody is blamed, and the answer says that it could not be read`, () => {
    const walk = walked(input);
    assert.deepEqual([walk.firstBadHop, walk.fromOutside], [null, false]);
    assert.match(walk.trailEnds ?? "", /could not be read/);
  });
}

test("a word or a sentence in an envelope hides nothing", () => {
  for (const body of ["hello", "Please ring, twice.", "12.50", "o-1"]) {
    assert.equal(walked({ body }).firstBadHop, "lambda intake 1", body);
  }
});

for (const [what, input] of [
  ["an unread", { body: "o-1,,5" }],
  ["an unrecorded", null],
] as const) {
  test(`a program that was asked with ${what} question is not blamed for its answer`, () => {
    const output = { orderId: "o-1", rideId: "" };
    const transaction = transactionOf(
      [hopOf("lambda intake", { start: 1, input: { orderId: "o-1" } })],
      [hopOf("lambda pricing", { start: 1.5, input, output }), 0],
      [hopOf("sqs orders", { start: 2, kind: "producer", input: { MessageBody: TEXT } }), 0],
      [hopOf("lambda post", { start: 3, input: { Records: [{ body: TEXT }] }, outcome: "error" }), 2],
    );
    const walk = walkUpstream(transaction, 3, RIDE_ID);
    assert.equal(walk.firstBadHop, null);
    assert.match(walk.trailEnds ?? "", /Lambda pricing/);
  });
}

test("where an answer could not be read, that is what the trail ends in", () => {
  const page = hopOf("http bank.example", { start: 1.5, input: {}, output: { body: "<order><rideId/></order>" } });
  const transaction = transactionOf(
    [hopOf("lambda intake", { start: 1, input: { orderId: "o-1" } })],
    [page, 0],
    [hopOf("lambda post", { start: 3, input: ORDER, outcome: "error" }), 0],
  );
  const walk = walkUpstream(transaction, 2, RIDE_ID);
  assert.equal(walk.trailEnds, "what HTTP bank.example answered to Lambda intake holds what could not be read");
});

test("a form is one only where an envelope carries it", () => {
  const { places } = payloadOf({ note: "rideId=", body: "rideId=" });
  assert.deepEqual(
    places.filter(({ name }) => name === "rideid").map(({ path }) => path),
    ["body.rideId"],
  );
});

test("a thousand records that each unpack to much are read in part, and quickly given up", () => {
  const data = gzipSync(`["${"a".repeat(900_000)}"]`).toString("base64");
  const { hidden } = payloadOf({ Records: Array.from({ length: 1000 }, () => ({ kinesis: { data } })) });
  assert.notEqual(hidden, null);
});

/** The caller's request at an API, a function that puts it on a queue, and the one behind it that refuses it. */
function walked(input: Json): Walk {
  const failing: Hop = hopOf("lambda post", { start: 3, input: { Records: [{ body: TEXT }] }, outcome: "error" });
  const transaction = transactionOf(
    [hopOf("apigateway shop", { start: 0, kind: "server", drawn: true, arrival: arrivalOf(), input })],
    [hopOf("lambda intake", { start: 1, input }), 0],
    [hopOf("sqs orders", { start: 2, kind: "producer", input: { MessageBody: TEXT } }), 1],
    [failing, 2],
  );
  return walkUpstream(transaction, 3, RIDE_ID);
}

function packed(text: string): Json {
  return { body: base64(text), isBase64Encoded: true };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
