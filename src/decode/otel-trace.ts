import type { Origin } from "../record.ts";
import { http } from "../services/http.ts";
import { plainService } from "../services/plain-service.ts";
import type { Span } from "../span.ts";
import { micros } from "../time.ts";
import { attribute, type OtelSpan } from "./otel.ts";
import { spanOfOtel } from "./otel-span.ts";
import { otelTarget } from "./otel-target.ts";

/** The spans of one id: a call and its answer may share one. */
type ById = ReadonlyMap<string, readonly OtelSpan[]>;

/**
 * The spans of a batch as hops are made of: what a program did inside of itself is no hop, and hands its children to the span
 * around it. A span whose surroundings were not recorded stays, whatever its kind. A span recorded twice is one. Linear.
 */
export function hopsOfOtel(recorded: readonly OtelSpan[], origin: Origin): Span[] {
  const spans = distinct(recorded);
  const byId: ById = Map.groupBy(spans, ({ traceId, spanId }) => `${traceId}:${spanId}`);
  const owners = new Map<OtelSpan, OtelSpan>();
  const inside = new Map<OtelSpan, OtelSpan[]>();
  const answers = new Map<OtelSpan, OtelSpan | null>();
  for (const one of spans) {
    const owner = ownerOf(one, byId, owners);
    if (owner !== one) push(inside, owner, one);
    const call = one.kind === "server" ? callOf(one, byId) : undefined;
    // Of several that answered none is the one.
    if (call !== undefined) answers.set(call, answers.has(call) ? null : one);
  }
  return spans
    .filter((one) => owners.get(one) === one)
    .map((one) => spanOfOtel(one, { inside: inside.get(one) ?? [], callee: answers.get(one) ?? null }, origin));
}

/** A span recorded twice is one; what was reported in parts is put together. Zipkin's client and server of one id are two. */
function distinct(spans: readonly OtelSpan[]): OtelSpan[] {
  const byName = new Map<string, OtelSpan>();
  for (const one of spans) {
    const name = `${one.traceId}:${one.spanId}:${one.kind}`;
    const before = byName.get(name);
    byName.set(name, before === undefined ? one : together(before, one));
  }
  return [...byName.values()];
}

function together(a: OtelSpan, b: OtelSpan): OtelSpan {
  const [more, less] = a.end === null && b.end !== null ? [b, a] : [a, b];
  return {
    ...more,
    parentSpanId: more.parentSpanId ?? less.parentSpanId,
    start: micros(Math.min(a.start, b.start)),
    attributes: { ...less.attributes, ...more.attributes },
    status: more.status === "unset" ? less.status : more.status,
    statusMessage: more.statusMessage ?? less.statusMessage,
    exceptions: more.exceptions.length > 0 ? more.exceptions : less.exceptions,
    notes: more.notes.length > 0 ? more.notes : less.notes,
    links: more.links.length > 0 ? more.links : less.links,
  };
}

function push(lists: Map<OtelSpan, OtelSpan[]>, owner: OtelSpan, one: OtelSpan): void {
  const list = lists.get(owner);
  if (list === undefined) lists.set(owner, [one]);
  else list.push(one);
}

/** The span that answers for this one: itself, or the next one above of the same program that is not inside of another. */
function ownerOf(one: OtelSpan, byId: ById, owners: Map<OtelSpan, OtelSpan>): OtelSpan {
  const way = new Set<OtelSpan>();
  let here = one;
  let owner = owners.get(here);
  while (owner === undefined) {
    way.add(here);
    const around = aroundOf(here, byId);
    // A circle of spans has no outside: it answers for itself.
    if (around === undefined || way.has(around)) owner = here;
    else {
      here = around;
      owner = owners.get(here);
    }
  }
  for (const passed of way) owners.set(passed, owner);
  return owner;
}

/**
 * The span of the same program that a span is no more than a part of. An internal span is a part of whatever it lies in; one
 * that takes requests or messages is a part of another such one, where no call went from one to the other: a web framework
 * inside of a function, the messages of a batch.
 */
function aroundOf(one: OtelSpan, byId: ById): OtelSpan | undefined {
  if (one.parentSpanId === null || one.kind === "client" || one.kind === "producer") return undefined;
  if (attribute(one, "aws.xray.origin") !== null) return undefined;
  const program = programOf(one);
  const parents = byId.get(`${one.traceId}:${one.parentSpanId}`) ?? [];
  const own = parents.filter((parent) => parent !== one && programOf(parent) === program);
  // Of a call and its answer under one id, the answer is the one that worked.
  const parent = own.find(({ kind }) => kind !== "client" && kind !== "producer") ?? own[0];
  if (one.kind === "internal" || parent === undefined) return parent;
  return program !== null && (parent.kind === "server" || parent.kind === "consumer") ? parent : undefined;
}

/** The call that a server's span answers, where the call does not say itself to which service it went. */
function callOf(one: OtelSpan, byId: ById): OtelSpan | undefined {
  const shared = byId.get(`${one.traceId}:${one.spanId}`) ?? [];
  const parents = one.parentSpanId === null ? [] : (byId.get(`${one.traceId}:${one.parentSpanId}`) ?? []);
  const call = [...shared, ...parents].find(({ kind }) => kind === "client");
  if (call === undefined || otelTarget(one).service !== plainService.name) return undefined;
  const called = otelTarget(call).service;
  return called === plainService.name || called === http.name ? call : undefined;
}

function programOf(one: OtelSpan): string | null {
  return attribute(one, "service.name", "aws.local.service", "faas.name");
}
