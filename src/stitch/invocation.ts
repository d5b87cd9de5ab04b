import type { Invocation } from "../evidence/invocation.ts";
import { numberAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { LogRecord, Origin, Seen } from "../record.ts";
import { plainName } from "../services/arn.ts";
import { outcomeOfStatus } from "../services/aws-call.ts";
import { batchItemFailures } from "../services/batch-item-failures.ts";
import { lambda } from "../services/lambda.ts";
import { isProxyResponse } from "../services/proxy-response.ts";
import { traceKey, xrayTraceId } from "../services/trace-id.ts";
import { FAILING, type Span } from "../span.ts";
import { fromMillis, type Micros, micros } from "../time.ts";
import { mostTrusted, type NamedUser } from "../user.ts";
import { type Attempt, attemptsOf } from "./attempts.ts";
import { type Call, callsOf } from "./calls.ts";
import { candidatesOf, type Shown } from "./candidates.ts";
import { type Drawn, drawn } from "./drawn.ts";
import { type Payloads, payloadsOf } from "./payloads.ts";

/**
 * The spans that the log lines of one invocation show: the invocation, the calls that it made, and, drawn from the event
 * that it received, the hops through which that event came. Attempts of one asynchronous invocation share a request id, and
 * are one span.
 */
export function spansOfInvocation({ requestId, lines: unordered }: Invocation): Span[] {
  const lines = unordered.toSorted((a, b) => a.at - b.at);
  const shown: Shown[] = lines.map((record) => ({ record, candidates: candidatesOf(record) }));
  const payloads = payloadsOf(shown);
  const calls = callsOf(shown, payloads.own);
  const attempts = attemptsOf(lines);
  const origin = lines[0]?.origin ?? { source: "unknown" };
  const clock = `${origin.group ?? ""}\n${origin.stream ?? ""}`;
  const callSpans = calls.map((call) => spanOfCall(call, requestId, origin, clock));
  const arrivedAt = attempts[0]?.start ?? lines[0]?.at ?? micros(0);
  const through = payloads.event === null ? null : drawn(payloads.event, requestId, arrivedAt, origin);
  const invocation = spanOfInvocation({ requestId, lines, payloads, attempts, origin, clock, callSpans, through });
  return [...(through?.spans ?? []), invocation, ...callSpans];
}

interface Told {
  readonly requestId: string;
  readonly lines: readonly LogRecord[];
  readonly payloads: Payloads;
  readonly attempts: readonly Attempt[];
  readonly origin: Origin;
  readonly clock: string;
  readonly callSpans: readonly Span[];
  readonly through: Drawn | null;
}

function spanOfInvocation(told: Told): Span {
  const { requestId, lines, payloads, attempts, origin, clock, through } = told;
  const last = attempts.at(-1);
  const { outcome, witness, decidedBy, error } = endOf(told);
  const first = lines[0]?.at ?? micros(0);
  return {
    id: `invocation:${requestId}`,
    origin,
    keys: keysOf(told),
    error,
    kind: "server",
    service: lambda.name,
    resource: functionName(lines, origin),
    operation: "Invoke",
    requestId,
    account: origin.account ?? null,
    region: origin.region ?? null,
    start: attempts[0]?.start ?? first,
    end: last?.end ?? null,
    clock,
    outcome,
    witness,
    decidedBy,
    attempts: Math.max(1, attempts.length),
    tries: attempts.length > 1 ? attempts.map(({ start, end, outcome: one }) => ({ start, end, outcome: one })) : [],
    delivery: through?.delivery ?? null,
    dwell: dwellOf(attempts[0]?.start ?? first, through),
    input: payloads.input,
    output: payloads.output,
    environment: payloads.environment,
    logs: lines,
    arrival: payloads.event?.received.arrival ?? null,
    named: namedBy(lines),
    partial: false,
    suspect: !FAILING.has(outcome) && lines.some(({ reported }) => reported === "handled"),
    drawn: false,
    gaps: [],
  };
}

/** Lines that name several users tell of a batch, and of nobody in particular. */
function namedBy(lines: readonly LogRecord[]): NamedUser | null {
  const best = mostTrusted(lines.map(({ named }) => named));
  const another = lines.some(({ named }) => named !== null && named.by === best?.by && named.id !== best.id);
  return another ? null : best;
}

/**
 * How it ended, decided by the first that speaks: the recorded response of a function behind an API, the platform's
 * status, the runtime's word on an error that nobody caught. A response of a run that failed after it never arrived. An answer
 * of the SDK's kind says nothing of the caller.
 */
function endOf({ payloads, attempts, lines }: Told): Pick<Span, "outcome" | "witness" | "decidedBy" | "error"> {
  const last = attempts.at(-1);
  const status = isProxyResponse(payloads.output) ? numberAt(payloads.output, "statusCode") : null;
  if (status !== null && last?.outcome !== "timeout") {
    const outcome = outcomeOfStatus(status);
    const response = { outcome, witness: "response", decidedBy: `the recorded response: status ${status}` } as const;
    if (outcome === "ok" && last?.outcome !== "error") return { ...response, error: null };
    if (outcome !== "ok") return { ...response, error: loggedError(lines) ?? statusError(status, payloads) };
  }
  if (last === undefined) return { outcome: "unknown", witness: "recorder", decidedBy: null, error: null };
  const { outcome, decidedBy, error } = last;
  const failed = FAILING.has(outcome) ? [] : (batchItemFailures(payloads.output) ?? []);
  if (failed.length > 0) return itemsFailed(failed.length, lines);
  return { outcome, witness: "recorder", decidedBy, error: FAILING.has(outcome) ? error : null };
}

/** It ended well, and named what did not: those items come back. */
function itemsFailed(
  count: number,
  lines: readonly LogRecord[],
): Pick<Span, "outcome" | "witness" | "decidedBy" | "error"> {
  const message = `${count} items of the batch failed`;
  const error = loggedError(lines) ?? { type: null, message, stack: [], causes: [] };
  return { outcome: "error", witness: "response", decidedBy: `the recorded response: ${message}`, error };
}

/**
 * A response of 5xx comes from an error that the code caught: the last one that it logged, if it logged one. Words alone, at
 * whatever level, are no error where a real one was logged: they may be anybody's.
 */
function loggedError(lines: readonly LogRecord[]): Seen | null {
  const handled = lines.flatMap(({ reported, error }) => (reported === "handled" && error !== null ? [error] : []));
  return handled.findLast(({ type }) => type !== null) ?? handled.at(-1) ?? null;
}

function statusError(status: number, { output }: Payloads): Seen {
  const body = textAt(output, "body");
  return {
    type: null,
    message: `responded with status ${status}${body === null ? "" : `: ${body}`}`,
    stack: [],
    causes: [],
  };
}

function keysOf({ requestId, lines, callSpans, through }: Told): Key[] {
  const keys: Key[] = [
    { kind: "lambda-request", value: requestId, role: "self", path: "requestId" },
    { kind: "invocation", value: requestId, role: "sent", path: "requestId" },
    ...(through?.received ?? []),
  ];
  const traces = new Set<string>();
  for (const record of lines) for (const trace of tracesOf(record)) traces.add(trace);
  for (const value of traces) keys.push({ kind: "xray-trace", value, role: "shared", path: "trace" });
  for (const key of carriedBy(lines, traces)) keys.push(key);
  const own = keys.filter(({ kind }) => kind !== "correlation");
  const known = new Set([...own, ...callSpans.flatMap((span) => span.keys)].map(({ value }) => value));
  for (const record of lines) {
    for (const key of record.keys) {
      if (key.role !== "mentioned" || known.has(key.value)) continue;
      known.add(key.value);
      // The name under which something was carried is shown to people.
      const path = key.kind === "correlation" ? key.path : `log line ${record.id}`;
      keys.push({ ...key, path, sentAt: record.at });
    }
  }
  return keys;
}

/** What the lines show being carried through the transaction, each once: an id that was chosen for it, or its trace. */
function carriedBy(lines: readonly LogRecord[], traces: ReadonlySet<string>): Iterable<Key> {
  const carried = new Map<string, Key>();
  for (const { keys } of lines) {
    for (const key of keys) {
      const again = carried.has(`${key.kind} ${key.value}`) || (key.kind === "xray-trace" && traces.has(key.value));
      if (key.role === "shared" && !again) carried.set(`${key.kind} ${key.value}`, key);
    }
  }
  return carried.values();
}

function tracesOf({ mark, body }: LogRecord): string[] {
  const found = mark?.kind === "start" || mark?.kind === "report" ? mark.trace : textAt(body, "xray_trace_id");
  const plain = found === null ? null : xrayTraceId(found.replace(/^Root=/, ""));
  const header = traceKey(textAt(body, "x-correlation-trace-id"), "x-correlation-trace-id").map(({ value }) => value);
  return plain === null ? header : [plain, ...header];
}

function functionName(lines: readonly LogRecord[], origin: Origin): string | null {
  const group = /^\/aws\/lambda\/(.+)$/.exec(origin.group ?? "")?.[1];
  if (group !== undefined) return group;
  for (const { body } of lines) {
    const name = textAt(body, "function_name") ?? textAt(body, "functionName") ?? textAt(body, "function_arn");
    if (name !== null) return plainName(name);
  }
  return origin.group === undefined ? null : (origin.group.split("/").at(-1) ?? null);
}

function dwellOf(start: Micros, through: Drawn | null): Micros | null {
  if (through === null || through.sentAt === null || !through.waits) return null;
  return micros(Math.max(0, start - through.sentAt));
}

function spanOfCall(call: Call, requestId: string, origin: Origin, clock: string): Span {
  const at = call.lines[0]?.at ?? micros(0);
  const end = call.lines.at(-1)?.at ?? at;
  const timed = call.durationMs !== null;
  const start = call.durationMs === null ? at : micros(Math.min(at, end - fromMillis(call.durationMs)));
  return {
    id: `call:${requestId}:${call.lines[0]?.id ?? ""}`,
    origin,
    keys: [{ kind: "invocation", value: requestId, role: "received", path: "requestId" }, ...call.keys],
    error: call.outcome === "ok" ? null : call.error,
    kind: "client",
    service: call.service.name,
    resource: call.resource,
    operation: call.operation ?? call.service.title,
    requestId: call.keys.find(({ kind, role }) => kind === "aws-request" && role === "self")?.value ?? null,
    account: null,
    region: origin.region ?? null,
    start,
    end: timed ? micros(start + fromMillis(call.durationMs ?? 0)) : call.lines.length > 1 ? end : null,
    clock,
    outcome: call.outcome,
    witness: "recorder",
    decidedBy: call.outcome === "unknown" ? null : "the logged answer",
    attempts: call.attempts,
    tries: [],
    delivery: null,
    dwell: null,
    input: call.input,
    output: call.output,
    environment: null,
    logs: call.lines,
    arrival: null,
    named: null,
    suspect: false,
    partial: call.partial,
    drawn: false,
    gaps: [],
  };
}
