import type { Catalog, Knowledge } from "./catalog.ts";
import type { Gap } from "./record.ts";

/** The PagerDuty services that the catalog says are about something: what depends on them may be asked. */
export function namedServices(catalog: Catalog): string[] {
  const all = knowledgeIn(catalog).flatMap(({ pagerdutyService }) => pagerdutyService ?? []);
  return [...new Set(all)].sort();
}

/** The catalog, in which what is about these services is critical, unless the catalog itself says whether it is. */
export function withCriticalServices(catalog: Catalog, critical: ReadonlySet<string>): Catalog {
  if (critical.size === 0) return catalog;
  const result = structuredClone(catalog);
  for (const one of knowledgeIn(result))
    if (one.pagerdutyService !== undefined && critical.has(one.pagerdutyService)) one.businessCritical ??= true;
  return result;
}

/** What is missing where PagerDuty does not say what is critical; `unread`: nor was it known from before. */
export function unreadCritical(problem: string, unread: boolean): Gap {
  const why = `PagerDuty's business services could not be read: ${problem}`;
  return { what: "what is business-critical", why, ...(unread ? { unread } : {}) };
}

function knowledgeIn(catalog: Catalog): Knowledge[] {
  const { apis, functions, queues, topics, buses, schedules, tables, streams, buckets } = catalog;
  const routes = Object.values(apis).flatMap((api) => [api, ...Object.values(api.routes)]);
  const sections = [functions, queues, topics, buses, schedules, tables, streams, buckets];
  return [...routes, ...sections.flatMap((section) => Object.values(section))];
}
