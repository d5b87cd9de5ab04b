import { isObject, type Json, numberAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { LogRecord, Seen } from "../record.ts";
import { plainName } from "../services/arn.ts";
import { type CallMetadata, callKeys, callMetadata, outcomeOfError, outcomeOfStatus } from "../services/aws-call.ts";
import type { Answered, Asked, Service } from "../services/service.ts";
import { SERVICES } from "../services/table.ts";
import type { HopOutcome } from "../span.ts";
import { type Candidate, isWithin, type Shown } from "./candidates.ts";
import { OpenRequests } from "./open-requests.ts";

/** A call that an application logged, put together from the lines that show its request, its answer or its error. */
export interface Call {
  readonly service: Service;
  readonly operation: string | null;
  readonly resource: string | null;
  readonly keys: readonly Key[];
  readonly outcome: HopOutcome;
  readonly attempts: number;
  readonly durationMs: number | null;
  readonly error: Seen | null;
  /** It succeeded, with failures inside. */
  readonly partial: boolean;
  readonly input: Json;
  readonly output: Json;
  /** The lines that show it, in order: at least one. */
  readonly lines: readonly LogRecord[];
}

/** What one line shows of a call. */
interface Part {
  readonly record: LogRecord;
  readonly service: Service;
  readonly operation: string | null;
  readonly resource: string | null;
  readonly asked: { readonly payload: Json; readonly told: Asked } | null;
  readonly answered: { readonly payload: Json; readonly told: Answered | null } | null;
  readonly error: Seen | null;
  readonly metadata: CallMetadata | null;
  readonly durationMs: number | null;
}

const OPERATIONS: ReadonlyMap<string, Service> = new Map(
  SERVICES.flatMap((service) => [...service.operations].map((operation) => [operation, service] as const)),
);
const DURATIONS = [
  "durationMs",
  "duration_ms",
  "elapsedMs",
  "elapsed_ms",
  "latencyMs",
  "latency_ms",
  "tookMs",
  "took_ms",
];

/** The calls that the lines of an invocation show, in order. `own` are the invocation's own payloads: no calls. */
export function callsOf(lines: readonly Shown[], own: ReadonlySet<Candidate>): Call[] {
  const calls: Call[] = [];
  const open = new OpenRequests<Part>();
  const ended = new Map<string, number>();
  for (const line of lines) {
    const { record } = line;
    const part = partOf(line, own);
    if (part === null) continue;
    if (part.answered === null && part.error === null) {
      open.push(part);
      continue;
    }
    // The error that ended an invocation is mostly one that a call has shown already: it makes a call only if none did.
    if (record.reported === "unhandled" && !open.has(part) && (ended.get(endOf(part)) ?? 0) > 0) continue;
    const call = callOf(open.take(part), part);
    for (const one of dropAttempts(calls, call)) ended.set(endOf(one), (ended.get(endOf(one)) ?? 0) - 1);
    calls.push(call);
    ended.set(endOf(call), (ended.get(endOf(call)) ?? 0) + 1);
  }
  for (const request of open.left()) calls.push(callOf(null, request));
  return calls.sort((a, b) => (a.lines[0]?.at ?? 0) - (b.lines[0]?.at ?? 0));
}

/** How a call of a service ended, under which equal ends meet. */
function endOf({ service, error }: Pick<Call, "service" | "error">): string {
  return error === null ? service.name : `${service.name}: ${error.message}`;
}

/**
 * An SDK that says it needed n attempts made the n − 1 failures that were logged just before as well: they are attempts of
 * this call, not calls. A failure with a request of its own is the application's own repeat, and stays. Returns those that
 * were dropped.
 */
function dropAttempts(calls: Call[], call: Call): Call[] {
  const dropped: Call[] = [];
  for (let left = call.attempts - 1; left > 0; left--) {
    const before = calls.at(-1);
    const attempt =
      before !== undefined &&
      before.input === null &&
      before.output === null &&
      before.error !== null &&
      before.service === call.service &&
      (before.operation === null || before.operation === call.operation);
    if (!attempt) break;
    calls.pop();
    dropped.push(before);
  }
  return dropped;
}

function callOf(request: Part | null, part: Part): Call {
  const asked = request?.asked ?? part.asked;
  const told = part.answered?.told ?? null;
  const payload = part.answered?.payload;
  const again =
    told === null && asked !== null && isObject(payload) ? (part.service.answered?.(payload, true) ?? null) : told;
  const error = part.error ?? again?.partial ?? null;
  return {
    service: part.service,
    operation: request?.operation ?? part.operation ?? asked?.told.operation ?? again?.operation ?? null,
    resource: request?.resource ?? part.resource,
    keys: [...(asked?.told.keys ?? []), ...(again?.keys ?? []), ...callKeys(part.metadata)],
    outcome: outcomeOf(part, again),
    attempts: Math.max(1, part.metadata?.attempts ?? 1),
    durationMs: part.durationMs,
    error,
    partial: part.error === null && again?.partial != null,
    input: asked?.payload ?? null,
    output: payload ?? null,
    lines: request === null ? [part.record] : [request.record, part.record],
  };
}

function outcomeOf(part: Part, told: Answered | null): HopOutcome {
  if (part.error !== null) {
    const byType = part.service.endedBy?.(part.error) ?? outcomeOfError(part.error.type);
    const byStatus =
      part.metadata?.status === undefined || part.metadata.status === null
        ? null
        : outcomeOfStatus(part.metadata.status);
    return byType === "error" && byStatus !== null && byStatus !== "ok" ? byStatus : byType;
  }
  if (told?.partial) return "error";
  if (told?.status !== undefined) return outcomeOfStatus(told.status);
  if (part.metadata !== null && part.metadata.status !== null) return outcomeOfStatus(part.metadata.status);
  return part.answered === null ? "unknown" : "ok";
}

function partOf({ record, candidates: all }: Shown, own: ReadonlySet<Candidate>): Part | null {
  if (record.mark !== null) return null;
  const candidates = without(all, own);
  const named = record.reported === "unhandled" ? null : namedOperation(record, candidates);
  const asked = firstAsked(candidates.filter((one) => !isInAnswer(one, candidates)));
  const answered = firstAnswered(candidates, asked?.payload ?? null);
  const metadata = firstOf(candidates, ({ value }) => callMetadata(value));
  const error = record.error !== null && record.error.type !== null ? record.error : null;
  const service =
    asked?.service ?? answered?.service ?? named?.service ?? (error === null ? null : serviceInWords(error));
  if (service === null) return null;
  const resource =
    asked?.told.resource ??
    resourceIn(candidates, service) ??
    firstOf(candidates, ({ value }) => service.refusedBy?.(value) ?? null);
  const payload = asked !== null || answered !== null || metadata !== null;
  // Beside an error, a lone word such as "Query" or "Publish" is prose; `PutItem`, or AWS's own wording, is not.
  const inWords = error !== null && (isCompound(named?.operation) || serviceInWords(error) !== null);
  if (!payload && !inWords && (named === null || resource === null)) return null;
  const reply = answered ?? (metadata !== null && error === null ? replyWith(candidates) : null);
  return {
    record,
    service,
    operation: (named?.service === service ? named.operation : null) ?? asked?.told.operation ?? null,
    resource,
    asked,
    answered: reply,
    error,
    metadata,
    durationMs: firstOf(candidates, ({ value }) => firstOf(DURATIONS, (name) => numberAt(value, name))),
  };
}

/** A part of what an SDK answered: consumed capacity names its table just as a request does. */
function isInAnswer(one: Candidate, all: readonly Candidate[]): boolean {
  return all.some((other) => other !== one && callMetadata(other.value) !== null && isWithin(one, other));
}

function without(all: readonly Candidate[], own: ReadonlySet<Candidate>): readonly Candidate[] {
  const payloads = all.filter((one) => own.has(one));
  return payloads.length === 0 ? all : all.filter((one) => !payloads.some((other) => isWithin(one, other)));
}

/** An operation's name, in the text or in a field, as SDKs write it: `PutItem`, `PutItemCommand`. */
function namedOperation(
  record: LogRecord,
  candidates: readonly Candidate[],
): { service: Service; operation: string } | null {
  const texts = [record.text];
  for (const { value } of candidates.slice(0, 4)) {
    for (const name of ["operation", "operationName", "command", "commandName", "action", "api", "op"]) {
      const text = textAt(value, name);
      if (text !== null) texts.push(text);
    }
  }
  for (const text of texts) {
    for (const [, word = ""] of text.slice(0, 400).matchAll(/\b([A-Z][A-Za-z]{3,40}?)(?:Command)?\b/g)) {
      const service = OPERATIONS.get(word);
      if (service !== undefined) return { service, operation: word };
    }
  }
  return null;
}

function isCompound(operation: string | undefined): boolean {
  return operation !== undefined && /[a-z][A-Z]/.test(operation);
}

function firstAsked(candidates: readonly Candidate[]): { service: Service; payload: Json; told: Asked } | null {
  return firstOf(candidates, ({ value }) =>
    firstOf(SERVICES, (service) => {
      const told = service.asked?.(value) ?? null;
      return told === null ? null : { service, payload: value, told };
    }),
  );
}

function firstAnswered(
  candidates: readonly Candidate[],
  not: Json,
): { service: Service; payload: Json; told: Answered | null } | null {
  return firstOf(candidates, ({ value }) =>
    value === not
      ? null
      : firstOf(SERVICES, (service) => {
          const told = service.answered?.(value, false) ?? null;
          return told === null ? null : { service, payload: value, told };
        }),
  );
}

/** An answer in which no service recognises itself, such as that of PutItem: the object that holds the SDK's metadata. */
function replyWith(candidates: readonly Candidate[]): Part["answered"] {
  const holder = candidates.find(({ value }) => callMetadata(value) !== null);
  return holder === undefined ? null : { payload: holder.value, told: null };
}

function resourceIn(candidates: readonly Candidate[], service: Service): string | null {
  return firstOf(candidates, ({ value }) => {
    for (const [name, inner] of Object.entries(value)) {
      const known = service.resourceFields.includes(name.toLowerCase().replaceAll("_", ""));
      if (known && typeof inner === "string" && inner !== "") return plainName(inner);
    }
    return null;
  });
}

function serviceInWords(error: Seen): Service | null {
  return SERVICES.find((service) => service.wording?.test(error.message) === true) ?? null;
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | null): R | null {
  for (const one of all) {
    const found = find(one);
    if (found !== null) return found;
  }
  return null;
}
