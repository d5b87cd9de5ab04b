import type { Catalog } from "./catalog.ts";
import { EvidenceInMemory } from "./evidence/evidence.ts";
import { type Inventory, inventoryOf, type Tagged, type Use } from "./inventory.ts";
import { usesConfigured, usesHanded, usesReported, usesTagged } from "./inventory-from.ts";
import type { Gap } from "./record.ts";
import type { Report } from "./report.ts";
import type { InventorySource } from "./sources/aws-inventory.ts";
import { namesInCatalog } from "./subject.ts";
import { fromMillis } from "./time.ts";

/** Which functions use what, from all that can be listed and from what past investigations saw. */
export async function listInventory(
  {
    sources,
    reports,
    catalog,
  }: {
    readonly sources: readonly InventorySource[];
    readonly reports: AsyncIterable<Pick<Report, "transactions">>;
    readonly catalog: Catalog;
  },
  nowMs: number,
  until: AbortSignal,
): Promise<{ readonly inventory: Inventory; readonly gaps: readonly Gap[] }> {
  const evidence = new EvidenceInMemory();
  const uses: Use[] = [];
  const gaps: Gap[] = [];
  const tagged: Tagged[] = [];
  for (const source of sources) {
    const here: Tagged[] = [];
    for await (const told of source.list(nowMs, until)) {
      if ("chunk" in told) gaps.push(...evidence.add(told.chunk));
      else if ("handed" in told) uses.push(...usesHanded(told.handed, "service graph"));
      else if ("tagged" in told) here.push(...told.tagged);
      else gaps.push(told.gap);
    }
    for (const use of usesTagged(here, catalog.applicationTags)) uses.push(use);
    for (const one of here) tagged.push(one);
  }
  for await (const report of reports) uses.push(...usesReported(report));
  const known = new Map([...namesInCatalog(catalog)].map(([service, names]) => [service, new Set(names)]));
  // What the service graph, past reports and tags name is known to be there.
  for (const { place } of [...uses, ...tagged])
    known.set(place.service, (known.get(place.service) ?? new Set()).add(place.resource));
  uses.push(...usesConfigured(evidence.configuration, known));
  return { inventory: inventoryOf(uses, fromMillis(nowMs)), gaps };
}
