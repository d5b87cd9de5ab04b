import { z } from "zod";
import type { IncidentState } from "../investigation.ts";
import { fromMillis, parseTime } from "../time.ts";

const reference = z.looseObject({ id: z.string(), summary: z.string().nullish(), html_url: z.string().nullish() });

/** An incident, as webhooks (`assignees`) and the REST API (`assignments[].assignee`) write it, or a mere reference to one. */
export const incidentSchema = z.looseObject({
  id: z.string().min(1),
  type: z.string().regex(/^incident(_reference)?$/),
  title: z.string().nullish(),
  summary: z.string().nullish(),
  html_url: z.string().nullish(),
  status: z.enum(["triggered", "acknowledged", "resolved"]).nullish(),
  urgency: z.string().nullish(),
  created_at: z.string().nullish(),
  service: reference.nullish(),
  escalation_policy: reference.nullish(),
  assignees: z.array(reference).nullish(),
  assignments: z.array(z.looseObject({ assignee: reference })).nullish(),
});

export function incidentStateOf(incident: z.infer<typeof incidentSchema>): IncidentState {
  const assignees = incident.assignees ?? incident.assignments?.map(({ assignee }) => assignee) ?? [];
  return {
    id: incident.id,
    title: incident.title ?? incident.summary ?? incident.id,
    url: incident.html_url ?? "",
    status: incident.status ?? "triggered",
    urgency: incident.urgency ?? null,
    service: incident.service?.summary ?? null,
    escalationPolicy: incident.escalation_policy?.id ?? null,
    assignees: assignees.map(({ id, summary }) => ({ id, name: summary ?? id })),
    createdAt: parseTime(incident.created_at ?? "") ?? fromMillis(0),
  };
}
