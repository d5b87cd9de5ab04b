import { hash } from "node:crypto";
import { Union } from "../evidence/union.ts";
import type { Key, KeyKind } from "../key.ts";
import type { LogRecord, Seen } from "../record.ts";
import { FAILING, type Span, type Try } from "../span.ts";
import type { Hop } from "../transaction.ts";
import { mostTrusted } from "../user.ts";
import { decisive } from "./outcome.ts";
import { joinTwins } from "./twins.ts";

/** Ids of the operation itself, best first: from it the hop's id is made, so that it is the same whoever recorded the hop. */
const NAMING: readonly KeyKind[] = [
  "lambda-request",
  "apigateway-request",
  "sqs-message",
  "sns-message",
  "eventbridge-event",
  "s3-request",
  "kinesis-sequence",
  "dynamodb-change",
  "stepfunctions-execution",
  "aws-request",
  "external",
  "span",
];
const RANKS: ReadonlyMap<KeyKind, number> = new Map(NAMING.map((kind, rank) => [kind, rank]));

/**
 * Spans of one operation become one hop: those with an equal `self` key, the two halves that a caller and a callee
 * recorded of the same call, and what two recorders wrote of it. The best of each is kept. Linear in the number of keys.
 */
export function mergeSpans(spans: readonly Span[]): Hop[] {
  const union = new Union(spans.length);
  const holder = new Map<string, number>();
  spans.forEach((span, index) => {
    for (const key of span.keys) {
      if (key.role !== "self") continue;
      const first = holder.get(nameOf(key));
      if (first === undefined) holder.set(nameOf(key), index);
      else union.join(first, index);
    }
  });
  const senders = new Map<string, number>();
  spans.forEach((span, index) => {
    for (const key of span.keys) if (key.kind === "span" && key.role === "sent") senders.set(nameOf(key), index);
  });
  spans.forEach((span, index) => {
    const key = span.keys.find(({ kind, role }) => kind === "span" && role === "received");
    const parent = key === undefined ? undefined : senders.get(nameOf(key));
    const caller = parent === undefined ? undefined : spans[parent];
    if (parent !== undefined && caller !== undefined && areHalves(caller, span)) union.join(parent, index);
  });
  joinTwins(spans, union);
  const groups = Map.groupBy(spans.keys(), (index) => union.find(index));
  return [...groups.values()].map((members) => hopOf(members.flatMap((index) => spans[index] ?? [])));
}

/** `kind:value`, under which equal keys meet. */
export function nameOf(key: Key): string {
  return `${key.kind}:${key.value}`;
}

/** The outside and the inside of one call: the caller's view and the callee's, or the service's and the program's. */
function areHalves(outer: Span, inner: Span): boolean {
  const sides =
    (outer.kind === "client" && inner.kind === "server") || (outer.kind !== "internal" && inner.kind === "internal");
  const same = outer.resource === null || inner.resource === null || outer.resource === inner.resource;
  return sides && same && outer.service === inner.service;
}

function hopOf(spans: readonly Span[]): Hop {
  const ranked = spans.toSorted((a, b) => rankOf(a) - rankOf(b));
  const recorded = ranked.filter((span) => !span.drawn);
  const timed = recorded.length > 0 ? recorded : ranked;
  const first = timed.reduce((a, b) => (b.start < a.start ? b : a));
  const last = timed.reduce((a, b) => ((b.end ?? -1) > (a.end ?? -1) ? b : a));
  const runs = runsOf(ranked);
  const tries = triesOf(ranked, runs);
  // How it ended is how its last attempt did.
  const earlier = new Set(runs.flatMap((own) => own.slice(0, -1)));
  const ended = ranked.filter((span) => !earlier.has(span));
  const decided = decisive(ended);
  const outcome = decided?.outcome ?? "unknown";
  const arrivals = ranked.flatMap(({ arrival }) => arrival ?? []);
  const arrival =
    arrivals.find(({ user }) => user !== null) ?? arrivals.find(({ route }) => route !== null) ?? arrivals[0];
  const routed = ranked.find((span) => span.arrival?.route !== undefined && span.arrival.route !== null);
  return {
    id: stableId(ranked),
    service: first.service,
    resource: pick(ranked, "resource"),
    operation: (routed ?? ranked[0] ?? first).operation,
    requestId: pick(ranked, "requestId"),
    account: pick(ranked, "account"),
    region: pick(ranked, "region"),
    start: first.start,
    end: last.end,
    clock: first.clock,
    outcome,
    decidedBy: decided?.decidedBy ?? null,
    attempts: ranked.reduce((most, { attempts }) => Math.max(most, attempts), Math.max(1, tries.length)),
    tries,
    delivery: pick(ranked, "delivery"),
    dwell: pick(ranked, "dwell"),
    error: outcome === "ok" ? null : bestError(ended),
    suspect: !FAILING.has(outcome) && ended.some((span) => span.suspect || FAILING.has(span.outcome)),
    partial: ranked.some(({ partial }) => partial),
    drawn: recorded.length === 0,
    input: pick(ranked, "input"),
    output: pick(ranked, "output"),
    environment: pick(ranked, "environment"),
    logs: logsOf(ranked),
    arrival: arrival ?? null,
    named: mostTrusted(ranked.map(({ named }) => named)),
    keys: keysOf(ranked),
    sources: [...new Set(ranked.map(({ origin }) => origin.source))].sort(),
    spans: ranked,
  };
}

/**
 * The attempts of one operation that a tracer recorded as spans of their own, in the order of time: of each store, and of each
 * side of the operation.
 */
function runsOf(spans: readonly Span[]): (readonly Span[])[] {
  const runs = spans.filter(({ traced, kind }) => traced !== undefined && kind !== "client" && kind !== "producer");
  return [...Map.groupBy(runs, ({ origin, kind }) => `${origin.source} ${kind}`).values()].flatMap((own) => {
    const ordered = own.toSorted((a, b) => a.start - b.start);
    const apart = ordered.every(({ start }, place) => place === 0 || (ordered[place - 1]?.end ?? start) < start);
    return apart && ordered.length > 1 ? [ordered] : [];
  });
}

/** As one span tells them, or as they were recorded each. Two stores may tell the same ones. */
function triesOf(spans: readonly Span[], runs: readonly (readonly Span[])[]): readonly Try[] {
  const told = spans.map(({ tries }) => tries);
  const all = [...told, ...runs.map((own) => own.map(({ start, end, outcome }) => ({ start, end, outcome })))];
  return all.reduce((most, tries) => (tries.length > most.length ? tries : most));
}

/** Who did the work knows most of it, then who asked for it; what is only drawn from somebody else's event goes last. */
function rankOf({ drawn, kind }: Span): number {
  if (drawn) return 2;
  return kind === "client" || kind === "producer" ? 1 : 0;
}

function pick<K extends keyof Span>(spans: readonly Span[], field: K): Span[K] | null {
  for (const span of spans) if (span[field] !== null) return span[field];
  return null;
}

function bestError(spans: readonly Span[]): Seen | null {
  let best: Seen | null = null;
  for (const { error } of spans) if (error !== null && (best === null || worth(error) > worth(best))) best = error;
  return best;
}

function worth({ stack, type, message }: Seen): number {
  return (stack.length > 0 ? 4 : 0) + (type === null ? 0 : 2) + (message === "" ? 0 : 1);
}

function logsOf(spans: readonly Span[]): LogRecord[] {
  const byId = new Map(spans.flatMap(({ logs }) => logs).map((record) => [record.id, record]));
  return [...byId.values()].sort((a, b) => a.at - b.at);
}

/** One invocation made a call: the one that wrote it down first. Whoever wrote the same later repeats what it was told. */
function keysOf(spans: readonly Span[]): Key[] {
  const byName = new Map<string, Key>();
  const calls = spans.filter(({ keys }) => keys.some(isOfCaller)).sort((a, b) => a.start - b.start);
  const caller = calls[0]?.keys.find(isOfCaller)?.value;
  for (const { keys } of spans) {
    for (const key of keys) {
      if (isOfCaller(key) && key.value !== caller) continue;
      const name = `${key.role} ${nameOf(key)} ${key.item ?? ""}`;
      if (!byName.has(name)) byName.set(name, key);
    }
  }
  return [...byName.values()];
}

function isOfCaller({ kind, role }: Key): boolean {
  return kind === "invocation" && role === "received";
}

function stableId(spans: readonly Span[]): string {
  let [best, name] = [NAMING.length, ""];
  for (const { keys } of spans) {
    for (const { kind, role, value } of keys) {
      const rank = role === "self" ? (RANKS.get(kind) ?? NAMING.length) : NAMING.length;
      if (rank > best || rank === NAMING.length || (rank === best && value >= name)) continue;
      [best, name] = [rank, value];
    }
  }
  const kind = NAMING[best];
  if (kind !== undefined) return hash("sha1", `${kind}:${name}`).slice(0, 12);
  return hash(
    "sha1",
    spans.reduce((first, { id }) => (id < first ? id : first), spans[0]?.id ?? ""),
  ).slice(0, 12);
}
