import assert from "node:assert/strict";
import { test } from "node:test";
import { checked } from "../../src/narrate/checked.ts";
import type { Report, Shown } from "../../src/report.ts";
import { aBadInputReport } from "./a-bad-input-report.ts";
import { aReport } from "./a-report.ts";
import { aSlowReport } from "./a-slow-report.ts";

test("no figure passes that is not the report's, however it is written", () => {
  drops(aReport(), [
    "Zero customers are hit.",
    "0 customers are hit.",
    "Only one request failed.",
    "One request failed.",
    "Thirty customers are hit.",
    "Thirty-eight customers are hit.",
    "Two hundred customers are hit.",
    "37 million customers are hit.",
    "37 000 customers are hit.",
    "Ninety percent of requests are refused.",
    "90 % of requests are refused.",
    "Between 37-5000 customers are hit.",
    "Between 37–5000 customers are hit.",
    "５００ customers are hit.",
    "٣٨ customers are hit.",
    "37k customers are hit.",
    "A dozen customers are hit.",
    "Customers are hit once.",
  ]);
});

test("no figure passes that is the report's of something else", () => {
  drops(aReport(), [
    "5120 customers are hit.",
    "5120 requests failed.",
    "37 requests failed.",
    "37 customers still fail.",
    "37 customers continue to fail.",
    "29 attempts failed.",
    "It took 37 s.",
    "4 % of customers are hit.",
    "214 errors came in.",
    "214 requests reached the table orders.",
    "37 customers go on.",
    "The write to orders failed after one attempt.",
    "The table orders took 2.45 s.",
    "Requests failed from 02:15 to 02:31.",
    "Requests fail since 02:15.",
    "A total of 5120 requests failed.",
    "The failures of 5120 requests come from the table orders.",
  ]);
  const [entry] = aReport().entries;
  const pay = { ...(entry ?? assert.fail()), name: "POST /pay", requests: 3, total: 6, share: 0.5 };
  drops({ ...aReport(), entries: [...aReport().entries, pay] }, [
    "50 % of requests to POST /checkout failed.",
    "3 of 5120 requests to POST /checkout failed.",
    "214 requests to POST /pay failed.",
  ]);
  drops(aSlowReport(), [
    "21 customers are hit.",
    "The call to api.bank.example took 240 ms.",
    "6 requests failed.",
    "40 requests were slow.",
    "The first of them is lost at 02:25.",
  ]);
});

test("no name passes that is not the report's, wherever it stands", () => {
  drops(aReport(), [
    "Stripe answered with errors.",
    "Kafka lost the messages of checkout.",
    "Mallory deleted the orders.",
    "Redis is throttled.",
    "Billing fails.",
    "The order table is throttled.",
    "The table checkout is throttled.",
    "The checkout table is throttled.",
    "The function orders fails.",
    "Lambda orders fails.",
    "The table оrders is throttled.",
    "The table or\u200bders is throttled.",
  ]);
});

test("nothing is blamed but what the report blames", () => {
  drops(aReport(), [
    "The failure stems from checkout.",
    "It was triggered by checkout.",
    "The function checkout broke the table orders.",
    "The table orders is throttled by checkout.",
    "The table orders fails because of checkout.",
    "Because checkout fails, the table orders is throttled.",
    "The table orders fails since checkout failed.",
    "The table orders gets errors from checkout.",
    "Checkout led to failures at orders.",
    "The function checkout is the source.",
    "The first failing hop is checkout.",
    "The table orders is throttled because customers write to orders.",
    "The failures of orders began at checkout.",
    "The function checkout is throttled.",
    "The function is throttled.",
    "The cause is a deploy.",
    "It was caused by hop 2 at the table orders.",
    "Hop 2 is throttled.",
    "Checkout began the errors.",
    "Errors go from checkout to orders.",
    "The function checkout sends errors to the table orders.",
    "Orders gets errors, which checkout sends.",
    "First the function checkout failed.",
    "The first error is shown at hop 2.",
    "It is checkout that fails.",
    "It is checkout from which the errors come.",
    "From checkout errors come to orders.",
    "Behind it is checkout.",
    "The table orders fails when checkout fails.",
    "The function checkout is throttled, causing errors.",
    "The function checkout impacts customers.",
    "Checkout is behind the errors.",
    "The function checkout rejects the table orders.",
    "Customers are hit by checkout.",
    "The API shop-api affects customers.",
    "The throttling of orders by checkout is recorded.",
  ]);
  drops(aBadInputReport(), [
    "The failures are caused by rides-api.",
    "It comes from ride-events.",
    "Messages are lost.",
  ]);
  drops(aSlowReport(), ["The function charge caused it.", "It is the fault of pay-api."]);
});

test("whatever the word of blame, the place that the report blames may be put there, and no other", () => {
  const blamed = (place: string): string[] => [
    `It fails because of ${place}.`,
    `It fails due to ${place}.`,
    `Errors come from ${place}.`,
    `The failures stem from ${place}.`,
    `It was triggered by ${place}.`,
    `It results from ${place}.`,
    `The failures originated in ${place}.`,
    `It began at ${place}.`,
    `Requests are affected by ${place}.`,
    `At ${place} is the fault.`,
    `The cause is ${place}.`,
    `At ${place} it fails first.`,
    `At 02:20 ${place} caused errors.`,
    `At 02:20 ${place} led to errors.`,
    `At 02:20 ${place} affected customers.`,
  ];
  const hops = ["t1#h1", "t1#h2", "t1#h3"];
  const guilty = blamed("the table orders");
  assert.deepEqual(
    guilty.filter((text) => checked([{ text, hops }], aReport()).length === 0),
    [],
  );
  for (const place of [
    "checkout",
    "the function checkout",
    "Lambda checkout",
    "hop 2",
    "shop-api",
    "API Gateway",
    "the API",
  ])
    drops(aReport(), blamed(place));
});

test("nothing is promised, calmed or ordered", () => {
  drops(aReport(), [
    "All requests succeed.",
    "All requests fail.",
    "No request failed.",
    "None of 5120 requests failed.",
    "Customers are unaffected.",
    "Requests to shop-api are answered.",
    "The failures ended at 02:31.",
    "It has stopped.",
    "The table orders is healthy.",
    "That is usual.",
    "The table orders is not throttled.",
    "Customers did not fail.",
    "You can go back to bed.",
    "Please delete the table orders.",
    "Invoke checkout.",
    "Write to orders.",
    "Call checkout.",
    "Wait for the table orders.",
    "At 02:31 write to the table orders.",
    "It will heal.",
    "Requests get through.",
    "Customers are in time.",
    "Errors were not recorded.",
    "The table orders continues.",
    "Customers get responses.",
    "Customers receive orders.",
    "The retry succeeded.",
    "The table orders is throttled. Customers are fine.",
  ]);
});

test("nothing is said to be over that is not, and of no hop what is true of another", () => {
  drops(aReport(), [
    "The errors were last seen at 02:20.",
    "Requests to POST /checkout last failed at 02:20.",
    "The table orders was last throttled at 02:20.",
    "Writes still reach the table orders.",
    "Calls still get through the table orders.",
    "The errors went.",
    "Throttling went.",
  ]);
  drops(aBadInputReport(), [
    "The field details.rideId came in empty at book-ride.",
    "The input of book-ride is bad.",
    "The function book-ride received an empty details.rideId.",
  ]);
});

test("all and none are told in the words of the verdict's reasons alone", () => {
  const report = aReport();
  const reasons = [{ text: "No request failed: 3 requests had trouble inside.", evidence: ["t1#h3"] }];
  const quiet = { ...report, verdict: { ...report.verdict, reasons } };
  const [held] = checked([{ text: "No request failed.", hops: ["t1#h3"] }], quiet);
  assert.equal(held?.text, "No request failed.");
  drops(quiet, ["No requests to POST /checkout failed.", "No request failed, and customers are fine."]);
});

test("what is checked is what is shown", () => {
  const [held] = checked([{ text: "３７ customers are hit.", hops: ["t1#h3"] }], aReport());
  assert.equal(held?.text, "37 customers are hit.");
});

/** Whatever they cite: the hop of the cause is among it. */
function drops(report: Shown<Report>, texts: readonly string[]): void {
  const hops = report.transactions.flatMap((one) => one.hops.map(({ id }) => id));
  const passed = texts.filter((text) =>
    [hops, ...hops.map((id) => [id])].some((some) => checked([{ text, hops: some }], report).length > 0),
  );
  assert.deepEqual(passed, []);
}
