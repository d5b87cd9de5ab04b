import type { Json } from "../../world/json.ts";
import { textAt, valueAt } from "../segment.ts";
import type { ServiceNode } from "../service-node.ts";
import type { StoredTrace } from "../trace-store.ts";

/** What an expression is about: a trace, with the node by which it began; inside of `service() { … }` another node. */
export interface Scope {
  readonly trace: StoredTrace;
  readonly node: ServiceNode;
}

export type Values = (scope: Scope) => readonly (Json | undefined)[];

/** Keywords by their kind, and the values that a trace or a node has for them. Of several, one has to fit. */
export const BOOLEANS: ReadonlyMap<string, Values> = new Map(
  Object.entries<Values>({
    ok: ({ node }) => [!node.fault && !node.error && !node.throttle],
    error: ({ node }) => [node.error],
    fault: ({ node }) => [node.fault],
    throttle: ({ node }) => [node.throttle],
    partial: ({ trace }) => [trace.segments.some((segment) => segment["in_progress"] === true)],
  }),
);

export const NUMBERS: ReadonlyMap<string, Values> = new Map(
  Object.entries<Values>({
    responsetime: ({ node }) => [node.responseTime],
    "http.status": ({ node }) => [node.status],
  }),
);

export const TEXTS: ReadonlyMap<string, Values> = new Map(
  Object.entries<Values>({
    "http.url": ({ trace }) => trace.segments.map((segment) => textAt(segment, "http", "request", "url")),
    "http.method": ({ trace }) => trace.segments.map((segment) => textAt(segment, "http", "request", "method")),
    user: ({ trace }) => trace.segments.map((segment) => textAt(segment, "user")),
  }),
);

/** `annotation[key]`: the values that segments of the trace were given under the key. */
export function annotation(key: string): Values {
  return ({ trace }) => trace.segments.map((segment) => valueAt(segment, "annotations", key));
}
