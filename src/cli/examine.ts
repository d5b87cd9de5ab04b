import { readFile } from "node:fs/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { parse } from "yaml";
import { z } from "zod";
import { EVENTS } from "../../handlers/table.ts";
import { type Catalog, EMPTY_CATALOG } from "../catalog.ts";
import { type Check, missing, unknown, works } from "../check.ts";
import { type KnownConfig, type Mistake, readConfig } from "../config.ts";
import { Fault, sentenceOf } from "../fault.ts";
import type { Surroundings } from "../main.ts";
import { narratorOf } from "../narrate/narrator.ts";
import { checkBusinessServices, checkPagerDuty } from "../pagerduty/check-pagerduty.ts";
import { pagerDutyOf } from "../pagerduty/pagerduty.ts";
import { checkOfLogged } from "../say/checks.ts";
import { checkSlack } from "../slack/check-slack.ts";
import { clientOptions } from "../slack/client-options.ts";
import { type AwsAccess, type LiveSources, liveSources } from "../sources/live-sources.ts";
import type { Source } from "../sources/source.ts";
import { sourcesOf } from "../sources/sources-of.ts";
import { checkFolder, checkTable } from "../store/check-store.ts";
import { type Found, findIn } from "./found.ts";
import { inventoryChecks } from "./inventory-checks.ts";
import { catalogFrom } from "./options.ts";
import type { Env } from "./run.ts";

/** Nobody waits with a pager in hand, and a large account takes its time. */
const DEADLINE_MS = 180_000;

/** Checks under their titles, and what the account was found to hold. */
export interface Examined {
  readonly parts: readonly (readonly [title: string, checks: readonly Check[]])[];
  readonly found: Found;
}

interface Asked {
  readonly catalog: string | null;
  readonly webhook: string;
}

/** Tries everything that the environment and the catalog name. What is missing ends nothing: the rest is tried all the same. */
export async function examine(
  { catalog: path, webhook }: Asked,
  env: Env,
  { aws = {}, endpoints = {} }: Pick<Surroundings, "aws" | "endpoints"> = {},
): Promise<Examined> {
  const until = AbortSignal.timeout(DEADLINE_MS);
  const { config, mistakes } = readConfig(env);
  const { catalog, check: ofCatalog } = await readCatalog(path ?? config.catalogFile);
  const at = {
    ...endpoints,
    ...(config.logs.endpoint === null ? {} : { logs: config.logs.endpoint }),
    ...(config.xray.endpoint === null ? {} : { xray: config.xray.endpoint }),
  };
  const live = liveSources(catalog, aws, () => at, config.xray.on);
  try {
    const [slack, pagerduty, store, logs, others, inventory, found, models] = await Promise.all([
      slackChecks(config),
      pagerDutyChecks(config, webhook, catalog),
      storeChecks(config, aws, until),
      checksOf(live.logs, until),
      sourceChecks(live, config, until),
      all(inventoryChecks(live, catalog, config, aws, until)),
      findIn(live, catalog, until),
      modelChecks(config),
    ]);
    const functions = [...found.logged.map(checkOfLogged), ...found.gaps.map(({ what, why }) => unknown(what, why))];
    const parts = [
      ["Environment", environmentChecks(mistakes)],
      ["Catalog", [ofCatalog]],
      ["Slack", slack],
      ["PagerDuty", pagerduty],
      ["State", store],
      ["CloudWatch Logs", logs],
      ["Metrics, configuration, traces", others],
      ["What functions use", inventory],
      ["What functions log", functions],
      ["Model", models],
    ] as const;
    return { parts, found };
  } finally {
    live.close();
  }
}

function environmentChecks(mistakes: readonly Mistake[]): Check[] {
  if (mistakes.length === 0) return [works("variables")];
  return mistakes.map(({ variable, sentence }) => missing(variable, sentence, { set: variable }));
}

async function readCatalog(path: string | null): Promise<{ catalog: Catalog; check: Check }> {
  try {
    const catalog = await catalogFrom(path);
    if (catalog !== EMPTY_CATALOG) return { catalog, check: works(path ?? "wake-or-wait.yml") };
    return {
      catalog,
      check: unknown("catalog", "none is named: nothing is known to be critical, and nobody to own it"),
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const mend = { step: "correct these lines (docs/catalog.md)" };
    return {
      catalog: EMPTY_CATALOG,
      check: missing(path ?? "wake-or-wait.yml", error.message.replaceAll("\n", "; "), mend),
    };
  }
}

const Manifest = z.looseObject({
  oauth_config: z.looseObject({ scopes: z.looseObject({ bot: z.array(z.string()) }) }),
});

async function slackChecks({ slack }: KnownConfig): Promise<Check[]> {
  const text = await readFile(new URL("../../manifest.yml", import.meta.url), "utf8");
  const scopes = Manifest.parse(parse(text)).oauth_config.scopes.bot;
  const checks = await all(checkSlack(slack, scopes, clientOptions(slack.apiUrl)));
  if (slack.signingSecret !== null && slack.appToken === null) {
    checks.push(unknown("Slack signing secret", "it is tried by the first delivery of Slack"));
  }
  return checks;
}

async function pagerDutyChecks({ pagerduty }: KnownConfig, webhook: string, catalog: Catalog): Promise<Check[]> {
  const { token, from, routingKey, apiUrl } = pagerduty;
  if (token === null) return [];
  const client = pagerDutyOf({ ...pagerduty, token, url: apiUrl });
  const access = { from, routingKey, webhook, events: Object.keys(EVENTS) };
  return [...(await all(checkPagerDuty(client, access))), ...(await all(checkBusinessServices(client, catalog)))];
}

async function storeChecks({ store }: KnownConfig, aws: AwsAccess, until: AbortSignal): Promise<Check[]> {
  if (store.folder !== null && store.endpoint === null) return [await checkFolder(store.folder)];
  const client = new DynamoDBClient({
    ...aws,
    ...(store.region === null ? {} : { region: store.region }),
    ...(store.endpoint === null ? {} : { endpoint: store.endpoint }),
  });
  try {
    return await all(checkTable(client, store.table, until));
  } finally {
    client.destroy();
  }
}

async function sourceChecks(live: LiveSources, { xray, backends }: KnownConfig, until: AbortSignal): Promise<Check[]> {
  const traces = xray.on ? live.traces : [];
  return checksOf([...live.metrics, ...live.configuration, ...traces, ...sourcesOf(backends)], until);
}

/** None where no model is to word anything, which is how most run it. */
async function modelChecks({ narration }: KnownConfig): Promise<Check[]> {
  return narration === null ? [] : await all(narratorOf(narration).check());
}

async function checksOf(sources: readonly Source[], until: AbortSignal): Promise<Check[]> {
  const checks = await Promise.all(
    sources.map((source) =>
      all(source.check?.(until)).catch((error: unknown) => [unknown(source.name, sentenceOf(error))]),
    ),
  );
  return checks.flat();
}

async function all(checks: AsyncIterable<Check> | undefined): Promise<Check[]> {
  const found: Check[] = [];
  for await (const check of checks ?? []) found.push(check);
  return found;
}
