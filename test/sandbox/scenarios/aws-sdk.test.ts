import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { serve } from "../../../sandbox/serve.ts";
import { answer } from "../../../sandbox/world/aws-sdk/javascript-answer.ts";
import { attemptsOf, retries } from "../../../sandbox/world/aws-sdk/retries.ts";
import { throughputExceeded } from "../../../sandbox/world/aws-sdk/throughput-exceeded.ts";
import { createRandom } from "../../../sandbox/world/random.ts";

const REQUEST_ID = "U9R5VPOGHOKHIB7NH0O61U3FKRVV4KQNSO5AEMVJF66Q9ASUAAJG";
const PUT = new PutItemCommand({ TableName: "orders", Item: { orderId: { S: "ord_1" } } });

test("an answer has the shape that the real SDK hands on, its metadata last", async (t) => {
  const client = await dynamodb(t, 200, { ConsumedCapacity: { TableName: "orders", CapacityUnits: 2 } });
  const real: unknown = JSON.parse(JSON.stringify(await client.send(PUT)));
  const made = answer({ ConsumedCapacity: { TableName: "orders", CapacityUnits: 2 } }, { requestId: REQUEST_ID });
  assert.equal(JSON.stringify(made), JSON.stringify(real));
});

test("a throttled write fails with the error that the real SDK throws", async (t) => {
  const made = throughputExceeded("orders", REQUEST_ID, retries(createRandom(1), 5, 1, false), "here");
  const client = await dynamodb(t, 400, {
    __type: made.fields["__type"],
    message: made.message,
    ThrottlingReasons: made.fields["ThrottlingReasons"],
  });
  const error = await client.send(PUT).then(
    () => assert.fail("nothing was thrown"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Error);
  const real: unknown = JSON.parse(JSON.stringify(error));
  assert.deepEqual({ name: made.name, message: made.message, ...made.fields }, real);
});

test("a call that succeeds needed one attempt more than it was throttled, and waited between them", () => {
  const random = createRandom(3);
  for (let throttled = 0; throttled <= 5; throttled++) {
    const tries = retries(random, 10, throttled, true);
    assert.equal(tries.attempts, throttled + 1);
    assert.equal(tries.refusedAfterMs.length, throttled);
    assert.equal(tries.waitsMs.length, throttled);
    assert.equal(
      tries.waitsMs.reduce((sum, wait) => sum + wait, 0),
      tries.totalRetryDelay,
    );
    assert.ok(tries.durationMs > tries.totalRetryDelay);
  }
});

test("a call that fails was throttled at its last attempt, after which nobody waits", () => {
  const tries = retries(createRandom(4), 10, 3, false);
  assert.deepEqual(attemptsOf(tries), { attempts: 3, totalRetryDelay: tries.totalRetryDelay });
  assert.equal(tries.waitsMs.length, 2);
  assert.equal(tries.refusedAfterMs.at(-1), tries.durationMs);
});

/** The real client, which tries once, against a table that gives one answer. */
async function dynamodb(t: TestContext, status: number, body: object): Promise<DynamoDBClient> {
  const headers = { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": REQUEST_ID };
  const served = await serve(async () => Response.json(body, { status, headers }));
  const client = new DynamoDBClient({
    endpoint: served.url,
    region: "eu-central-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    maxAttempts: 1,
  });
  t.after(async () => {
    client.destroy();
    await served.stop();
  });
  return client;
}
