import type { Catalog } from "../catalog.ts";
import { facesOf } from "../services/table.ts";
import type { Arrival } from "../span.ts";
import type { Subject } from "../subject.ts";
import type { Hop, Transaction } from "../transaction.ts";

/** A resource by which requests come in. */
export type Door = Pick<Hop, "service" | "resource">;

/**
 * What people call the entry: `POST /rides/{rideId}` for HTTP, the rule's or schedule's name, else the resource's. Where the
 * API knows no template (greedy and default routes, traces), the catalog's routes name it, else the path with its ids taken out.
 */
export function entryName(hop: Hop, arrival: Arrival, catalog: Catalog): { name: string; route: string | null } {
  if (arrival.method === null) return { name: arrival.name ?? hop.resource ?? hop.operation, route: null };
  const path = arrival.path ?? "/";
  const route =
    arrival.route ?? routeInCatalog(doorOf(hop, arrival), arrival.method, path, catalog) ?? templateOf(path);
  return { name: `${arrival.method} ${route}`, route };
}

/** What a request came in by: the hop that took it, or what that says it was handed over by. */
export function doorOf(hop: Hop, { through }: Arrival): Door {
  return through ?? hop;
}

/** The name by which the catalog knows an API that events name by its id; the name that was recorded otherwise. */
export function nameOfResource(door: Door, catalog: Catalog): string | null {
  const { resource } = door;
  if (resource === null || !facesOf(door.service).some((face) => face.catalog === "apis")) return resource;
  if (Object.hasOwn(catalog.apis, resource)) return resource;
  return Object.entries(catalog.apis).find(([, { ids }]) => ids.includes(resource))?.[0] ?? resource;
}

/** Subjects with their APIs called as the catalog calls them: an alarm names an API by its id. */
export function subjectsByName(subjects: readonly Subject[], catalog: Catalog): Subject[] {
  return subjects.map((one) => {
    const { service, resource } = one;
    return service === null ? one : { ...one, resource: nameOfResource({ service, resource }, catalog) };
  });
}

/** The transaction with its APIs called as the catalog calls them. */
export function withCatalogNames(transaction: Transaction, catalog: Catalog): Transaction {
  if (Object.keys(catalog.apis).length === 0) return transaction;
  const hops = transaction.hops.map((hop) => ({ ...hop, resource: nameOfResource(hop, catalog) }));
  const { id, links, entry, user, session, gaps, skew } = transaction;
  return {
    ...{ id, hops, links, entry, user, session, gaps, skew },
    // Not copied, because that would make them of every transaction.
    get outside() {
      return transaction.outside;
    },
  };
}

function routeInCatalog(door: Door, method: string, path: string, catalog: Catalog): string | null {
  const api = nameOfResource(door, catalog);
  const routes = api === null || !Object.hasOwn(catalog.apis, api) ? {} : (catalog.apis[api]?.routes ?? {});
  for (const route of Object.keys(routes)) {
    const [verb, template = ""] = route.split(" ");
    if ((verb === method || verb === "ANY") && matches(template, path)) return template;
  }
  return null;
}

function matches(template: string, path: string): boolean {
  const wanted = template.split("/");
  const given = path.split("/");
  const greedy = wanted.at(-1)?.endsWith("+}") === true;
  if (greedy ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((part, i) => /^\{.*\}$/.test(part) || part === given[i]);
}

function templateOf(path: string): string {
  return path
    .split("/")
    .map((part) => (isIdLike(part) ? "{id}" : part))
    .join("/");
}

/** Numbers, UUIDs, long hex, and longer words that mix letters with several digits. Versions such as `v2` are none. */
function isIdLike(part: string): boolean {
  if (/^\d+$/.test(part) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(part) || /^[0-9a-f]{16,}$/i.test(part)) return true;
  return part.length >= 8 && (part.match(/\d/g)?.length ?? 0) >= 2;
}
