import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type Logger, pino } from "pino";
import { receiver } from "../handlers/pagerduty/receive.ts";
import { onEvent, onPress, onSaid } from "../handlers/table.ts";
import { startWork, type Work } from "../handlers/work.ts";
import type { Bot } from "./bot.ts";
import { awsPlaces, type Catalog, EMPTY_CATALOG } from "./catalog.ts";
import { type Config, configFrom } from "./config.ts";
import { Fault, sentenceOf } from "./fault.ts";
import type { Inventories } from "./inventory.ts";
import { INVENTORY } from "./investigation.ts";
import { loadCatalog } from "./load-catalog.ts";
import { narratorOf } from "./narrate/narrator.ts";
import { pagerDutyOf } from "./pagerduty/pagerduty.ts";
import { rendererOf } from "./pictures/renderer.ts";
import { type Route, type SlackListener, startSlackApp } from "./slack/app.ts";
import { clientOptions } from "./slack/client-options.ts";
import { slackOf } from "./slack/slack.ts";
import type { InventorySource } from "./sources/aws-inventory.ts";
import { type AwsAccess, type Endpoints, liveSources } from "./sources/live-sources.ts";
import type { Source } from "./sources/source.ts";
import { sourcesOf } from "./sources/sources-of.ts";
import { DynamoDbInventories } from "./store/dynamodb-inventories.ts";
import { DynamoDbStore } from "./store/dynamodb-store.ts";
import { startLocalDynamoDb } from "./store/local-dynamodb.ts";
import { ensureTable } from "./store/table-definition.ts";
import { fromMillis } from "./time.ts";

/** A bot that runs. */
export interface Running {
  /** Where its HTTP server listens: `/pagerduty/webhook`, `/health`, and Slack's deliveries where it has no socket. */
  readonly port: number;
  stop(): Promise<void>;
}

/** What a process may bring that does not come from its environment: the sandbox has a clock and a catalog of its own. */
export interface Surroundings {
  /** Epoch milliseconds. */
  readonly now?: () => number;
  readonly catalog?: Catalog;
  readonly log?: Logger;
  readonly aws?: AwsAccess;
  readonly endpoints?: Endpoints;
}

const WEBHOOK = "/pagerduty/webhook";
/** Without these a connection on which nothing comes back is waited for without end, and all work with it. */
const STORE_PATIENCE = { connectionTimeout: 1000, requestTimeout: 2000, throwOnRequestTimeout: true } as const;

/** Starts a bot: store, clients, Slack, and the work that is due. Throws a fault that says what is missing. */
export async function start(
  config: Config,
  { now = Date.now, catalog, log, aws = {}, endpoints = {} }: Surroundings = {},
): Promise<Running> {
  const logger = log ?? pino({ level: config.logLevel, base: null });
  const known = catalog ?? (await catalogOf(config));
  const { store, inventories, closeStore } = await openStore(config, aws);
  const { sources, inventorySources, closeSources } = openSources(config, aws, endpoints, known);
  let work: Work | null = null;
  const bot: Bot = {
    room: { sources, catalog: known, places: awsPlaces(known), now, deadlineMs: config.deadlineMs },
    store,
    inventories,
    inventorySources,
    slack: slackOf(config.slack.botToken, clientOptions(config.slack.apiUrl)),
    pagerduty: pagerDutyOf({ ...config.pagerduty, url: config.pagerduty.apiUrl }),
    pictures: rendererOf(),
    ...(config.narration === null ? {} : { narrator: narratorOf(config.narration) }),
    channel: config.slack.channel,
    from: config.pagerduty.from,
    owner: randomUUID(),
    log: logger,
    nudge: () => work?.nudge(),
  };
  const app = await startSlackApp(config.slack, config.port, routesOf(bot, config), listenerOf(bot), logger).catch(
    async (error: unknown) => {
      closeSources();
      await closeStore();
      if (error instanceof Fault) throw error;
      throw new Fault("configuration", `Slack cannot be reached: ${sentenceOf(error)}`, { cause: error });
    },
  );
  await beginInventory(bot);
  work = startWork(bot);
  logger.info({ port: app.port, webhook: WEBHOOK }, "Wake or Wait is awake");
  return {
    port: app.port,
    stop: async () => {
      await app.stop();
      await work?.stop();
      await bot.pictures.close();
      closeSources();
      await closeStore();
    },
  };
}

/** What AWS holds, X-Ray unless it was put aside, and the stores of traces that the configuration names. */
function openSources(
  { logs, xray, backends }: Config,
  aws: AwsAccess,
  endpoints: Endpoints,
  catalog: Catalog,
): { sources: Source[]; inventorySources: readonly InventorySource[]; closeSources: () => void } {
  const at = {
    ...endpoints,
    ...(logs.endpoint === null ? {} : { logs: logs.endpoint }),
    ...(xray.endpoint === null ? {} : { xray: xray.endpoint }),
  };
  const live = liveSources(catalog, aws, () => at, xray.on);
  const traces = xray.on ? live.traces : [];
  return {
    sources: [...live.logs, ...live.metrics, ...live.configuration, ...traces, ...sourcesOf(backends)],
    inventorySources: live.inventories,
    closeSources: () => live.close(),
  };
}

/** Who starts finds out anew what uses what; then time does. */
async function beginInventory({ store, owner, room, log }: Bot): Promise<void> {
  const now = fromMillis(room.now());
  const started = { id: `${INVENTORY.id} ${owner}`, at: now, incident: INVENTORY, also: [], did: null, who: null };
  await store.claim({ ...started, wants: "inventory" }, now).catch((error: unknown) => {
    log.warn({ problem: sentenceOf(error) }, "the inventory could not be begun");
  });
}

function listenerOf(bot: Bot): SlackListener {
  return {
    press: (payload) => onPress(bot, payload),
    command: (said, answer) => onSaid(bot, "/trace", said, answer),
    shortcut: (said, answer) => onSaid(bot, "trace-message", said, answer),
    mention: (said, answer) => onSaid(bot, "mention", said, answer),
  };
}

function routesOf(bot: Bot, { pagerduty }: Config): Route[] {
  const receive = receiver(bot, pagerduty.webhookSecrets, onEvent);
  return [
    {
      path: WEBHOOK,
      method: "POST",
      handler: (request, response) => {
        receive(request, response).catch((error: unknown) => {
          bot.log.error({ problem: sentenceOf(error) }, "a delivery broke off");
          if (!response.headersSent) response.writeHead(503);
          response.end();
        });
      },
    },
    { path: "/health", method: "GET", handler: (_request, response) => void response.writeHead(200).end("awake\n") },
  ];
}

async function catalogOf({ catalogFile }: Config): Promise<Catalog> {
  if (catalogFile === null) return EMPTY_CATALOG;
  const text = await readFile(catalogFile, "utf8").catch((error: unknown) => {
    throw new Fault("configuration", `${catalogFile} cannot be read: ${sentenceOf(error)}`, { cause: error });
  });
  return await loadCatalog(text, catalogFile);
}

/** A table in AWS or at an endpoint where one is configured, else one of our own in a folder. */
export async function openStore(
  { store }: Config,
  aws: NonNullable<Surroundings["aws"]>,
): Promise<{ store: DynamoDbStore; inventories: Inventories; closeStore: () => Promise<void> }> {
  const local = store.folder === null || store.endpoint !== null ? null : await startLocalDynamoDb(store.folder);
  const endpoint = store.endpoint ?? local?.url;
  const client = new DynamoDBClient({
    ...aws,
    requestHandler: STORE_PATIENCE,
    ...(store.region === null ? {} : { region: store.region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(local === null ? {} : { region: "local", credentials: { accessKeyId: "local", secretAccessKey: "local" } }),
  });
  const closeStore = async (): Promise<void> => {
    await local?.stop();
    client.destroy();
  };
  try {
    await ensureTable(client, store.table);
  } catch (error) {
    await closeStore();
    throw new Fault("configuration", `the table ${store.table} cannot be reached: ${sentenceOf(error)}`, {
      cause: error,
    });
  }
  const inventories = new DynamoDbInventories(client, store.table);
  return { store: new DynamoDbStore(client, store.table), inventories, closeStore };
}

/** Runs until it is told to stop. */
async function main(): Promise<void> {
  try {
    const running = await start(configFrom(process.env));
    const stop = (): void => void running.stop().then(() => process.exit(0));
    process.once("SIGTERM", stop);
    process.once("SIGINT", stop);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

if (import.meta.main) await main();
