import type { Catalog } from "../catalog.ts";
import { namedServices } from "../critical-services.ts";
import type { BusinessService, PagerDuty } from "./pagerduty.ts";

/** More services than these are not asked about: a question each. */
const MOST_SERVICES = 200;

type Asked = Pick<PagerDuty, "businessServices" | "dependents">;

/** Of the services that the catalog names, those on which a business service depends that the catalog calls critical. */
export async function criticalServices(client: Asked, catalog: Catalog): Promise<ReadonlySet<string>> {
  const wanted = namedServices(catalog).slice(0, MOST_SERVICES);
  if (wanted.length === 0 || !asksForBusinessServices(catalog)) return new Set();
  const critical = new Set((await criticalBusinessServices(client, catalog)).found.map(({ id }) => id));
  const dependents = await Promise.all(wanted.map((service) => client.dependents(service)));
  return new Set(wanted.filter((_, place) => dependents[place]?.some((id) => critical.has(id))));
}

/** Whether the team has switched it on. */
export function asksForBusinessServices({ pagerduty: { criticalBusinessServices: named } }: Catalog): boolean {
  return named === "all" || named.length > 0;
}

/** The business services that the catalog calls critical, and what it calls so and PagerDuty does not know. */
export async function criticalBusinessServices(
  client: Pick<PagerDuty, "businessServices">,
  { pagerduty: { criticalBusinessServices: named } }: Catalog,
): Promise<{ readonly found: readonly BusinessService[]; readonly unknown: readonly string[] }> {
  const all = await client.businessServices();
  if (named === "all") return { found: all, unknown: [] };
  const isNamed = ({ id, name }: BusinessService, one: string): boolean => one === id || one === name;
  return {
    found: all.filter((service) => named.some((one) => isNamed(service, one))),
    unknown: named.filter((one) => !all.some((service) => isNamed(service, one))),
  };
}
