import type { TestContext } from "node:test";
import { type Logger, LogLevel, WebAPIPlatformError, WebClient } from "@slack/web-api";
import { type SandboxClock, startClock } from "../../../sandbox/clock.ts";
import { type Slack, type SlackOptions, startSlack } from "../../../sandbox/slack/slack.ts";

export const MAYA = "U00000MAYA";
export const OMAR = "U00000OMAR";
export const BOT = "U000000BOT";
export const INCIDENTS = "C0INCIDENT";
export const RANDOM = "C00RANDOM0";
export const SECRET = "C00SECRET0";

/** 2:32 in the morning in New York. */
const NIGHT_MS = Date.parse("2026-11-22T07:32:00Z");

/** All scopes that the tests need, but for those that some test wants to be missing. */
const SCOPES = [
  "app_mentions:read",
  "channels:history",
  "channels:read",
  "chat:write",
  "commands",
  "files:read",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "reactions:write",
  "users:read",
  "users:read.email",
];

export interface Night {
  readonly slack: Slack;
  readonly clock: SandboxClock;
  /** A client with the bot's token that repeats nothing and says nothing. */
  readonly client: WebClient;
}

/** A workspace of two people and a bot, stopped when the test is over; without a test, whoever starts it stops it. */
export async function startWorkspace(test: TestContext | null, options: Partial<SlackOptions> = {}): Promise<Night> {
  const clock = startClock(NIGHT_MS);
  const slack = await startSlack(clock, {
    users: [
      { id: MAYA, name: "maya", realName: "Maya Okafor", email: "maya@example.com", tz: "America/New_York" },
      { id: OMAR, name: "omar", realName: "Omar Haddad", email: "omar@example.com", tz: "Europe/Berlin" },
    ],
    channels: [
      { id: INCIDENTS, name: "incidents", topic: "What is on fire", members: [MAYA, OMAR, BOT] },
      { id: RANDOM, name: "random", members: [MAYA, OMAR] },
      { id: SECRET, name: "secret", private: true, members: [MAYA] },
    ],
    rateLimits: null,
    ...options,
    bot: {
      name: "wake-or-wait",
      userId: BOT,
      scopes: SCOPES,
      events: ["app_mention", "message.channels", "message.im"],
      commands: [{ command: "/trace", description: "Follow one request", usageHint: "[any id]" }],
      shortcuts: [{ name: "Trace this", callbackId: "trace_message" }],
      ...options.bot,
    },
  });
  test?.after(() => slack.stop());
  return { slack, clock, client: clientOf(slack) };
}

export function clientOf({ apiUrl, botToken }: Slack, token = botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: SILENT,
  });
}

/** For assert.rejects: Slack answered `"ok": false` with this code. */
export function refusal(code: string): (error: unknown) => boolean {
  return (error) => error instanceof WebAPIPlatformError && error.data.error === code;
}

export const SILENT: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
