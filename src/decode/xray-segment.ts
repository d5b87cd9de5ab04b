import { arrayAt, isObject, type Json, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { LogRecord, Origin, Seen } from "../record.ts";
import { parseArn } from "../services/arn.ts";
import { http } from "../services/http.ts";
import { other } from "../services/other.ts";
import { plainService } from "../services/plain-service.ts";
import type { Service, XRayNames } from "../services/service.ts";
import { xrayTraceId } from "../services/trace-id.ts";
import { FAILING, type Span, type SpanKind, type Try } from "../span.ts";
import { type Micros, micros } from "../time.ts";
import { mostTrusted, type NamedUser, named } from "../user.ts";
import type { Decoded } from "./decoder.ts";
import { momentFrom } from "./moment.ts";
import { annotatedUser } from "./named-in.ts";
import { calledService, recordedService } from "./named-service.ts";
import { exceptionsOf, seenCause } from "./xray-cause.ts";
import { hasTroubleInside, segmentOutcome } from "./xray-outcome.ts";
import { capturedResponse, toldByResponse } from "./xray-response.ts";

/** More than X-Ray keeps of one segment. */
const MOST_LINKS = 100;

/** A span in the making: what the phases inside of it (which are no hops) add to it is gathered here. */
interface Draft {
  readonly segment: JsonObject;
  readonly service: Service;
  readonly names: XRayNames;
  readonly kind: SpanKind;
  readonly parent: string | null;
  readonly phases: JsonObject[];
}

/**
 * The spans of one segment document. Segments, and subsegments that call something, are spans; all the rest (`Invocation`,
 * `Attempt #1`, `Dwell Time`, marshalling, a state of a workflow, a block that the application named) is a phase of the
 * span around it, and hands that span on as the parent of what is inside.
 */
export function spansOfSegment(
  document: JsonObject,
  traceId: string,
  origin: Origin,
  out: (one: Decoded) => void,
): void {
  const trace = xrayTraceId(traceId) ?? traceId;
  const drafts: Draft[] = [];
  const all: JsonObject[] = [];
  const open: { segment: JsonObject; owner: Draft | null; parent: string | null }[] = [
    { segment: document, owner: null, parent: textAt(document, "parent_id") },
  ];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { segment, owner, parent } = one;
    all.push(segment);
    const named = nameOf(segment, segment === document && textAt(document, "type") !== "subsegment");
    let around = owner;
    if (named !== null) {
      around = { ...named, segment, parent, phases: [] };
      drafts.push(around);
    } else {
      owner?.phases.push(segment);
    }
    const inside = arrayAt(segment, "subsegments");
    const below = around === null ? parent : textAt(around.segment, "id");
    for (let i = inside.length - 1; i >= 0; i--) {
      const sub = inside[i];
      if (isObject(sub)) open.push({ segment: sub, owner: around, parent: below });
    }
  }
  const exceptions = exceptionsOf(all);
  for (const draft of drafts) out({ span: spanOf(draft, trace, origin, exceptions) });
}

/** Which service a segment records, and which side of it; null for a phase. */
function nameOf(segment: JsonObject, top: boolean): Pick<Draft, "service" | "names" | "kind"> | null {
  if (top) {
    const origin = textAt(segment, "origin") ?? "";
    const known = recordedService(origin);
    if (known !== null) return { ...known, kind: known.names.inside?.includes(origin) ? "internal" : "server" };
    // X-Ray infers it from a call to a service that sends no segments: its first name is that of the service.
    if (origin.startsWith("AWS::") && segment["inferred"] === true) {
      const called = calledService(origin.split("::")[1] ?? "");
      return called === null ? side(other, "server") : { ...called, kind: "server" };
    }
    return side(segment["inferred"] === true ? http : plainService, "server");
  }
  const namespace = textAt(segment, "namespace");
  if (namespace === "remote") return side(http, "client");
  if (namespace !== "aws") return null;
  const known = calledService(textAt(segment, "name") ?? "");
  return known === null ? side(other, "client") : { ...known, kind: "client" };
}

function side(service: Service, kind: SpanKind): Pick<Draft, "service" | "names" | "kind"> | null {
  return service.xray === undefined ? null : { service, names: service.xray, kind };
}

function spanOf(draft: Draft, trace: string, origin: Origin, exceptions: ReadonlyMap<string, JsonObject>): Span {
  const { segment, service, names, kind, phases } = draft;
  const id = textAt(segment, "id") ?? "";
  const output = capturedResponse(phases);
  const recorded = recordedOutcome(draft, output);
  const response = FAILING.has(recorded.outcome) ? null : toldByResponse(output);
  const { outcome, decidedBy } = response ?? recorded;
  const error = FAILING.has(recorded.outcome)
    ? (seenCause(segment, exceptions) ?? firstCause(phases, exceptions) ?? statusError(segment))
    : (response?.error ?? null);
  const arn = parseArn(textAt(segment, "resource_arn") ?? textAt(segment, "aws", "function_arn") ?? "");
  const tries = triesOf(phases);
  const requestId = textAt(segment, "aws", "request_id") ?? textAt(segment, "aws", "api_gateway", "request_id");
  return {
    id: `xray:${trace}:${id}`,
    origin,
    keys: keysOf(draft, trace, id),
    error,
    kind,
    service: service.name,
    resource: names.resource(segment),
    operation:
      names.operation?.(segment) ?? textAt(segment, "aws", "operation") ?? textAt(segment, "name") ?? service.title,
    requestId,
    account:
      arn?.account ?? textAt(segment, "aws", "account_id") ?? textAt(segment, "aws", "api_gateway", "account_id"),
    region: arn?.region ?? textAt(segment, "aws", "region"),
    start: momentAt(segment, "start_time") ?? micros(0),
    end: momentAt(segment, "end_time"),
    clock: `xray:${textAt(segment, "origin") ?? textAt(segment, "name") ?? id}`,
    outcome,
    witness: "recorder",
    decidedBy,
    attempts: Math.max(1, tries.length, (numberAt(segment, "aws", "retries") ?? 0) + 1),
    tries,
    delivery: null,
    dwell: dwellOf(phases),
    input: null,
    output,
    environment: null,
    logs: notesOf(phases, trace, origin, exceptions),
    arrival: names.arrival?.(segment) ?? null,
    named: mostTrusted([segment, ...phases].flatMap(namesIn)),
    suspect: false,
    partial: false,
    drawn: false,
    traced: "xray",
    gaps: [],
  };
}

/**
 * A function that catches an error may answer 5xx, of which X-Ray sees nothing: where a call inside of it failed and nobody
 * captured its answer, it ended nobody knows how. The status that Lambda answers to an Invoke tells as little.
 */
function recordedOutcome(draft: Draft, output: Json): ReturnType<typeof segmentOutcome> {
  const { segment, names, kind, phases } = draft;
  const recorded = segmentOutcome(segment, kind);
  if (FAILING.has(recorded.outcome) || names.inside === undefined || output !== null) return recorded;
  const silent = kind === "server" || (kind === "internal" && hasTroubleInside(segment, phases));
  return silent ? { outcome: "unknown", decidedBy: null } : recorded;
}

/** A child that another document records may name a phase as its parent: the span answers for its phases' ids too. */
function keysOf(draft: Draft, trace: string, id: string): Key[] {
  const span = (value: string, role: "self" | "sent" | "received", path: string): Key => ({
    kind: "span",
    value: `${trace}:${value}`,
    role,
    path,
  });
  const keys: Key[] = [
    span(id, "self", "id"),
    span(id, "sent", "id"),
    { kind: "xray-trace", value: trace, role: "shared", path: "trace_id" },
    ...(draft.names.keys?.(draft.segment) ?? requestKeys(draft)),
  ];
  if (draft.parent !== null) keys.push(span(draft.parent, "received", "parent_id"));
  // The messages of a batch are of other traces: https://docs.aws.amazon.com/xray/latest/devguide/xray-tracelinking.html
  const links = [draft.segment, ...draft.phases].flatMap((one) => arrayAt(one, "links").slice(0, MOST_LINKS));
  links.forEach((link, item) => {
    const [linked, sender] = [xrayTraceId(textAt(link, "trace_id") ?? ""), textAt(link, "id")];
    if (linked === null || sender === null) return;
    keys.push({ kind: "span", value: `${linked}:${sender}`, role: "received", item, path: `links[${item}]` });
  });
  for (const phase of draft.phases) {
    const phaseId = textAt(phase, "id");
    if (phaseId !== null) keys.push(span(phaseId, "sent", "subsegments[].id"));
  }
  return keys;
}

function requestKeys({ segment }: Draft): Key[] {
  const value = textAt(segment, "aws", "request_id");
  return value === null ? [] : [{ kind: "aws-request", value, role: "self", path: "aws.request_id" }];
}

function momentAt(segment: JsonObject, field: string): Micros | null {
  const seconds = numberAt(segment, field);
  return seconds === null ? null : momentFrom(seconds * 1_000_000);
}

function triesOf(phases: readonly JsonObject[]): Try[] {
  return phases
    .filter((phase) => /^Attempt #\d+$/.test(textAt(phase, "name") ?? ""))
    .map((phase) => ({
      start: momentAt(phase, "start_time") ?? micros(0),
      end: momentAt(phase, "end_time"),
      outcome: segmentOutcome(phase, "internal").outcome,
    }))
    .sort((a, b) => a.start - b.start);
}

function dwellOf(phases: readonly JsonObject[]): Micros | null {
  const dwell = phases.find((phase) => textAt(phase, "name") === "Dwell Time");
  const start = dwell === undefined ? null : momentAt(dwell, "start_time");
  const end = dwell === undefined ? null : momentAt(dwell, "end_time");
  return start === null || end === null ? null : micros(end - start);
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html: `user` is the one who sent the request. */
function namesIn(segment: JsonObject): (NamedUser | null)[] {
  const user = named(textAt(segment, "user"), "segment", "X-Ray: user");
  return [user, annotatedUser(objectAt(segment, "annotations") ?? {})];
}

function firstCause(phases: readonly JsonObject[], exceptions: ReadonlyMap<string, JsonObject>): Seen | null {
  for (const phase of phases) {
    const failed = phase["fault"] === true || phase["error"] === true;
    const seen = failed && phase["namespace"] === undefined ? seenCause(phase, exceptions) : null;
    if (seen !== null) return seen;
  }
  return null;
}

/** What a failed phase said, such as the state of a workflow whose error was caught: a line in the log of its span. */
function notesOf(
  phases: readonly JsonObject[],
  trace: string,
  origin: Origin,
  exceptions: ReadonlyMap<string, JsonObject>,
): LogRecord[] {
  const notes: LogRecord[] = [];
  for (const phase of phases) {
    const error = seenCause(phase, exceptions);
    const at = momentAt(phase, "end_time") ?? momentAt(phase, "start_time");
    if (error === null || at === null) continue;
    notes.push({
      id: `xray:${trace}:${textAt(phase, "id") ?? ""}`,
      origin,
      keys: [],
      error,
      at,
      ingestedAt: null,
      level: "warn",
      mark: null,
      requestId: null,
      positional: false,
      named: null,
      reported: "handled",
      text: `${textAt(phase, "name") ?? "a phase"}: ${[error.type, error.message].filter((one) => one !== null).join(": ")}`,
      body: null,
    });
  }
  return notes;
}

function statusError(segment: JsonObject): Seen | null {
  const status = numberAt(objectAt(segment, "http") ?? {}, "response", "status");
  return status === null || status < 400
    ? null
    : { type: null, message: `answered with status ${status}`, stack: [], causes: [] };
}
