import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { Happening, IncidentState, Lease, Store } from "../../src/investigation.ts";
import { fromMillis, MINUTE, type Micros, plus } from "../../src/time.ts";

export const NOW: Micros = fromMillis(Date.parse("2026-11-22T02:32:00Z"));
export const LATER = plus(NOW, MINUTE);

/** An empty store, or one whose rows have other ids than those that a test makes. */
export type MakeStore = () => Promise<Store>;

export function happening(incident: string, change: Partial<Happening> = {}): Happening {
  return { id: newId(), at: NOW, incident: state(incident), also: [], did: null, who: null, wants: null, ...change };
}

export function newId(): string {
  return `Q${randomBytes(8).toString("hex").toUpperCase()}`;
}

export async function taken(store: Store, id: string): Promise<Lease> {
  const lease = await store.take(id, "first", NOW);
  assert.ok(lease !== null, "nobody else wants it");
  return lease;
}

function state(id: string): IncidentState {
  return {
    id,
    title: "DynamoDB is throttling",
    url: `https://example.pagerduty.com/incidents/${id}`,
    status: "triggered",
    urgency: "high",
    service: null,
    escalationPolicy: "PNIGHT1",
    assignees: [{ id: "PMAYA01", name: "Maya Okafor" }],
    priority: null,
    key: null,
    createdAt: NOW,
  };
}
