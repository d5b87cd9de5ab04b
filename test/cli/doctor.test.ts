import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { readAppManifest } from "../../sandbox/app-manifest.ts";
import { BOT_USER, CHANNEL } from "../../sandbox/people.ts";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox.ts";
import { startSlack } from "../../sandbox/slack/slack.ts";
import { startXRay } from "../../sandbox/xray/xray.ts";
import { parseCatalog } from "../../src/catalog.ts";
import type { Check } from "../../src/check.ts";
import { examine } from "../../src/cli/examine.ts";
import { sayMend } from "../../src/say/checks.ts";
import { DynamoDbInventories } from "../../src/store/dynamodb-inventories.ts";
import { ensureTable } from "../../src/store/table-definition.ts";
import { httpEvent, invocationId, invocationLines } from "../fake-source.ts";
import { type Ended, folderOf, runVerb } from "./run-verb.ts";

const QUEUE = "https://sqs.eu-central-1.amazonaws.com/123456789012/orders";
const GROUP = "/aws/lambda/checkout";

test("where all is well, every line says so, and nothing is missing", async (t) => {
  const { status, out, err } = await doctor(await startWorld(t));
  assert.deepEqual([status, err], [0, ""], out);
  assert.match(out, /Slack scopes +works +all \d+ of manifest\.yml/);
  assert.match(out, /PagerDuty webhook subscription +works +http:\/\/127\.0\.0\.1/);
  assert.match(out, /logs:StartQuery +works +1 log group of 1 can be read/);
  assert.match(out, /table wake-or-wait +/);
  assert.match(out, /xray:BatchGetTraces +works/);
  assert.match(out, /lambda:GetFunctionConfiguration +works/);
  assert.match(out, /function checkout +works/);
  assert.match(out, /Nothing is missing\./);
  assert.doesNotMatch(out, /MISSING/);
});

test("a scope that Slack did not grant is named, to be added", async (t) => {
  const world = await startWorld(t);
  const manifest = await readAppManifest(BOT_USER);
  const scopes = manifest.scopes.filter((scope) => scope !== "users:read.email");
  const channels = [{ ...CHANNEL, members: [BOT_USER] }];
  const env = await withSlack(t, world, { users: [], channels, bot: { ...manifest, scopes } });
  const found = await rowsOf(world, env, "missing");
  assert.deepEqual(found, [
    {
      part: "Slack",
      what: "Slack scopes",
      why: "not granted: users:read.email",
      mend: "add to the bot scopes of the Slack app, and install it again: users:read.email",
    },
  ]);
});

test("a channel without the bot in it is one line, and how to invite it", async (t) => {
  const world = await startWorld(t);
  const bot = await readAppManifest(BOT_USER);
  const env = await withSlack(t, world, { users: [], channels: [{ ...CHANNEL, members: [] }], bot });
  const found = await rowsOf(world, env, "missing");
  assert.equal(found.length, 1);
  assert.match(found[0]?.mend ?? "", /\/invite @wake-or-wait/);
});

test("tokens that are wrong are each one line, and the rest is checked all the same", async (t) => {
  const world = await startWorld(t);
  const env = { ...world.env, PAGERDUTY_TOKEN: "nobody-s", SLACK_BOT_TOKEN: "xoxb-nobody-s" };
  const found = await rowsOf(world, env, "missing");
  assert.deepEqual(
    found.map(({ what, mend }) => [what, mend]),
    [
      ["Slack bot token", "set SLACK_BOT_TOKEN right (docs/configuration.md)"],
      ["PagerDuty token", "set PAGERDUTY_TOKEN right (docs/configuration.md)"],
    ],
  );
  assert.doesNotMatch(JSON.stringify(found), /nobody-s/);
  const working = await rowsOf(world, env, "works");
  assert.ok(working.some(({ what }) => what === "logs:StartQuery"));
});

test("a variable that is not set is a row and no end", async (t) => {
  const world = await startWorld(t);
  const found = await rowsOf(world, { ...world.env, SLACK_CHANNEL: "", PAGERDUTY_TOKEN: "" }, "missing");
  assert.deepEqual(
    found.map(({ why }) => why),
    ["SLACK_CHANNEL is not set", "PAGERDUTY_TOKEN is not set"],
  );
});

test("a note-taker who is no user of PagerDuty, and a webhook that nobody made, or that is told too little", async (t) => {
  const world = await startWorld(t, { subscribed: false });
  const { sandbox, env } = world;
  const none = await rowsOf(world, { ...env, PAGERDUTY_FROM: "stranger@example.com" }, "missing");
  assert.deepEqual(
    none.map(({ what, why }) => [what, why]),
    [
      ["PagerDuty webhook subscription", "none delivers to this bot"],
      ["PagerDuty user stranger@example.com", "no user has this address"],
    ],
  );
  assert.match(String(none[0]?.mend), /pagerduty\/webhook with the events incident\.triggered, /);
  const url = "http://127.0.0.1:9/pagerduty/webhook";
  sandbox.pagerduty.subscribe({ url, secrets: ["s"], events: ["incident.triggered"] });
  const few = await rowsOf(world, env, "missing");
  assert.match(String(few[0]?.mend), /add the events incident\.acknowledged, .* to it/);
  const other = await rowsOf(world, env, "missing", { webhook: "https://bot.example.com/pagerduty/webhook" });
  assert.match(String(other[0]?.mend), /add one to https:\/\/bot\.example\.com\/pagerduty\/webhook /);
});

test("of log groups the one that may not be read is named, with the statement that allows it", async (t) => {
  const world = await startWorld(t);
  const { sandbox, env } = world;
  for (const name of ["a", "b", "c"]) sandbox.logs.load(`/aws/lambda/${name}`, "s", []);
  sandbox.logs.faults.denyGroup("/aws/lambda/b");
  const found = (await rowsOf(world, env, "missing")).filter(({ part }) => part === "CloudWatch Logs");
  assert.deepEqual(
    found.map(({ what, mend }) => [what, JSON.parse(String(mend))]),
    [
      [
        "/aws/lambda/b",
        {
          Effect: "Allow",
          Action: ["logs:StartQuery", "logs:GetQueryResults", "logs:FilterLogEvents"],
          Resource: "arn:aws:logs:*:*:log-group:/aws/lambda/b:*",
        },
      ],
    ],
  );
  const working = await rowsOf(world, env, "works");
  assert.equal(working.find(({ what }) => what === "logs:StartQuery")?.why, "3 log groups of 4 can be read");
});

test("permissions that are missing are put together in one policy", async (t) => {
  const world = await startWorld(t);
  const { sandbox } = world;
  sandbox.cloudwatch.faults.deny("cloudwatch:DescribeAlarms");
  sandbox.aws.faults.deny("lambda:GetFunctionConfiguration");
  const { status, out } = await doctor(world);
  assert.equal(status, 1);
  const policy = /The policy that is missing\n(\{[\s\S]*?\n\})\n/.exec(out)?.[1] ?? "null";
  assert.deepEqual(JSON.parse(policy), {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["cloudwatch:DescribeAlarms", "lambda:GetFunctionConfiguration"], Resource: ["*"] },
    ],
  });
});

test("what the catalog names and the account has not is told by its line, and a catalog that is none by its mistake", async (t) => {
  const world = await startWorld(t);
  const folder = await folderOf(t, {
    "names.yml": "functions: { checkout: {}, chekout: {} }\nqueues: { orders: {} }\nbuckets: { pictures: {} }\n",
    "broken.yml": "functions:\n  checkout: { ownr: me }\n",
  });
  const names = { catalog: join(folder, "names.yml") };
  assert.deepEqual(
    (await rowsOf(world, world.env, "missing", names)).map(({ mend }) => mend),
    [
      "correct or delete the line of the catalog: queues: orders",
      "correct or delete the line of the catalog: functions: chekout",
    ],
  );
  const unsure = await rowsOf(world, world.env, "unknown", names);
  assert.ok(unsure.some(({ why }) => why === "not looked up: pictures"));
  const broken = await rowsOf(world, world.env, "missing", { catalog: join(folder, "broken.yml") });
  assert.match(String(broken[0]?.why), /broken\.yml:2: functions\.checkout\.ownr/);
});

test("a function that logs too little to be stitched is told what to add", async (t) => {
  const world = await startWorld(t);
  const { sandbox, env } = world;
  const at = Date.now() - 60_000;
  sandbox.logs.load("/aws/lambda/silent", "s", linesOf(invocationLines({ n: 2, atMs: at })));
  const bare = [1, 2].map((n): [number, string] => [at + n, JSON.stringify({ level: "INFO", error: `none ${n}` })]);
  sandbox.logs.load("/aws/lambda/quiet", "s", linesOf(bare));
  const sends = ({ n, answer }: { n: number; answer: object }): [number, string][] => {
    const [first, event, ...rest] = invocationLines({ n, atMs: at, event: httpEvent(n, "user-1", at) });
    const sent = { operation: "SendMessage", input: { QueueUrl: QUEUE, MessageBody: "{}" }, ...answer };
    const line = `${new Date(at + 9).toISOString()}\t${invocationId(n)}\tINFO\t${JSON.stringify(sent)}\n`;
    return first === undefined || event === undefined ? [] : [first, event, [at + 9, line], ...rest];
  };
  sandbox.logs.load(
    "/aws/lambda/sender",
    "s",
    linesOf(sends({ n: 3, answer: { output: { $metadata: { httpStatusCode: 200 } } } })),
  );
  const answer = { output: { MessageId: "0b5a7c34-9f0b-4d7b-8a39-2f4d7f3f9a11", MD5OfMessageBody: "9f" } };
  sandbox.logs.load("/aws/lambda/teller", "s", linesOf(sends({ n: 4, answer })));
  for (const name of ["silent", "sender", "teller"]) sandbox.aws.setFunction(name, {});
  sandbox.aws.setFunction("quiet", { LoggingConfig: { LogFormat: "JSON", SystemLogLevel: "WARN" } });
  const found = (await rowsOf(world, env, "missing")).filter(({ part }) => part === "What functions log");
  const why = Object.fromEntries(found.map((one) => [one.what, one.why]));
  assert.deepEqual(Object.keys(why).sort(), ["function quiet", "function sender", "function silent"]);
  assert.equal(why["function sender"], "its calls are logged without what was answered");
  assert.equal(why["function silent"], "no event is logged");
  assert.match(why["function quiet"] ?? "", /carry no request id; .*system log level is above INFO/);
  assert.match(String(found.find(({ what }) => what === "function quiet")?.mend), /SystemLogLevel=INFO/);
  assert.match(String(found.find(({ what }) => what === "function silent")?.mend), /log the event at the start/);
});

test("finds out which functions use what, and keeps it for the bot in its table", async (t) => {
  const world = await startWorld(t);
  const { sandbox, env } = world;
  sandbox.aws.addMapping("mailer", { EventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:mails" });
  for (const what of ["lambda:eu-central-1:1:function:mailer", "dynamodb:eu-central-1:1:table/letters"])
    sandbox.aws.setTags(`arn:aws:${what}`, { "aws:cloudformation:stack-name": "post" });
  const client = new DynamoDBClient({ ...sandbox.surroundings.aws, endpoint: sandbox.dynamodbUrl });
  t.after(() => client.destroy());
  await ensureTable(client, sandbox.config.store.table);
  const told = (await rowsOf(world, env, "works")).find(({ what }) => what === "inventory");
  assert.equal(told?.why, "1 function with 1 resource that they use; of 1 resource only tags tell; kept for the bot");
  const kept = await new DynamoDbInventories(client, sandbox.config.store.table).read();
  assert.deepEqual(
    kept?.uses.map(({ function: name, how, place }) => `${name} ${how} ${place.service} ${place.resource}`),
    ["mailer takes from sqs mails", "mailer belongs with dynamodb letters"],
  );
});

test("what only makes reading cheaper or quicker is not missing where it may not be done, and is mended all the same", async (t) => {
  const world = await startWorld(t);
  world.sandbox.aws.faults.deny("lambda:ListFunctions");
  world.sandbox.aws.faults.deny("tag:GetResources");
  const { status, out } = await doctor(world);
  assert.equal(status, 0);
  assert.match(
    out,
    /lambda:ListFunctions +unknown +the permission lambda:ListFunctions is missing: which functions use/,
  );
  assert.match(
    out,
    /tag:GetResources +unknown +the permission tag:GetResources is missing: which functions belong with a resource/,
  );
  assert.match(out, /lambda:ListFunctions/);
});

test("drafts a catalog of what was found, which can be read as it is, and overwrites none", async (t) => {
  const world = await startWorld(t);
  const { sandbox } = world;
  sandbox.aws.setFunction("mailer", {});
  sandbox.logs.load("/aws/lambda/mailer", "s", []);
  sandbox.logs.load("/aws/apigateway/shop", "s", []);
  const queue = "arn:aws:sqs:eu-central-1:123456789012:mails";
  sandbox.aws.addMapping("mailer", { EventSourceArn: queue });
  const folder = await folderOf(t, { "mine.yml": "timeZone: UTC\n" });
  const path = join(folder, "draft.yml");
  const { status, out } = await doctor(world, "--draft", path, "--json");
  assert.equal(status, 0);
  const text = await readFile(path, "utf8");
  assert.equal(JSON.parse(out).draft, text);
  const catalog = parseCatalog(text, "draft");
  assert.deepEqual(Object.keys(catalog.functions), ["checkout", "mailer"]);
  assert.deepEqual(Object.keys(catalog.queues), ["mails"]);
  assert.deepEqual(
    Object.values(catalog.apis).flatMap(({ routes }) => Object.keys(routes)),
    ["POST /checkout"],
  );
  assert.match(text, /# - "\/aws\/apigateway\/shop"/);
  const kept = await doctor(world, "--draft", join(folder, "mine.yml"));
  assert.equal(kept.status, 2);
  assert.match(kept.err, /mine\.yml is there: it is not overwritten/);
});

test("an option that is not understood is wrong use, in one line", async () => {
  const { status, err } = await runVerb("doctor", ["--colour"]);
  assert.equal(status, 2);
  assert.match(err, /^[^\n]*npm run -s doctor[^\n]*\n$/);
});

interface World {
  readonly sandbox: Sandbox;
  readonly env: Record<string, string>;
  /** Where a process of its own finds the rest of AWS. */
  readonly ofProcess: Record<string, string>;
}

/** The sandbox at the machine's own time, with one function that logs as it should. */
async function startWorld(t: TestContext, { subscribed = true } = {}): Promise<World> {
  const sandbox = await startSandbox({ stories: [], startsAt: Date.now() });
  t.after(() => sandbox.stop());
  const xray = await startXRay(sandbox.clock);
  t.after(() => xray.stop());
  if (subscribed) sandbox.deliverTo(9);
  const atMs = Date.now() - 60_000;
  sandbox.logs.load(GROUP, "s", linesOf(invocationLines({ n: 1, atMs, event: httpEvent(1, "user-1", atMs) })));
  sandbox.aws.setFunction("checkout", {});
  const { slack, pagerduty, logs, cloudwatch, aws, config } = sandbox;
  const env = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_CHANNEL: CHANNEL.id,
    PAGERDUTY_API_URL: pagerduty.url,
    PAGERDUTY_EVENTS_URL: pagerduty.url,
    PAGERDUTY_TOKEN: pagerduty.token,
    PAGERDUTY_FROM: config.pagerduty.from,
    PAGERDUTY_WEBHOOK_SECRETS: "secret",
    DYNAMODB_TABLE: "wake-or-wait",
    DYNAMODB_ENDPOINT: sandbox.dynamodbUrl,
    CLOUDWATCH_LOGS_ENDPOINT: logs.url,
    XRAY_ENDPOINT: xray.url,
  };
  const ofProcess = {
    AWS_ENDPOINT_URL_CLOUDWATCH: cloudwatch.url,
    AWS_ENDPOINT_URL_SQS: aws.url,
    AWS_ENDPOINT_URL_LAMBDA: aws.url,
    AWS_ENDPOINT_URL_DYNAMODB: aws.url,
    AWS_ENDPOINT_URL_KINESIS: aws.http2Url,
    AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API: aws.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "sandbox",
    AWS_SECRET_ACCESS_KEY: "sandbox",
  };
  return { sandbox, env, ofProcess };
}

function linesOf(said: readonly (readonly [number, string])[]) {
  return said.map(([timestamp, message]) => ({ timestamp, message, ingestionTime: timestamp }));
}

/** The environment with another Slack in it. */
async function withSlack(
  t: TestContext,
  { sandbox, env }: World,
  options: Parameters<typeof startSlack>[1],
): Promise<Record<string, string>> {
  const slack = await startSlack(sandbox.clock, options);
  t.after(() => slack.stop());
  return { ...env, SLACK_API_URL: slack.apiUrl, SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken };
}

function doctor({ env, ofProcess }: World, ...words: string[]): Promise<Ended> {
  return runVerb("doctor", words, tmpdir(), { ...env, ...ofProcess });
}

interface Row {
  readonly part: string;
  readonly what: string;
  readonly why: string | null;
  readonly mend: string | null;
}

/** What is not as it should be, examined without a process of its own. */
async function rowsOf(
  { sandbox }: World,
  env: Record<string, string>,
  state: Check["state"],
  asked = {},
): Promise<Row[]> {
  const told = { catalog: null, webhook: "/pagerduty/webhook", ...asked };
  const { parts } = await examine(told, env, sandbox.surroundings);
  return parts.flatMap(([part, checks]) =>
    checks
      .filter((one) => one.state === state)
      .map(({ what, why, mend }) => ({ part, what, why, mend: mend === null ? null : sayMend(mend) })),
  );
}
