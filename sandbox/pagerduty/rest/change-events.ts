import { type Account, incidentOf } from "../account.ts";
import type { ChangeEvent } from "../incident.ts";
import { notFound } from "../refusal.ts";
import { changeEventResource } from "../resources/change-event.ts";
import { type Call, ok, type Reply, type Route } from "./call.ts";
import { paged, period } from "./query.ts";

const DAY_MS = 24 * 3_600_000;
const KEPT_MS = 90 * DAY_MS;

export const changeEventRoutes: readonly Route[] = [
  { method: "GET", path: "/change_events", answer: all },
  { method: "GET", path: "/services/{id}/change_events", answer: ofService },
  { method: "GET", path: "/incidents/{id}/related_change_events", answer: related },
];

function all({ account, query }: Call): Reply {
  return ok(paged(query, "change_events", kept(account, query), (change) => changeEventResource(account, change)));
}

function ofService({ account, id, query }: Call): Reply {
  if (!account.directory.services.has(id)) throw notFound();
  const found = kept(account, query).filter(({ serviceId }) => serviceId === id);
  return ok(paged(query, "change_events", found, (change) => changeEventResource(account, change)));
}

/**
 * Changes of the incident's service in the day before it. PagerDuty also correlates by dependent services and by what
 * it has learned; here the reason is always that a change was recent.
 */
function related({ account, id, query }: Call): Reply {
  const incident = incidentOf(account, id);
  const found = kept(account, query).filter(
    ({ serviceId, at }) =>
      serviceId === incident.serviceId && at <= incident.createdAt && at > incident.createdAt - DAY_MS,
  );
  const { change_events } = paged(query, "change_events", found, (change) => ({
    ...changeEventResource(account, change),
    correlation_reason: { reason: "most_recent" },
  }));
  return ok({ change_events, limit: null, offset: null, total: null, more: false });
}

/** The newest first; PagerDuty forgets after 90 days. */
function kept(account: Account, query: URLSearchParams): ChangeEvent[] {
  const { since, until } = period(query);
  const from = Math.max(since ?? 0, account.clock.now() - KEPT_MS);
  return account.changeEvents
    .filter(({ at }) => at >= from && (until === null || at < until))
    .toSorted((a, b) => b.at - a.at);
}
