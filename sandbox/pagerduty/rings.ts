/** Why somebody's phone rings. */
export type RingReason =
  | "assigned"
  | "escalated"
  | "responder request"
  | "snooze ended"
  | "unacknowledged"
  | "reopened"
  | "urgency raised";

/** One person being rung about one incident, from `at` until somebody reacts. Null `until`: ringing now. */
export interface Ring {
  readonly at: number;
  readonly incident: string;
  readonly user: string;
  readonly reason: RingReason;
  until: number | null;
}

/** A person rings once for an incident at a time: what starts anew ends the ring before it. */
export function startRing(rings: Ring[], ring: Omit<Ring, "until">): void {
  stopRings(rings, ring.at, (other) => other.incident === ring.incident && other.user === ring.user);
  rings.push({ ...ring, until: null });
}

export function stopRings(rings: readonly Ring[], at: number, which: (ring: Ring) => boolean): void {
  for (const ring of rings) if (ring.until === null && which(ring)) ring.until = at;
}
