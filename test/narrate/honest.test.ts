import assert from "node:assert/strict";
import { test } from "node:test";
import { checked } from "../../src/narrate/checked.ts";
import type { Report, Shown } from "../../src/report.ts";
import { aBadInputReport } from "./a-bad-input-report.ts";
import { aReport } from "./a-report.ts";
import { aSlowReport } from "./a-slow-report.ts";

const [H1, H2, H3, H4] = ["t1#h1", "t1#h2", "t1#h3", "t1#h4"] as const;
type Said = readonly [text: string, ...hops: string[]];

test("what an honest model says of a throttled table is told", () => {
  tells(aReport(), [
    ["Since 02:20, 214 of 5,120 requests to POST /checkout have failed.", H1],
    ["Requests to POST /checkout fail because the table orders is throttled.", H1, H3],
    ["The function checkout fails because DynamoDB orders is throttled.", H2, H3],
    ["The function checkout gets a ThrottlingException from DynamoDB orders.", H2, H3],
    ["The cause is the table orders.", H3],
    ["The DynamoDB table orders is being throttled.", H3],
    ["The table orders is throttled, which caused 214 requests to POST /checkout to fail.", H3],
    ["37 customers are hit, and 29 of them are still failing.", H1],
    ["Thirty-seven customers are affected.", H1],
    ["PutItem on the table orders was throttled after three attempts.", H3],
    ["The write to orders took 2.4 s.", H3],
    ["At hop 3 the write was refused.", H3],
    ["Requests come in at the API shop-api, which invokes checkout, which writes to orders.", H1, H2, H3],
    ["API Gateway shop-api returned an error after 2.45 seconds.", H1],
    ["The failures come from the table orders.", H3],
    ["The function checkout fails because of a ThrottlingException from DynamoDB orders.", H2, H3],
    ["The DynamoDB table orders is experiencing throttling, causing 214 requests to fail.", H3],
    ["The function checkout fails when calling PutItem on orders.", H2, H3],
    ["29 customers continue to fail.", H1],
    ["DynamoDB is throttling writes to the table orders.", H3],
    ["The errors come from PutItem calls on DynamoDB orders.", H3],
    ["Lambda checkout failed, and API Gateway shop-api returned an error.", H1, H2],
    ["A total of 214 requests failed.", H1],
    ["Requests to POST /checkout started failing at 02:20.", H1],
    ["4 % of requests to POST /checkout failed.", H1],
    ["POST /checkout is customer-facing.", H1],
    ["The writes of checkout are rejected by DynamoDB orders.", H2, H3],
    ["214 requests of 5120 to POST /checkout failed.", H1],
  ]);
});

test("what an honest model says of a value that went bad is told", () => {
  tells(aBadInputReport(), [
    ["The function post-ride fails with ValidationError.", H4],
    ["Since 02:18, 12 of 12 requests to POST /rides failed.", H4],
    ["The field details.rideId came in empty at post-ride.", H4],
    ["The field details.rideId came in good at book-ride.", H2],
    ["The value is first missing at the function book-ride.", H2, H4],
    ["The bad value originates in the function book-ride.", H2],
    ["The failures are caused by book-ride.", H2],
    ["Requests come in at rides-api and go through book-ride to the queue ride-events.", H1, H2, H3],
    ["SQS ride-events sends the messages to post-ride, which rejects them.", H3, H4],
    ["Messages of nine customers are parked.", H4],
    ["The first of 12 messages is lost at 02:18.", H4],
    ["There was a deploy of book-ride to version 41 at 02:17.", H2],
    ["The function post-ride failed after three attempts.", H4],
  ]);
});

test("what an honest model says of a third party that does not answer is told", () => {
  tells(aSlowReport(), [
    ["The function charge timed out after 28 s.", H2],
    ["The call from charge to api.bank.example timed out.", H2, H3],
    ["The function charge ran out of time because api.bank.example did not answer.", H2, H3],
    ["POST /pay fails due to a timeout of api.bank.example.", H1, H3],
    ["At least 21 customers are hit, and 18 of them still fail.", H1],
    ["40 of 80 requests to POST /pay failed.", H1],
    ["50% of requests to POST /pay failed.", H1],
    ["Calls to api.bank.example took 27.4 seconds.", H3],
    ["The call to api.bank.example took longer than usual.", H3],
    ["It is rising since 02:25.", H1],
    ["6 of 80 requests to POST /pay took longer than 3 s.", H1],
    ["There were two attempts at api.bank.example.", H3],
  ]);
});

function tells(report: Shown<Report>, all: readonly Said[]): void {
  const lost = all.filter(([text, ...hops]) => checked([{ text, hops }], report).length === 0);
  assert.deepEqual(lost, []);
}
