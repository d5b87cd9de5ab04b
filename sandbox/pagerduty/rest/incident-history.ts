import { z } from "zod";
import { type Account, incidentOf } from "../account.ts";
import { annotate, publishStatusUpdate } from "../annotate.ts";
import type { Note } from "../incident.ts";
import { notFound } from "../refusal.ts";
import { alertResource } from "../resources/alert.ts";
import { LOG_ENTRY_INCLUDES, logEntryResource } from "../resources/log-entry.ts";
import { incidentReference, iso, userReference } from "../resources/reference.ts";
import { responderResource } from "../resources/responder.ts";
import { requestResponders } from "../responders.ts";
import { bodyOf, type Call, ok, type Reply, type Route, requester } from "./call.ts";
import { choices, paged, period } from "./query.ts";

export const incidentHistoryRoutes: readonly Route[] = [
  { method: "GET", path: "/incidents/{id}/alerts", answer: alerts },
  { method: "GET", path: "/incidents/{id}/log_entries", answer: logEntries },
  { method: "GET", path: "/log_entries/{id}", answer: logEntry },
  { method: "GET", path: "/incidents/{id}/notes", answer: notes },
  { method: "POST", path: "/incidents/{id}/notes", answer: addNote },
  { method: "POST", path: "/incidents/{id}/responder_requests", answer: requestThem },
  { method: "POST", path: "/incidents/{id}/status_updates", answer: addStatusUpdate },
];

function alerts({ account, id, query }: Call): Reply {
  const incident = incidentOf(account, id);
  const statuses = choices(query, "statuses", "Status", ["triggered", "resolved"]);
  const key = query.get("alert_key");
  const found = incident.alerts.filter(
    (alert) => (statuses.length === 0 || statuses.includes(alert.status)) && (key === null || alert.key === key),
  );
  return ok(paged(query, "alerts", found, (alert) => alertResource(account, incident, alert)));
}

/** The newest first. */
function logEntries({ account, id, query }: Call): Reply {
  const incident = incidentOf(account, id);
  const includes = choices(query, "include", "Include", LOG_ENTRY_INCLUDES);
  const { since, until } = period(query);
  const found = incident.log.filter(
    ({ act }) => (since === null || act.at >= since) && (until === null || act.at < until),
  );
  return ok(
    paged(query, "log_entries", found.toReversed(), (entry) => logEntryResource(account, incident, entry, includes)),
  );
}

function logEntry({ account, id, query }: Call): Reply {
  const includes = choices(query, "include", "Include", LOG_ENTRY_INCLUDES);
  for (const incident of account.incidents.values()) {
    const entry = incident.log.find((one) => one.id === id);
    if (entry !== undefined) return ok({ log_entry: logEntryResource(account, incident, entry, includes) });
  }
  throw notFound();
}

function notes({ account, id }: Call): Reply {
  return ok({ notes: incidentOf(account, id).notes.map((note) => noteResource(account, note)) });
}

function addNote(call: Call): Reply {
  const { user, act } = requester(call);
  const { note } = bodyOf(call, z.object({ note: z.object({ content: z.string() }) }));
  const added = annotate(call.account, incidentOf(call.account, call.id), user.id, note.content, act);
  return ok({ note: noteResource(call.account, added) });
}

function noteResource(account: Account, note: Note): object {
  return {
    id: note.id,
    user: userReference(account, note.userId),
    channel: { summary: "The PagerDuty website or APIs" },
    content: note.content,
    created_at: iso(note.at),
  };
}

function addStatusUpdate(call: Call): Reply {
  const { user, act } = requester(call);
  const { message } = bodyOf(call, z.object({ message: z.string() }));
  const added = publishStatusUpdate(call.account, incidentOf(call.account, call.id), user.id, message, act);
  return ok({
    status_update: {
      id: added.id,
      message: added.message,
      sender: userReference(call.account, added.userId),
      created_at: iso(added.at),
    },
  });
}

const responderRequest = z.object({
  requester_id: z.string(),
  message: z.string(),
  responder_request_targets: z
    .array(
      z.object({
        responder_request_target: z.object({
          id: z.string(),
          type: z.enum(["user", "user_reference", "escalation_policy", "escalation_policy_reference"]),
        }),
      }),
    )
    .min(1),
});

function requestThem(call: Call): Reply {
  const { account } = call;
  const { act } = requester(call);
  const { requester_id, message, responder_request_targets } = bodyOf(call, responderRequest);
  const incident = incidentOf(account, call.id);
  const targets = responder_request_targets.map(({ responder_request_target: { id, type } }) => ({
    kind: type.startsWith("user") ? ("user" as const) : ("escalation policy" as const),
    id,
  }));
  const requested = requestResponders(account, incident, { requesterId: requester_id, message, targets }, act);
  return ok({
    responder_request: {
      incident: incidentReference(account, incident),
      requester: userReference(account, requester_id),
      requested_at: iso(act.at),
      message,
      responder_request_targets: requested.map(({ target, responders }) => ({
        responder_request_target: {
          type: target.kind === "user" ? "user" : "escalation_policy",
          id: target.id,
          incidents_responders: responders.map((responder) => responderResource(account, incident, responder)),
        },
      })),
    },
  });
}
