import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checked } from "../../src/narrate/checked.ts";
import { aReport } from "./a-report.ts";

const [API, FUNCTION, TABLE] = ["t1#h1", "t1#h2", "t1#h3"] as const;

test("what the report holds may be said in other words", () => {
  holds("Since 02:20 the function checkout gets ThrottlingException from the table orders.", FUNCTION, TABLE);
  holds("It hits 37 customers, and 29 of them still fail.", TABLE);
  holds("214 of 5,120 requests to POST /checkout failed.", API);
  holds("The write took 2.4 s and three attempts.", TABLE);
  holds("It comes from DynamoDB orders, which is throttled.", TABLE);
});

test("a sentence that cites nothing, or what is no hop of the report, is dropped", () => {
  drops("The table orders is throttled.");
  drops("The table orders is throttled.", "t1#h4");
  drops("The table orders is throttled.", TABLE, "t9#h1");
});

test("a number that the report does not hold is dropped, in figures or in words", () => {
  drops("It hits 38 customers.", TABLE);
  drops("It hits eleven customers.", TABLE);
  drops("It hits hundreds of customers.", TABLE);
  drops("Everybody is hit.", TABLE);
  drops("There were 214000 failures.", TABLE);
});

test("the number of a hop is that of a hop which is cited", () => {
  holds("At hop 3 the write is refused.", TABLE);
  drops("At hop 2 the write is refused.", TABLE);
  drops("At hop 7 the write is refused.", TABLE);
});

test("a name that the report does not hold is dropped, also where it looks like a word", () => {
  drops("The function pay-invoice fails.", FUNCTION);
  drops("Calls go to Redis and fail there.", FUNCTION);
  drops("The table payments refuses writes.", TABLE);
  drops("The payments table refuses writes.", TABLE);
  drops("Requests to GET /refunds fail.", API);
  drops('It said "Access key expired".', FUNCTION);
  drops("It calls billing.internal.example first.", FUNCTION);
});

test("another cause, or another sort of failure, is dropped", () => {
  drops("The fault is in checkout.", FUNCTION);
  drops("It fails because of the API.", API);
  drops("The function ran out of memory.", FUNCTION);
  drops("A deploy changed the function.", FUNCTION);
  drops("The role is denied access to orders.", TABLE);
  drops("Somebody attacks the API.", API);
});

test("what to do, and how serious it is, is not for a model to say", () => {
  for (const text of [
    "All is well.",
    "Everything is fine with orders.",
    "It can wait.",
    "Wake the team.",
    "The on-call engineer should restart checkout.",
    "This is a false alarm.",
    "Nothing is wrong with the table orders.",
    "The incident is resolved.",
    "No errors reach customers.",
  ])
    drops(text, TABLE);
});

test("links, mentions, marks and long texts are dropped", () => {
  drops("See https://example.com for orders.", TABLE);
  drops("The table orders is throttled <!channel>.", TABLE);
  drops("The table `orders` is throttled.", TABLE);
  drops("The table orders is throttled.\nThe table orders is throttled.", TABLE);
  drops(`The table orders is throttled${", and throttled".repeat(40)}.`, TABLE);
  drops("  ", TABLE);
});

test("at most three sentences are left", () => {
  const one = { text: "The table orders is throttled.", hops: [TABLE] };
  assert.equal(checked([one, one, one, one], aReport()).length, 3);
});

test("whatever a model says, what is left is what it said, of hops that are there", () => {
  const said = fc.record({
    text: fc.oneof(fc.string(), fc.constantFrom("The table orders is throttled.", "Hop 3 is throttled.")),
    hops: fc.array(fc.oneof(fc.string(), fc.constantFrom(API, FUNCTION, TABLE)), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(said, { maxLength: 6 }), (all) => {
      for (const { text, hops } of checked(all, aReport())) {
        assert.ok(all.some((one) => one.text.trim() === text));
        assert.ok(hops.length > 0 && hops.every((id) => [API, FUNCTION, TABLE].includes(id as typeof API)));
      }
    }),
  );
});

function holds(text: string, ...hops: readonly string[]): void {
  assert.deepEqual(checked([{ text, hops }], aReport()), [{ text, hops }], text);
}

function drops(text: string, ...hops: readonly string[]): void {
  assert.deepEqual(checked([{ text, hops }], aReport()), [], text);
}
