import { z } from "zod";
import { type Backend, readBackends } from "./backends.ts";
import { Fault } from "./fault.ts";

/** Everything that comes from the environment, checked at the start. Names and meaning: docs/configuration.md. */
export interface Config {
  readonly slack: {
    readonly botToken: string;
    /** Socket Mode, where it is set; else Slack delivers over HTTP, and the signing secret is needed. */
    readonly appToken: string | null;
    readonly signingSecret: string | null;
    readonly channel: string;
    readonly apiUrl: string | null;
  };
  readonly pagerduty: {
    readonly token: string;
    readonly from: string;
    readonly webhookSecrets: readonly string[];
    readonly apiUrl: string;
    /** With which the bot rings somebody whom it had told to wait. */
    readonly routingKey: string | null;
    readonly eventsUrl: string;
  };
  readonly store: {
    readonly table: string;
    readonly folder: string | null;
    readonly region: string | null;
    readonly endpoint: string | null;
  };
  readonly logs: { readonly endpoint: string | null };
  readonly xray: { readonly on: boolean; readonly endpoint: string | null };
  /** Stores of traces that are read beside the logs. */
  readonly backends: readonly Backend[];
  /** The model that words reports; null: none does. */
  readonly narration: { readonly url: string | null; readonly key: string | null; readonly model: string } | null;
  readonly catalogFile: string | null;
  readonly port: number;
  readonly deadlineMs: number;
  readonly logLevel: string;
}

const word = z.string().trim().min(1);
const optional = word.optional();
const listed = (text: string): string[] => text.split(",").flatMap((one) => one.trim() || []);
const Environment = z.object({
  SLACK_BOT_TOKEN: word.startsWith("xoxb-", "begins with xoxb-"),
  SLACK_APP_TOKEN: word.startsWith("xapp-", "begins with xapp-").optional(),
  SLACK_SIGNING_SECRET: optional,
  SLACK_CHANNEL: word,
  SLACK_API_URL: z.url().optional(),
  PAGERDUTY_TOKEN: word,
  PAGERDUTY_FROM: z.email(),
  PAGERDUTY_WEBHOOK_SECRETS: word.transform(listed).refine((secrets) => secrets.length > 0, "holds no secret"),
  PAGERDUTY_API_URL: z.url().default("https://api.pagerduty.com"),
  PAGERDUTY_ROUTING_KEY: optional,
  PAGERDUTY_EVENTS_URL: z.url().default("https://events.pagerduty.com"),
  DYNAMODB_TABLE: optional,
  DYNAMODB_REGION: optional,
  DYNAMODB_ENDPOINT: z.url().optional(),
  DATA_FOLDER: word.default(".wake-or-wait"),
  CLOUDWATCH_LOGS_ENDPOINT: z.url().optional(),
  XRAY: z.enum(["on", "off"]).default("on"),
  XRAY_ENDPOINT: z.url().optional(),
  OPENAI_BASE_URL: z.url().optional(),
  OPENAI_API_KEY: optional,
  OPENAI_MODEL: optional,
  CATALOG_FILE: optional,
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DEADLINE_SECONDS: z.coerce.number().min(1).max(300).default(20),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

/** A variable that is missing or wrong. */
export interface Mistake {
  readonly variable: string;
  /** It names the variable. */
  readonly sentence: string;
}

type Perhaps<T> = { readonly [K in keyof T]: T[K] | null };

/** What can be made of an environment that may have mistakes in it: what has to be set and is not, or is wrong, is null. */
export interface KnownConfig extends Omit<Config, "slack" | "pagerduty"> {
  readonly slack: Perhaps<Config["slack"]>;
  readonly pagerduty: Omit<Config["pagerduty"], "token" | "from" | "webhookSecrets"> &
    Perhaps<Pick<Config["pagerduty"], "token" | "from" | "webhookSecrets">>;
}

const Forgiving = Environment.partial({
  SLACK_BOT_TOKEN: true,
  SLACK_CHANNEL: true,
  PAGERDUTY_TOKEN: true,
  PAGERDUTY_FROM: true,
  PAGERDUTY_WEBHOOK_SECRETS: true,
});

/** Reads the environment. Throws one fault that names every variable that is missing or wrong. */
export function configFrom(env: Env): Config {
  const { config, mistakes } = readConfig(env);
  const { slack, pagerduty, ...rest } = config;
  const { botToken, channel } = slack;
  const { token, from, webhookSecrets } = pagerduty;
  const unset = botToken === null || channel === null || token === null || from === null || webhookSecrets === null;
  if (mistakes.length > 0 || unset) {
    throw new Fault("configuration", mistakes.map(({ sentence }) => sentence).join("\n"));
  }
  return {
    ...rest,
    slack: { ...slack, botToken, channel },
    pagerduty: { ...pagerduty, token, from, webhookSecrets },
  };
}

type Env = Readonly<Record<string, string | undefined>>;

/** Reads as much of the environment as is right, and says what is not. */
export function readConfig(env: Env): { readonly config: KnownConfig; readonly mistakes: readonly Mistake[] } {
  // An empty variable is one that is not set: that is how shells and task definitions leave things out.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const mistakes = (Environment.safeParse(set).error?.issues ?? []).map((issue) => {
    const variable = issue.path.join(".");
    return { variable, sentence: `${variable} ${set[variable] === undefined ? "is not set" : issue.message}` };
  });
  const wrong = new Set(mistakes.map(({ variable }) => variable));
  const data = Forgiving.parse(Object.fromEntries(Object.entries(set).filter(([name]) => !wrong.has(name))));
  if (set["SLACK_APP_TOKEN"] === undefined && set["SLACK_SIGNING_SECRET"] === undefined) {
    const sentence = "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) has to be set";
    mistakes.push({ variable: "SLACK_APP_TOKEN", sentence });
  }
  if (data.OPENAI_MODEL !== undefined && data.OPENAI_BASE_URL === undefined && data.OPENAI_API_KEY === undefined) {
    const sentence = "OPENAI_API_KEY or OPENAI_BASE_URL has to be set where OPENAI_MODEL is";
    mistakes.push({ variable: "OPENAI_API_KEY", sentence });
  }
  const { backends, mistakes: ofBackends } = readBackends(env);
  // Their sentences begin with the variable.
  mistakes.push(...ofBackends.map((sentence) => ({ variable: /^\w+/.exec(sentence)?.[0] ?? "", sentence })));
  return { config: configOf(data, backends), mistakes };
}

function configOf(data: z.infer<typeof Forgiving>, backends: readonly Backend[]): KnownConfig {
  return {
    slack: {
      botToken: data.SLACK_BOT_TOKEN ?? null,
      appToken: data.SLACK_APP_TOKEN ?? null,
      signingSecret: data.SLACK_SIGNING_SECRET ?? null,
      channel: data.SLACK_CHANNEL ?? null,
      apiUrl: data.SLACK_API_URL ?? null,
    },
    pagerduty: {
      token: data.PAGERDUTY_TOKEN ?? null,
      from: data.PAGERDUTY_FROM ?? null,
      webhookSecrets: data.PAGERDUTY_WEBHOOK_SECRETS ?? null,
      apiUrl: data.PAGERDUTY_API_URL.replace(/\/$/, ""),
      routingKey: data.PAGERDUTY_ROUTING_KEY ?? null,
      eventsUrl: data.PAGERDUTY_EVENTS_URL.replace(/\/$/, ""),
    },
    store: {
      table: data.DYNAMODB_TABLE ?? "wake-or-wait",
      // A table that is named lies in AWS; without one, the state lies in a folder of this machine.
      folder: data.DYNAMODB_TABLE === undefined ? data.DATA_FOLDER : null,
      region: data.DYNAMODB_REGION ?? null,
      endpoint: data.DYNAMODB_ENDPOINT ?? null,
    },
    logs: { endpoint: data.CLOUDWATCH_LOGS_ENDPOINT ?? null },
    xray: { on: data.XRAY === "on", endpoint: data.XRAY_ENDPOINT ?? null },
    backends,
    narration:
      data.OPENAI_MODEL === undefined
        ? null
        : { url: data.OPENAI_BASE_URL ?? null, key: data.OPENAI_API_KEY ?? null, model: data.OPENAI_MODEL },
    catalogFile: data.CATALOG_FILE ?? null,
    port: data.PORT,
    deadlineMs: data.DEADLINE_SECONDS * 1000,
    logLevel: data.LOG_LEVEL,
  };
}
