import { z } from "zod";
import { Fault } from "../fault.ts";
import type { IncidentState } from "../investigation.ts";
import { fromMillis, type Micros, parseTime } from "../time.ts";
import { incidentSchema, incidentStateOf } from "./incident.ts";

/** One event of a V3 webhook. `incident` is null where the event is about none. */
export interface WebhookEvent {
  readonly id: string;
  readonly type: string;
  readonly at: Micros;
  /** Who did it, where that was a person: what PagerDuty does by itself is told as the service's doing. */
  readonly agent: string | null;
  readonly incident: IncidentState | null;
}

const Envelope = z.looseObject({
  event: z.looseObject({
    id: z.string().min(1),
    event_type: z.string().min(1),
    occurred_at: z.string().nullish(),
    agent: z.looseObject({ type: z.string().nullish(), summary: z.string().nullish() }).nullish(),
    data: z.unknown(),
  }),
});
/** Notes, responders and status updates carry the incident as a reference, without its state. */
const Inside = z.looseObject({ incident: incidentSchema });

/** Reads the body of a delivery whose signature was checked. Throws an `unreadable` fault for anything else than an event. */
export function parseWebhook(body: Uint8Array): WebhookEvent {
  const parsed = Envelope.safeParse(jsonOf(body));
  if (!parsed.success) throw new Fault("unreadable", "the delivery is not a V3 webhook event");
  const { id, event_type: type, occurred_at, agent, data } = parsed.data.event;
  const whole = incidentSchema.safeParse(data);
  const inside = Inside.safeParse(data);
  const found = inside.success ? inside.data.incident : whole.success ? whole.data : null;
  return {
    id,
    type,
    at: parseTime(occurred_at ?? "") ?? fromMillis(0),
    agent: agent?.type === "user_reference" ? (agent.summary ?? null) : null,
    incident: found === null ? null : incidentStateOf(found),
  };
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return null;
  }
}
