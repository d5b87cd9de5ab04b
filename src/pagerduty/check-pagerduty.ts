import type { Catalog } from "../catalog.ts";
import { type Check, type Mend, missing, unknown, works } from "../check.ts";
import { namedServices } from "../critical-services.ts";
import { Fault, sentenceOf } from "../fault.ts";
import { asksForBusinessServices, criticalBusinessServices, criticalServices } from "./critical.ts";
import type { PagerDuty, Subscription } from "./pagerduty.ts";

/** What of the configuration PagerDuty can be asked about; null where the environment does not say. */
export interface PagerDutyAccess {
  readonly from: string | null;
  readonly routingKey: string | null;
  /** Where the webhook is told to deliver: a whole address, or the path with which that has to end. */
  readonly webhook: string;
  /** The types of events that the bot has a handler for. */
  readonly events: readonly string[];
}

/** Tries the token with questions alone. Nothing is rung and nothing is delivered. */
export async function* checkPagerDuty(client: PagerDuty, access: PagerDutyAccess): AsyncGenerator<Check> {
  const { from, routingKey } = access;
  const subscribed = await tried(TOKEN, () => client.subscriptions());
  if ("state" in subscribed) yield subscribed;
  else {
    yield works(TOKEN);
    yield fitting(subscribed.found, access);
  }
  if (from !== null && !("state" in subscribed)) {
    const user = await tried("PagerDuty users", () => client.userByEmail(from));
    if ("state" in user) yield user;
    else if (user.found !== null) yield works(`PagerDuty user ${from}`, user.found.name);
    else yield missing(`PagerDuty user ${from}`, "no user has this address", { set: "PAGERDUTY_FROM" });
  }
  yield routingKey === null
    ? works("PagerDuty routing key", "none is set: when a verdict turns to wake, the first incident is assigned anew")
    : unknown("PagerDuty routing key", "it cannot be tried without ringing somebody");
}

/** Tries what the catalog says of business services: that they are there, and that something that it names supports them. */
export async function* checkBusinessServices(client: PagerDuty, catalog: Catalog): AsyncGenerator<Check> {
  if (!asksForBusinessServices(catalog)) return;
  const asked = await tried(BUSINESS, () => criticalBusinessServices(client, catalog));
  if ("state" in asked) return yield asked;
  for (const name of asked.found.unknown) {
    yield missing(`${BUSINESS} ${name}`, "PagerDuty has none of this name or id", {
      catalog: `pagerduty.criticalBusinessServices: ${name}`,
    });
  }
  if (namedServices(catalog).length === 0) {
    const step = "name them in the catalog (pagerdutyService) or in Backstage (pagerduty.com/service-id)";
    return yield missing(BUSINESS, "nothing says which resources the services of PagerDuty are about", { step });
  }
  const supporting = await tried(BUSINESS, () => criticalServices(client, catalog));
  if ("state" in supporting) yield supporting;
  else
    yield works(
      BUSINESS,
      `critical by them: ${[...supporting.found].join(", ") || "none of the services that are named"}`,
    );
}

const BUSINESS = "PagerDuty business services";
const TOKEN = "PagerDuty token";
const SUBSCRIPTION = "PagerDuty webhook subscription";
const WHERE = "in PagerDuty, Integrations, Generic Webhooks (v3)";

function fitting(all: readonly Subscription[], { webhook, events: wanted }: PagerDutyAccess): Check {
  const isOurs = ({ url }: Subscription): boolean =>
    webhook.startsWith("/") ? URL.canParse(url) && new URL(url).pathname.endsWith(webhook) : url === webhook;
  const ours = all.filter(isOurs);
  if (ours.length === 0) {
    const url = webhook.startsWith("/") ? `https://<where it runs>${webhook}` : webhook;
    const step = `${WHERE}: add one to ${url} with the events ${wanted.join(", ")}`;
    return missing(SUBSCRIPTION, "none delivers to this bot", { step });
  }
  const active = ours.filter((one) => one.active);
  if (active.length === 0) {
    const step = `${WHERE}: enable it`;
    return missing(SUBSCRIPTION, "it is switched off, or silenced after too many failures", { step });
  }
  const heard = new Set(active.flatMap(({ events }) => events));
  const lacking = wanted.filter((event) => !heard.has(event));
  if (lacking.length === 0) return works(SUBSCRIPTION, active.map(({ url }) => url).join(", "));
  const step = `${WHERE}: add the events ${lacking.join(", ")} to it`;
  return missing(SUBSCRIPTION, `it does not deliver ${lacking.join(", ")}`, { step });
}

async function tried<T>(what: string, ask: () => Promise<T>): Promise<Check | { readonly found: T }> {
  try {
    return { found: await ask() };
  } catch (error) {
    const mend: Mend = { set: "PAGERDUTY_TOKEN" };
    if (error instanceof Fault && error.code === "unauthorized") return missing(what, error.message, mend);
    return unknown(what, sentenceOf(error));
  }
}
