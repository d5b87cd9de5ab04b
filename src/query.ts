import type { Key, KeyKind } from "./key.ts";
import { xrayTraceId } from "./services/trace-id.ts";
import type { Transaction } from "./transaction.ts";

/** What somebody asked to trace, and what sort of id it turned out to be. */
export interface Query {
  readonly id: string;
  readonly kind: Exclude<KeyKind, "invocation" | "span"> | "w3c-trace" | "unknown";
}

/** The id as evidence holds it: a trace id in either form is looked for in X-Ray's. */
export function keyToFind(text: string): Key {
  const id = text.trim();
  const trace = xrayTraceId(id);
  return trace === null
    ? { kind: "external", value: id, role: "mentioned", path: "query" }
    : { kind: "xray-trace", value: trace, role: "shared", path: "query" };
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
