import type { User } from "./span.ts";

/**
 * Who names a user where no event proves one, most trusted first: the attributes of a span, a segment, its annotations; what is
 * carried as baggage, what a program adds to its lines, what is carried beside a correlation id.
 */
const NAMERS = ["span", "segment", "annotation", "baggage", "log", "carrier"] as const;

export interface NamedUser extends User {
  readonly by: (typeof NAMERS)[number];
}

/** Words that loggers and authorizers put where there is no identity, or where one was masked. */
const NOBODY = /^(|null|none|undefined|unknown|anonymous|guest|redacted|-|\*+|\[.*\])$|\*{3,}/i;

export function isNobody(id: string): boolean {
  return NOBODY.test(id);
}

/** A person by that name, unless it is nobody's. */
export function named(id: string | null, by: NamedUser["by"], from: string): NamedUser | null {
  return id === null || isNobody(id) ? null : { id, kind: "person", from, by };
}

/** Of those who are named, the one that is to be trusted most; the first of several alike. */
export function mostTrusted(all: Iterable<NamedUser | null>): NamedUser | null {
  let best: NamedUser | null = null;
  for (const one of all) {
    if (one !== null && (best === null || NAMERS.indexOf(one.by) < NAMERS.indexOf(best.by))) best = one;
  }
  return best;
}
