import { z } from "zod";
import { type Account, incidentOf } from "../account.ts";
import type { Incident } from "../incident.ts";
import { invalidInput, tooManyAtOnce } from "../refusal.ts";
import { INCIDENT_INCLUDES, incidentResource } from "../resources/incident.ts";
import { snooze } from "../status.ts";
import { bodyOf, type Call, ok, type Reply, type Route, requester } from "./call.ts";
import { incidentUpdate, planUpdate } from "./incident-update.ts";
import { choices, paged, period, wanted } from "./query.ts";

const MOST_UPDATES = 250;
const MONTH_MS = 30 * 24 * 3_600_000;

export const incidentRoutes: readonly Route[] = [
  { method: "GET", path: "/incidents", answer: list },
  { method: "PUT", path: "/incidents", answer: updateMany },
  { method: "GET", path: "/incidents/{id}", answer: get },
  { method: "PUT", path: "/incidents/{id}", answer: update },
  { method: "POST", path: "/incidents/{id}/snooze", answer: snoozeIt },
];

function list({ account, query }: Call): Reply {
  const includes = choices(query, "include", "Include", INCIDENT_INCLUDES);
  const statuses = choices(query, "statuses", "Status", ["triggered", "acknowledged", "resolved"]);
  const urgencies = choices(query, "urgencies", "Urgency", ["high", "low"]);
  const inTime = timeFilter(account, query);
  const key = query.get("incident_key");
  const found = [...account.incidents.values()].filter(
    (one) =>
      (statuses.length === 0 || statuses.includes(one.status)) &&
      (urgencies.length === 0 || urgencies.includes(one.urgency)) &&
      (key === null || one.key === key) &&
      wanted(query, "service_ids", one.serviceId) &&
      wanted(query, "user_ids", ...one.assignments.map(({ userId }) => userId)) &&
      inTime(one),
  );
  return ok(paged(query, "incidents", sorted(query, found), (one) => incidentResource(account, one, includes)));
}

/** Without `since` and `until` the API looks back one month, with `date_range=all` at everything. */
function timeFilter(account: Account, query: URLSearchParams): (incident: Incident) => boolean {
  if (query.get("date_range") === "all") return () => true;
  const { since, until } = period(query);
  const from = since ?? account.clock.now() - MONTH_MS;
  return ({ createdAt }) => createdAt >= from && (until === null || createdAt < until);
}

const ORDERS: Readonly<Record<string, (incident: Incident) => number>> = {
  incident_number: ({ number }) => number,
  created_at: ({ createdAt }) => createdAt,
  resolved_at: ({ resolvedAt }) => resolvedAt ?? Number.POSITIVE_INFINITY,
  urgency: ({ urgency }) => (urgency === "high" ? 0 : 1),
};

function sorted(query: URLSearchParams, incidents: readonly Incident[]): readonly Incident[] {
  const [field = "", direction = "asc"] = (query.get("sort_by") ?? "created_at:asc").split(":");
  const by = ORDERS[field];
  if (by === undefined || (direction !== "asc" && direction !== "desc")) throw invalidInput(["sort_by is invalid"]);
  const sign = direction === "asc" ? 1 : -1;
  return incidents.toSorted((a, b) => sign * Math.sign(by(a) - by(b) || 0));
}

function get({ account, id, query }: Call): Reply {
  const includes = choices(query, "include", "Include", INCIDENT_INCLUDES);
  return ok({ incident: incidentResource(account, find(account, id), includes) });
}

/** An incident is found by its id or by its number. */
function find(account: Account, idOrNumber: string): Incident {
  const byNumber = [...account.incidents.values()].find(({ number }) => String(number) === idOrNumber);
  return byNumber ?? incidentOf(account, idOrNumber);
}

function update(call: Call): Reply {
  const { act } = requester(call);
  const { incident: wantedUpdate } = bodyOf(call, z.object({ incident: incidentUpdate }));
  const incident = incidentOf(call.account, call.id);
  for (const step of planUpdate(call.account, incident, wantedUpdate)) step(act);
  return ok({ incident: incidentResource(call.account, incident) });
}

/** All or nothing: every update is checked before the first is made. */
function updateMany(call: Call): Reply {
  const { act } = requester(call);
  const updates = bodyOf(call, z.object({ incidents: z.array(incidentUpdate.extend({ id: z.string() })) })).incidents;
  if (updates.length > MOST_UPDATES) throw tooManyAtOnce();
  const incidents = updates.map(({ id }) => incidentOf(call.account, id));
  if (new Set(incidents).size < incidents.length) throw invalidInput(["An incident can be updated only once."]);
  const plans = updates.map((one) => planUpdate(call.account, incidentOf(call.account, one.id), one));
  for (const step of plans.flat()) step(act);
  return ok(
    paged(new URLSearchParams({ limit: "100" }), "incidents", incidents, (one) => incidentResource(call.account, one)),
  );
}

function snoozeIt(call: Call): Reply {
  const { act } = requester(call);
  const { duration } = bodyOf(call, z.object({ duration: z.number() }));
  const incident = incidentOf(call.account, call.id);
  snooze(incident, duration, act);
  return { status: 201, body: { incident: incidentResource(call.account, incident) } };
}
