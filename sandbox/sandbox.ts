import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type Catalog, parseCatalog } from "../src/catalog.ts";
import type { Config } from "../src/config.ts";
import type { Surroundings } from "../src/main.ts";
import { startLocalDynamoDb } from "../src/store/local-dynamodb.ts";
import { readAppManifest } from "./app-manifest.ts";
import { type AwsConfiguration, startAwsConfiguration } from "./aws/configuration.ts";
import { type SandboxClock, startClock } from "./clock.ts";
import { type CloudWatch, startCloudWatch } from "./cloudwatch/cloudwatch.ts";
import { type CloudWatchLogs, startCloudWatchLogs } from "./cloudwatch/cloudwatch-logs.ts";
import { loadStories } from "./load-stories.ts";
import { type PagerDuty, startPagerDuty } from "./pagerduty/pagerduty.ts";
import { BOT_USER, CHANNEL, GENERAL, GROUPS, OUTSIDER, PEOPLE } from "./people.ts";
import { ON_CALL } from "./scenarios/on-call.ts";
import type { Story } from "./scenarios/story.ts";
import { type Slack, startSlack } from "./slack/slack.ts";
import { AWS_ACCOUNT } from "./world/aws-account.ts";

/** The local world: every service that the bot talks to, as a real server that keeps state, on one clock. */
export interface Sandbox {
  readonly clock: SandboxClock;
  readonly slack: Slack;
  readonly pagerduty: PagerDuty;
  readonly logs: CloudWatchLogs;
  readonly cloudwatch: CloudWatch;
  readonly aws: AwsConfiguration;
  readonly dynamodbUrl: string;
  /** What a bot needs to live in this world, and what it does not get from an environment. */
  readonly config: Config;
  readonly surroundings: Surroundings & { readonly now: () => number; readonly catalog: Catalog };
  /** Has PagerDuty deliver to a bot's webhook. */
  deliverTo(botPort: number): void;
  stop(): Promise<void>;
}

export interface SandboxOptions {
  readonly stories: readonly Story[];
  /** What the clock shows at the start, epoch ms. */
  readonly startsAt: number;
  /** Slack's patience with a press, in real milliseconds: its own three seconds, unless given. */
  readonly ackTimeoutMs?: number | undefined;
}

const SECRET = "whsec-of-the-sandbox";
/** Logs Insights takes a second or more for what this reads; a demo that waits shows nothing by it. */
const QUERY_MS = 50;
const CREDENTIALS = { accessKeyId: "sandbox", secretAccessKey: "sandbox" };

/** Starts the world with the log records of some stories in it. What happens in them is triggered by whoever runs it. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { stories, startsAt, ackTimeoutMs } = options;
  const clock = startClock(startsAt);
  const folder = await mkdtemp(join(tmpdir(), "wake-or-wait-"));
  const [slack, pagerduty, logs, dynamodb, cloudwatch, aws] = await Promise.all([
    startSlack(clock, {
      users: [...PEOPLE, OUTSIDER],
      channels: [
        { ...CHANNEL, members: [...PEOPLE.map(({ id }) => id), BOT_USER] },
        { ...GENERAL, members: [...PEOPLE.map(({ id }) => id), OUTSIDER.id, BOT_USER] },
      ],
      groups: GROUPS,
      bot: await readAppManifest(BOT_USER),
      ...(ackTimeoutMs === undefined ? {} : { ackTimeoutMs }),
    }),
    startPagerDuty(clock, ON_CALL),
    startCloudWatchLogs(clock, { account: AWS_ACCOUNT.id, region: AWS_ACCOUNT.region, queryMs: QUERY_MS }),
    startLocalDynamoDb(folder),
    startCloudWatch(),
    startAwsConfiguration(),
  ]);
  loadStories(stories, { logs, cloudwatch, aws });
  return {
    clock,
    slack,
    pagerduty,
    logs,
    cloudwatch,
    aws,
    dynamodbUrl: dynamodb.url,
    config: {
      slack: {
        botToken: slack.botToken,
        appToken: slack.appToken,
        signingSecret: null,
        channel: CHANNEL.id,
        apiUrl: slack.apiUrl,
      },
      pagerduty: {
        token: pagerduty.token,
        from: "maya@example.com",
        webhookSecrets: [SECRET],
        apiUrl: pagerduty.url,
        routingKey: null,
        eventsUrl: pagerduty.url,
      },
      store: { table: "wake-or-wait", folder: null, region: null, endpoint: dynamodb.url },
      logs: { endpoint: logs.url },
      // Most accounts trace a share of the requests at best: the night has to be told by its logs.
      xray: { on: false, endpoint: null },
      backends: [],
      narration: null,
      catalogFile: null,
      port: 0,
      deadlineMs: 20_000,
      logLevel: "warn",
    },
    surroundings: {
      now: () => clock.now(),
      catalog: catalogOf(stories),
      aws: { region: AWS_ACCOUNT.region, credentials: CREDENTIALS },
      endpoints: {
        cloudwatch: cloudwatch.url,
        sqs: aws.url,
        lambda: aws.url,
        dynamodb: aws.url,
        kinesis: aws.http2Url,
        tagging: aws.url,
      },
    },
    deliverTo: (port) => {
      pagerduty.subscribe({ url: `http://127.0.0.1:${port}/pagerduty/webhook`, secrets: [SECRET] });
    },
    stop: async () => {
      await Promise.all([slack.stop(), pagerduty.stop(), logs.stop(), cloudwatch.stop(), aws.stop()]);
      await dynamodb.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One team has one catalog: what it says of each story's system, put together. */
function catalogOf(stories: readonly Story[]): Catalog {
  const together: Record<string, unknown> = {};
  for (const { catalog } of stories) {
    for (const [section, value] of Object.entries(catalog)) {
      together[section] =
        typeof value === "object" ? { ...(together[section] as object | undefined), ...value } : value;
    }
  }
  return parseCatalog(stringify(together), "the sandbox's catalog");
}
