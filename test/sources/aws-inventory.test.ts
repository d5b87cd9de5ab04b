import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { type AwsConfiguration, startAwsConfiguration } from "../../sandbox/aws/configuration.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import type { Use } from "../../src/inventory.ts";
import { listInventory } from "../../src/list-inventory.ts";
import { awsInventory, type InventorySource } from "../../src/sources/aws-inventory.ts";
import { NIGHT, type OpenXRay, openXRay, segment, traceId } from "../sandbox/xray/open-xray.ts";

const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:parcels";
const CALL = { id: "c000000000000001", namespace: "aws", start_time: 1, end_time: 2 };
const TABLE = { ...CALL, name: "DynamoDB", aws: { table_name: "orders" } };

test("mappings, variables, the service graph and past reports tell together which function uses what", async (t) => {
  const { aws, xray, listed } = await open(t);
  aws.setFunction("pack", { Environment: { Variables: { TABLE_NAME: "orders", LEVEL: "info" } } });
  aws.setFunction("accept", { Environment: { Variables: { QUEUE_URL: `https://sqs/123456789012/parcels` } } });
  aws.addMapping("pack", { EventSourceArn: QUEUE });
  xray.hold(segment(traceId(60), { name: "checkout", subsegments: [TABLE] }));
  const { uses, gaps } = await listed();
  assert.deepEqual(gaps, []);
  assert.deepEqual(uses.map(said), [
    "accept calls sqs parcels (environment variable)",
    "checkout calls dynamodb orders (service graph)",
    "pack calls dynamodb orders (environment variable)",
    "pack takes from sqs parcels (event source mapping)",
  ]);
});

test("more functions than a page holds are all listed, with a call for each page and none for each function", async (t) => {
  const { aws, listed } = await open(t);
  for (let i = 0; i < 120; i++) aws.setFunction(`f${i}`, { Environment: { Variables: { TOPIC: TOPIC } } });
  const { uses } = await listed();
  assert.equal(uses.length, 120);
  assert.equal(aws.requests.get("lambda:ListFunctions"), 3);
  assert.equal(aws.requests.get("lambda:GetFunctionConfiguration"), undefined);
});

test("what may not be listed is a gap, and the rest is told", async (t) => {
  const { aws, xray, listed } = await open(t);
  aws.addMapping("pack", { EventSourceArn: QUEUE });
  aws.faults.deny("lambda:ListFunctions");
  aws.faults.deny("tag:GetResources");
  xray.xray.faults.deny("GetServiceGraph");
  const { uses, gaps } = await listed();
  assert.deepEqual(uses.map(said), ["pack takes from sqs parcels (event source mapping)"]);
  assert.deepEqual(
    gaps.map(({ what, why }) => `${what}: ${why}`),
    [
      "lambda:ListFunctions: the permission lambda:ListFunctions is missing",
      "xray:GetServiceGraph: the permission xray:GetServiceGraph is missing",
      "tag:GetResources: the permission tag:GetResources is missing",
    ],
  );
});

test("tags name the functions of the stack of what nothing else tells the use of", async (t) => {
  const { aws, listed } = await open(t);
  aws.setTags(arn("dynamodb", "table/orders"), SHOP);
  aws.setTags(arn("events", "event-bus/shop"), SHOP);
  aws.setTags(arn("kinesis", "stream/clicks"), { team: "shop" });
  aws.setTags(QUEUE, SHOP);
  aws.setTags(arn("ec2", "instance/i-0a1b2c3d"), SHOP);
  aws.setTags(arn("lambda", "function:pack"), SHOP);
  aws.addMapping("unpack", { EventSourceArn: QUEUE });
  const { uses, gaps } = await listed();
  assert.deepEqual(gaps, []);
  assert.deepEqual(uses.map(said), [
    "unpack takes from sqs parcels (event source mapping)",
    "pack belongs with dynamodb orders (tag)",
    "pack belongs with eventbridge shop (tag)",
  ]);
});

test("a tagged resource is known to be there, so that a variable may hold its plain name", async (t) => {
  const { aws, listed } = await open(t);
  aws.setTags(arn("dynamodb", "table/orders"), { team: "shop" });
  aws.setFunction("pack", { Environment: { Variables: { TABLE_NAME: "orders" } } });
  assert.deepEqual((await listed()).uses.map(said), ["pack calls dynamodb orders (environment variable)"]);
});

test("a function on another page than its resource belongs with it all the same, until the last page", async (t) => {
  const { aws, listed } = await open(t);
  aws.setTags(arn("dynamodb", "table/orders"), SHOP);
  for (let i = 0; i < 250; i++) aws.setTags(arn("sqs", `q${i}`), { team: "other" });
  aws.setTags(arn("lambda", "function:pack"), SHOP);
  assert.deepEqual((await listed()).uses.map(said), ["pack belongs with dynamodb orders (tag)"]);
  assert.equal(aws.requests.get("tag:GetResources"), 3);
});

test("stacks of the same name in two accounts are two", async (t) => {
  const [one, other] = [await open(t), await open(t)];
  one.aws.setTags(arn("dynamodb", "table/orders"), SHOP);
  other.aws.setTags(arn("lambda", "function:pack"), SHOP);
  const asked = { sources: [one.source, other.source], reports: none(), catalog: EMPTY_CATALOG };
  const { inventory } = await listInventory(asked, NIGHT, AbortSignal.timeout(20_000));
  assert.deepEqual(inventory.uses, []);
});

const SHOP = { "aws:cloudformation:stack-name": "shop" };

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
}

const TOPIC = "arn:aws:sns:eu-central-1:123456789012:priced";

async function open(t: TestContext): Promise<{
  aws: AwsConfiguration;
  xray: OpenXRay;
  source: InventorySource;
  listed(): Promise<{ uses: readonly Use[]; gaps: readonly { what: string; why: string }[] }>;
}> {
  const aws = await startAwsConfiguration();
  const xray = await openXRay(t);
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const config = { endpoint: aws.url, region: "eu-central-1", credentials, maxAttempts: 1 };
  const client = new LambdaClient(config);
  const tagging = new ResourceGroupsTaggingAPIClient(config);
  t.after(async () => {
    client.destroy();
    tagging.destroy();
    await aws.stop();
  });
  const source = awsInventory(client, tagging, xray.client);
  return {
    aws,
    xray,
    source,
    async listed() {
      const asked = { sources: [source], reports: none(), catalog: EMPTY_CATALOG };
      const { inventory, gaps } = await listInventory(asked, NIGHT, AbortSignal.timeout(20_000));
      return { uses: inventory.uses, gaps };
    },
  };
}

async function* none(): AsyncGenerator<never> {}

function said({ function: name, how, place, from }: Use): string {
  return `${name} ${how} ${place.service} ${place.resource} (${from.join(", ")})`;
}
