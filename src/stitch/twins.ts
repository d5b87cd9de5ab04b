import type { Union } from "../evidence/union.ts";
import { FAILING, type Span } from "../span.ts";
import { fromMillis, type Micros } from "../time.ts";

/** Who wrote a call down: the program's own log lines, or an instrumentation of one kind. Each writes a call once. */
type Recorder = NonNullable<Span["traced"]> | "lines";
const RECORDERS: readonly Recorder[] = ["lines", "otel", "xray"];

/** Lines are written after the call, and in whole milliseconds. */
const BESIDE = fromMillis(5);

/** What a recorder wrote down of one call, in as many spans as have an id in common. */
interface Call {
  readonly member: number;
  /** The invocation that made it. */
  readonly parent: number;
  readonly recorders: ReadonlySet<Recorder>;
  readonly requestId: string | null;
  readonly start: Micros;
  readonly end: Micros;
  /** On what it was which operation. */
  readonly done: readonly string[];
  /** How it failed: a line that shows an error may say no more of the call. */
  readonly failed: readonly string[];
}

/**
 * Calls that no id joins: HTTP calls have none, and of calls that failed instrumentations record none. What two recorders wrote of
 * one invocation at the same time, about the same operation, is one call. Each call has one twin at most, in the order of
 * time. Linear, but for sorting.
 */
export function joinTwins(spans: readonly Span[], union: Union): void {
  if (spans.every(({ traced }) => traced === undefined)) return;
  const invocations = senders(spans);
  for (const [index, one] of RECORDERS.entries()) {
    for (const other of RECORDERS.slice(index + 1)) {
      const calls = callsIn(spans, union, invocations);
      const twins = new Set<Call>();
      for (const names of [(call: Call) => call.done, (call: Call) => call.failed]) {
        for (const alike of alikeBy(calls, names).values()) pair(alike, [one, other], twins, union);
      }
    }
  }
}

function alikeBy(calls: readonly Call[], names: (call: Call) => readonly string[]): Map<string, Call[]> {
  const lists = new Map<string, Call[]>();
  for (const call of calls) {
    for (const name of names(call)) {
      const list = lists.get(`${call.parent} ${name}`);
      if (list === undefined) lists.set(`${call.parent} ${name}`, [call]);
      else list.push(call);
    }
  }
  return lists;
}

/** By the key under which an invocation names itself to the calls that it makes, that invocation. */
function senders(spans: readonly Span[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const [index, { keys }] of spans.entries())
    for (const { role, kind, value } of keys)
      if (role === "sent" && isOfParent(kind)) found.set(`${kind}:${value}`, index);
  return found;
}

function isOfParent(kind: Span["keys"][number]["kind"]): boolean {
  return kind === "span" || kind === "invocation";
}

function callsIn(spans: readonly Span[], union: Union, invocations: ReadonlyMap<string, number>): Call[] {
  const members = Map.groupBy(
    [...spans.keys()].filter((index) => isCall(spans[index])),
    (index) => union.find(index),
  );
  return [...members].flatMap(([member, own]) => {
    const told = own.flatMap((index) => spans[index] ?? []);
    const parent = parentOf(told, invocations);
    return parent === undefined ? [] : [callOf(told, member, union.find(parent))];
  });
}

function isCall(span: Span | undefined): boolean {
  return span !== undefined && !span.drawn && (span.kind === "client" || span.kind === "producer");
}

function parentOf(spans: readonly Span[], invocations: ReadonlyMap<string, number>): number | undefined {
  for (const { keys } of spans) {
    for (const { role, kind, value } of keys) {
      const parent = role === "received" && isOfParent(kind) ? invocations.get(`${kind}:${value}`) : undefined;
      if (parent !== undefined) return parent;
    }
  }
  return undefined;
}

function callOf(spans: readonly Span[], member: number, parent: number): Call {
  return {
    member,
    parent,
    recorders: new Set(spans.map(({ traced }) => traced ?? "lines")),
    requestId: spans.find(({ requestId }) => requestId !== null)?.requestId ?? null,
    start: spans.map(({ start }) => start).reduce((min, at) => (at < min ? at : min)),
    end: spans.map(({ start, end }) => end ?? start).reduce((max, at) => (at > max ? at : max)),
    done: [...new Set(spans.map(({ service, resource, operation }) => `${service} ${resource} ${operation}`))],
    failed: [
      ...new Set(
        spans.flatMap(({ service, outcome, error }) =>
          FAILING.has(outcome) && error !== null ? `${service} ${error.type} ${error.message}` : [],
        ),
      ),
    ],
  };
}

/** Goes through what one recorder wrote and what the other wrote, both in the order of time. */
function pair(
  calls: readonly Call[],
  [one, other]: readonly [Recorder, Recorder],
  twins: Set<Call>,
  union: Union,
): void {
  const left = calls.filter((call) => isOnlyOf(call, one, other) && !twins.has(call)).sort(byStart);
  const right = calls.filter((call) => isOnlyOf(call, other, one) && !twins.has(call)).sort(byStart);
  let [l, r] = [0, 0];
  for (;;) {
    const [a, b] = [left[l], right[r]];
    if (a === undefined || b === undefined) return;
    const different = a.requestId !== null && b.requestId !== null && a.requestId !== b.requestId;
    if (isBefore(a, b) || (different && a.start <= b.start)) l++;
    else if (isBefore(b, a) || different) r++;
    else {
      union.join(a.member, b.member);
      twins.add(a).add(b);
      l++;
      r++;
    }
  }
}

function isOnlyOf({ recorders }: Call, by: Recorder, notBy: Recorder): boolean {
  return recorders.has(by) && !recorders.has(notBy);
}

function byStart(a: Call, b: Call): number {
  return a.start - b.start;
}

/** It had ended when the other began. */
function isBefore({ end }: Call, { start }: Call): boolean {
  return end + BESIDE < start;
}
