import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Catalog } from "../catalog.ts";
import { type Check, unknown, works } from "../check.ts";
import type { KnownConfig } from "../config.ts";
import { sentenceOf } from "../fault.ts";
import { type Inventory, inventoryOf, isCertain, type Use } from "../inventory.ts";
import { listInventory } from "../list-inventory.ts";
import { many } from "../many.ts";
import type { AwsAccess, LiveSources } from "../sources/live-sources.ts";
import { DynamoDbInventories } from "../store/dynamodb-inventories.ts";

/** Finds out which functions use what, and keeps it where a table is the bot's store: a folder is the bot's own while it runs. */
export async function* inventoryChecks(
  { inventories }: LiveSources,
  catalog: Catalog,
  { store }: KnownConfig,
  aws: AwsAccess,
  until: AbortSignal,
): AsyncGenerator<Check> {
  for (const source of inventories) for await (const check of source.check(until)) yield optional(check);
  const asked = { sources: inventories, reports: none(), catalog };
  const { inventory, gaps } = await listInventory(asked, Date.now(), until);
  // What may not be listed was said by its permission.
  for (const { what, why } of gaps) if (!/permission/.test(why)) yield unknown(what, why);
  if (inventory.uses.length === 0) return;
  const told = summaryOf(inventory);
  if (store.folder !== null && store.endpoint === null) return yield works("inventory", told);
  const client = new DynamoDBClient({
    ...aws,
    ...(store.region === null ? {} : { region: store.region }),
    ...(store.endpoint === null ? {} : { endpoint: store.endpoint }),
  });
  try {
    const kept = new DynamoDbInventories(client, store.table);
    const before = (await kept.read())?.uses ?? [];
    const past = before.flatMap((use) => (use.from.includes("past report") ? [{ ...use, from: PAST }] : []));
    await kept.keep(inventoryOf([...past, ...inventory.uses], inventory.at));
    yield works("inventory", `${told}; kept for the bot`);
  } catch (error) {
    yield works("inventory", `${told}; not kept (${sentenceOf(error).split("\n")[0]}), the bot finds it out itself`);
  } finally {
    client.destroy();
  }
}

const PAST = ["past report"] as const;

/** Nothing depends on it: without it an investigation finds its way all the same. */
function optional(check: Check): Check {
  const without =
    check.what === "tag:GetResources"
      ? "which functions belong with a resource that nothing else tells the use of is found out at night"
      : "which functions use what is found out at night";
  return check.state === "missing" ? unknown(check.what, `${check.why}: ${without}`, check.mend) : check;
}

function summaryOf({ uses }: Inventory): string {
  const certain = uses.filter(isCertain);
  const functions = new Set(certain.map((use) => use.function));
  const told = `${many(functions.size, "function")} with ${many(placesOf(certain), "resource")} that they use`;
  const tagged = placesOf(uses.filter((use) => !isCertain(use)));
  return tagged === 0 ? told : `${told}; of ${many(tagged, "resource")} only tags tell`;
}

function placesOf(uses: readonly Use[]): number {
  return new Set(uses.map(({ place }) => `${place.service} ${place.resource}`)).size;
}

async function* none(): AsyncGenerator<never> {}
