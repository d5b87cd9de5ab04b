import { isObject, type Json, unwrapped } from "../json.ts";
import type { Key } from "../key.ts";
import type { Origin } from "../record.ts";
import type { Received, ReceivedItem, Service } from "../services/service.ts";
import { SERVICES } from "../services/table.ts";
import type { Span } from "../span.ts";
import type { Micros } from "../time.ts";

/** The hops that an event came through, and the ids under which the one who has the event received it. */
export interface Drawn {
  readonly spans: readonly Span[];
  readonly received: readonly Key[];
  readonly sentAt: Micros | null;
  /** Whether the time since it was sent was spent waiting: in a queue, or on the way to an asynchronous invocation. */
  readonly waits: boolean;
  readonly delivery: number | null;
}

interface Envelope {
  readonly service: Service;
  readonly received: Received;
}

const DEEPEST = 5;

/**
 * Draws every resource that an event passed, from the event alone: queue, then topic inside of it, then event inside of
 * that. A payload is asked again until it is no envelope. Each drawn hop hands on to the one that was found outside of it.
 * `arrivedAt` is when the event came to whoever logged it: the moment of a hop for which the event holds none. What lies
 * inside of another was there when that was sent.
 */
export function drawn(event: Envelope, requestId: string, arrivedAt: Micros, origin: Origin): Drawn {
  const spans: Span[] = [];
  const received: Key[] = [];
  const open: { envelope: Envelope; depth: number; into: Key[]; by: Micros }[] = [
    { envelope: event, depth: 0, into: received, by: arrivedAt },
  ];
  for (const { envelope, depth, into, by } of open) {
    for (const item of envelope.received.items) {
      const id = `drawn:${requestId}:${spans.length}`;
      const keys = keysOf(item, id);
      for (const key of [...receivedKeys(item, id), ...item.shared]) into.push(key);
      spans.push(spanOf(envelope, item, keys, id, by, origin));
      const inner = depth < DEEPEST ? envelopeIn(item.inner) : null;
      if (inner !== null) open.push({ envelope: inner, depth: depth + 1, into: keys, by: item.sentAt ?? by });
    }
  }
  const items = event.received.items;
  return {
    spans,
    received,
    sentAt: items[0]?.sentAt ?? null,
    waits: event.service.delivery !== "sync",
    delivery: items.length === 1 ? (items[0]?.delivery ?? null) : null,
  };
}

/** The drawn hop's own ids. What has none cannot be told from others of its kind, but its resource was passed all the same. */
function keysOf(item: ReceivedItem, id: string): Key[] {
  const keys: Key[] = [...item.shared, ...(item.after ?? []).map((one) => ({ ...one, role: "received" as const }))];
  for (const { item: _, ...alone } of item.ids) {
    const sent = item.sentAt === null ? alone : { ...alone, sentAt: item.sentAt };
    keys.push({ ...sent, role: "self" }, { ...sent, role: "sent" });
  }
  if (item.ids.length === 0) keys.push({ kind: "span", value: id, role: "sent", path: "event" });
  return keys;
}

/** The same ids, as the one who took the item has them. */
function receivedKeys(item: ReceivedItem, id: string): Key[] {
  if (item.ids.length === 0) return [{ kind: "span", value: id, role: "received", path: "event" }];
  return item.ids.map((one) => ({
    ...one,
    role: "received",
    ...(item.sentAt === null ? {} : { sentAt: item.sentAt }),
    ...(item.delivery === null ? {} : { delivery: item.delivery }),
  }));
}

function envelopeIn(payload: Json): Envelope | null {
  const event = unwrapped(payload);
  if (!isObject(event)) return null;
  for (const service of SERVICES) {
    const received = service.received?.(event) ?? null;
    if (received !== null) return { service, received };
  }
  return null;
}

function spanOf(
  envelope: Envelope,
  item: ReceivedItem,
  keys: readonly Key[],
  id: string,
  by: Micros,
  origin: Origin,
): Span {
  const waiting = envelope.service.delivery !== "sync";
  return {
    id,
    origin,
    keys,
    error: item.ended?.error ?? null,
    kind: waiting ? "producer" : "server",
    service: envelope.service.name,
    resource: item.resource,
    operation: item.operation,
    requestId: item.ids[0]?.value ?? null,
    account: item.account,
    region: item.region ?? origin.region ?? null,
    start: item.sentAt ?? by,
    end: null,
    clock: `${envelope.service.name}:drawn`,
    outcome: item.ended?.outcome ?? (waiting ? "ok" : "unknown"),
    witness: "recorder",
    decidedBy: item.ended === undefined ? (waiting ? "it was delivered" : null) : "what it handed on",
    attempts: 1,
    tries: [],
    delivery: null,
    dwell: null,
    input: item.input,
    output: item.ended?.output ?? null,
    environment: null,
    logs: [],
    arrival: envelope.received.arrival,
    named: null,
    suspect: false,
    partial: false,
    drawn: true,
    gaps: [],
  };
}
