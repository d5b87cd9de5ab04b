import { idsIn } from "./evidence/scan.ts";
import type { Judged } from "./impact/judge.ts";
import type { Key, KeyKind } from "./key.ts";
import { xrayTraceId } from "./services/trace-id.ts";
import { fromMillis, type Micros } from "./time.ts";
import type { Transaction } from "./transaction.ts";

/** What somebody asked to trace, and what sort of id it turned out to be. */
export interface Query {
  readonly id: string;
  readonly kind: Exclude<KeyKind, "invocation" | "span"> | "w3c-trace" | "unknown";
}

/** The ids in what somebody pasted, as they come: the words that look like one, else the only word. */
export function idsInText(text: string): string[] {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const ids = idsIn(text);
  return ids.length > 0 ? [...new Set(ids)] : words.length === 1 ? words : [];
}

/** The id as evidence holds it: a trace id in either form is looked for in X-Ray's. */
export function keyToFind(text: string): Key {
  const id = text.trim();
  const trace = xrayTraceId(id);
  return trace === null
    ? { kind: "external", value: id, role: "mentioned", path: "query" }
    : { kind: "xray-trace", value: trace, role: "shared", path: "query" };
}

/** Every form in which evidence may hold the id: a trace id stands in logs as X-Ray and as W3C write it. */
export function formsOf(text: string): string[] {
  const id = text.trim();
  const trace = xrayTraceId(id);
  return trace === null ? [id] : [...new Set([id, trace, trace.replace(/^1-|-/g, "")])];
}

/** When a trace in X-Ray's form began, to the second; null for every other id: the time is a part of it. */
export function beganAt(text: string): Micros | null {
  const seconds = /^1-([0-9a-f]{8})-[0-9a-f]{24}$/i.exec(text.trim())?.[1];
  return seconds === undefined ? null : fromMillis(Number.parseInt(seconds, 16) * 1000);
}

/** What kind an id is: trace ids show it by their form, every other by who carries it as its own. */
export function queryFor(text: string, transaction: Transaction | null): Query {
  const id = text.trim();
  const { kind, value } = keyToFind(id);
  if (kind === "xray-trace") return { id, kind: id.startsWith("1-") ? "xray-trace" : "w3c-trace" };
  const keys = transaction?.hops.flatMap((hop) => hop.keys).filter((key) => key.value === value) ?? [];
  const own =
    keys.find(({ role }) => role === "self") ?? keys.find(({ role }) => role === "shared" || role === "received");
  if (own === undefined) return { id, kind: keys.length > 0 ? "external" : "unknown" };
  return { id, kind: own.kind === "invocation" || own.kind === "span" ? "external" : own.kind };
}

/** The id by which people would look for a request. */
export function queryOf({ transaction, hop }: Judged): Query {
  const { hops, id } = transaction;
  return queryFor(hops[0]?.requestId ?? hops[hop ?? 1]?.requestId ?? id, transaction);
}
