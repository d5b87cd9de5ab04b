import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type Account, record } from "../account.ts";
import { catchUp } from "../due.ts";
import type { Act, Alert, Incident } from "../incident.ts";
import { newId } from "../new-id.ts";
import { acknowledge, resolve } from "../status.ts";
import { trigger } from "../trigger.ts";
import { alertEvent, changeEvent, followUpEvent, triggerEvent } from "./event.ts";

const LARGEST_EVENT_BYTES = 512 * 1024;

/** The Events API v2: what monitoring tools send, with no token but an integration's routing key. */
export async function answerEvent(account: Account, request: Request): Promise<Response> {
  const bytes = await request.bytes();
  if (bytes.length > LARGEST_EVENT_BYTES) return refused(413, "invalid event", "Event object is too large", []);
  catchUp(account);
  try {
    const body = parse(new TextDecoder().decode(bytes));
    return new URL(request.url).pathname === "/v2/enqueue" ? enqueue(account, body) : enqueueChange(account, body);
  } catch (error) {
    if (!(error instanceof InvalidEvent)) throw error;
    return refused(400, error.status, error.message, error.errors);
  }
}

class InvalidEvent extends Error {
  readonly status: string;
  readonly errors: readonly string[];

  constructor(errors: readonly string[], status = "invalid event", message = "Event object is invalid") {
    super(message);
    this.status = status;
    this.errors = errors;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidEvent(["JSON parse error"], "Unrecognized object", "Event object format is unrecognized");
  }
}

function check<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new InvalidEvent(parsed.error.issues.map(({ message }) => message));
}

function serviceIdOf({ directory }: Account, routingKey: string): string {
  for (const [serviceId, key] of directory.routingKeys) if (key === routingKey) return serviceId;
  throw new InvalidEvent(["Invalid routing key"]);
}

function enqueue(account: Account, body: unknown): Response {
  const { routing_key, event_action } = check(alertEvent, body);
  const serviceId = serviceIdOf(account, routing_key);
  const act: Act = { at: account.clock.now(), by: { kind: "service", id: serviceId }, channel: "api" };
  const dedupKey =
    event_action === "trigger"
      ? triggerAlert(account, serviceId, check(triggerEvent, body), act)
      : followUp(account, serviceId, event_action, check(followUpEvent, body).dedup_key, act);
  return accepted({ status: "success", message: "Event processed", dedup_key: dedupKey });
}

/** A trigger for an alert that is open already adds a log entry, and neither an incident nor a webhook. */
function triggerAlert(
  account: Account,
  serviceId: string,
  { dedup_key, payload, client, client_url, links }: z.infer<typeof triggerEvent>,
  act: Act,
): string {
  const key = dedup_key ?? randomUUID().replaceAll("-", "");
  const open = openAlert(account, serviceId, key);
  if (open !== null) {
    record(open.incident, act, { type: "trigger_log_entry", alertId: open.alert.id });
    return key;
  }
  const { summary, custom_details, ...rest } = payload;
  const alert = { ...rest, key, summary, client, clientUrl: client_url, links, details: custom_details ?? {} };
  trigger(account, { title: summary, service: serviceId, alerts: [alert] }, act);
  return key;
}

/** For an alert that is not open, or was opened with another routing key, the event is accepted and dropped. */
function followUp(
  account: Account,
  serviceId: string,
  action: "acknowledge" | "resolve",
  key: string,
  act: Act,
): string {
  const open = openAlert(account, serviceId, key);
  if (open === null) return key;
  if (action === "acknowledge") {
    acknowledge(account, open.incident, act);
    return key;
  }
  open.alert.status = "resolved";
  if (open.incident.alerts.every(({ status }) => status === "resolved")) resolve(account, open.incident, act, null);
  return key;
}

function openAlert(
  account: Account,
  serviceId: string,
  key: string,
): { readonly incident: Incident; readonly alert: Alert } | null {
  for (const incident of account.incidents.values()) {
    if (incident.serviceId !== serviceId || incident.status === "resolved") continue;
    const alert = incident.alerts.find((one) => one.key === key && one.status === "triggered");
    if (alert !== undefined) return { incident, alert };
  }
  return null;
}

function enqueueChange(account: Account, body: unknown): Response {
  const { routing_key, payload, links } = check(changeEvent, body);
  account.changeEvents.push({
    id: newId("01", 26),
    serviceId: serviceIdOf(account, routing_key),
    at: payload.timestamp === undefined ? account.clock.now() : Date.parse(payload.timestamp),
    summary: payload.summary,
    source: payload.source ?? null,
    details: payload.custom_details ?? {},
    links: links ?? [],
  });
  return accepted({ status: "success", message: "Change event processed" });
}

function accepted(body: object): Response {
  return Response.json(body, { status: 202 });
}

function refused(status: number, name: string, message: string, errors: readonly string[]): Response {
  return Response.json({ status: name, message, errors }, { status });
}
