import { z } from "zod";
import type { IncidentState } from "../investigation.ts";
import { fromMillis, parseTime } from "../time.ts";

const reference = z.looseObject({ id: z.string(), summary: z.string().nullish(), html_url: z.string().nullish() });

/** A field that is not what it should be costs what it says, never the incident. */
const optional = <T>(schema: z.ZodType<T>) => schema.nullish().catch(null);

/** An incident, as webhooks (`assignees`) and the REST API (`assignments[].assignee`) write it, or a mere reference to one. */
export const incidentSchema = z.looseObject({
  id: z.string().min(1),
  type: z.string().regex(/^incident(_reference)?$/),
  title: optional(z.string()),
  summary: optional(z.string()),
  html_url: optional(z.string()),
  status: optional(z.enum(["triggered", "acknowledged", "resolved"])),
  urgency: optional(z.string()),
  incident_key: optional(z.string()),
  created_at: optional(z.string()),
  service: optional(reference),
  escalation_policy: optional(reference),
  priority: optional(reference),
  assignees: optional(z.array(reference)),
  assignments: optional(z.array(z.looseObject({ assignee: reference }))),
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
    priority: incident.priority?.id ?? null,
    key: incident.incident_key ?? null,
    createdAt: parseTime(incident.created_at ?? "") ?? fromMillis(0),
  };
}
