import type { JsonObject } from "../../src/json.ts";
import type { Received, ReceivedItem, Service } from "../../src/services/service.ts";
import { SERVICES } from "../../src/services/table.ts";

export interface Recognised {
  readonly service: Service;
  readonly received: Received;
  readonly first: ReceivedItem | undefined;
}

/** The first service that knows an event, and what it makes of it. */
export function receivedBy(event: JsonObject): Recognised | null {
  for (const service of SERVICES) {
    const received = service.received?.(event) ?? null;
    if (received !== null) return { service, received, first: received.items[0] };
  }
  return null;
}

/** An event as one line: whose it is, what came through what, under which ids. */
export function told(event: JsonObject): string {
  const found = receivedBy(event);
  if (found === null) return "nobody's";
  const { service, received } = found;
  const items = received.items.map(
    ({ resource, operation, ids }) => `${resource} ${operation} [${ids.map(({ value }) => value).join(" ")}]`,
  );
  return `${service.name}: ${items.join("; ")}`;
}

export function userOf(event: JsonObject): string | null {
  const user = receivedBy(event)?.received.arrival.user ?? null;
  return user === null ? null : `${user.kind} ${user.id} (${user.from})`;
}
