import type { Origin } from "../record.ts";
import type { Span } from "../span.ts";
import { attribute, type OtelSpan } from "./otel.ts";
import { spanOfOtel } from "./otel-span.ts";

/**
 * The spans of a batch as hops are made of: what a program did inside of itself is no hop, and hands its children to the span
 * around it. A span whose surroundings were not recorded stays, whatever its kind. A span recorded twice is one. Linear.
 */
export function hopsOfOtel(spans: readonly OtelSpan[], origin: Origin): Span[] {
  const byId = new Map<string, OtelSpan>();
  for (const one of spans) if (!byId.has(nameOf(one))) byId.set(nameOf(one), one);
  const owners = new Map<OtelSpan, OtelSpan>();
  const inside = new Map<OtelSpan, string[]>();
  for (const one of byId.values()) {
    const owner = ownerOf(one, byId, owners);
    if (owner === one) continue;
    const list = inside.get(owner);
    if (list === undefined) inside.set(owner, [one.spanId]);
    else list.push(one.spanId);
  }
  return [...byId.values()]
    .filter((one) => owners.get(one) === one)
    .map((one) => spanOfOtel(one, inside.get(one) ?? [], origin));
}

/** The span that answers for this one: itself, or, of an internal span, the next one above that is not internal. */
function ownerOf(one: OtelSpan, byId: ReadonlyMap<string, OtelSpan>, owners: Map<OtelSpan, OtelSpan>): OtelSpan {
  const way: OtelSpan[] = [];
  const seen = new Set<OtelSpan>();
  let here = one;
  let owner = owners.get(here);
  while (owner === undefined) {
    way.push(here);
    seen.add(here);
    const parent = isInside(here) ? parentOf(here, byId) : undefined;
    // A circle of spans has no outside: it answers for itself.
    if (parent === undefined || seen.has(parent)) owner = here;
    else {
      here = parent;
      owner = owners.get(here);
    }
  }
  for (const passed of way) owners.set(passed, owner);
  return owner;
}

function parentOf(one: OtelSpan, byId: ReadonlyMap<string, OtelSpan>): OtelSpan | undefined {
  if (one.parentSpanId === null) return undefined;
  const parent =
    byId.get(`${one.traceId}:${one.parentSpanId}`) ?? byId.get(`${one.traceId}:${one.parentSpanId}:shared`);
  if (parent === undefined) return undefined;
  return attribute(parent, "service.name") === attribute(one, "service.name") ? parent : undefined;
}

function isInside({ kind }: OtelSpan): boolean {
  return kind === "internal";
}

/** Zipkin's client and server may share one id: they are two spans of one call. */
function nameOf({ traceId, spanId, attributes }: OtelSpan): string {
  return `${traceId}:${spanId}${attributes["zipkin.shared"] === true ? ":shared" : ""}`;
}
