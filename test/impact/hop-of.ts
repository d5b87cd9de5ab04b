import type { Span } from "../../src/span.ts";
import { micros } from "../../src/time.ts";
import type { Hop } from "../../src/transaction.ts";

/** What of a hop a test speaks of; `start` is epoch seconds, `end` µs as in a hop. */
export interface HopWords extends Partial<Omit<Hop, "start" | "spans" | "service" | "resource" | "tries" | "keys">> {
  readonly start?: number;
  readonly kind?: Span["kind"];
  readonly tries?: readonly Hop["outcome"][];
}

/** A hop, `service resource`: an invocation of a function, or a call to anything else, that ended well. */
export function hopOf(name: `${Hop["service"]} ${string}`, words: HopWords = {}): Hop {
  const [service = "", resource = ""] = name.split(" ");
  const known = service as Hop["service"];
  const { start = 100, kind = known === "lambda" ? "server" : "client", tries = [], ...rest } = words;
  const own = {
    id: `${name} ${start}`,
    service: known,
    resource: resource === "" ? null : resource,
    operation: known === "lambda" ? "Invoke" : "call",
    requestId: null,
    account: null,
    region: null,
    start: micros(start * 1_000_000),
    end: null,
    clock: "one",
    outcome: "ok" as const,
    decidedBy: null,
    attempts: 1,
    tries: tries.map((outcome) => ({ start: micros(start * 1_000_000), end: null, outcome })),
    delivery: null,
    dwell: null,
    error: null,
    named: null,
    suspect: false,
    partial: false,
    drawn: false,
    input: null,
    output: null,
    environment: null,
    logs: [],
    arrival: null,
    keys: [],
    ...rest,
  };
  return {
    ...own,
    sources: ["cloudwatch-logs"],
    spans: [{ ...own, kind, witness: "recorder", origin: { source: "cloudwatch-logs" }, gaps: [] }],
  };
}
