import { isObject, type Json, type JsonObject, numberAt, parseJson, textAt, unwrapped } from "../json.ts";
import type { LogRecord, Seen } from "../record.ts";
import { parseArn } from "../services/arn.ts";
import { stepfunctions } from "../services/stepfunctions.ts";
import { FAILING, type HopOutcome, type Span } from "../span.ts";
import { fromMillis, type Micros } from "../time.ts";
import { momentFrom } from "./moment.ts";
import { seenError } from "./seen-error.ts";

/** One event of an execution, and the line that told it. */
export interface ExecutionEvent {
  readonly arn: string;
  readonly id: number;
  readonly previous: number;
  readonly type: string;
  readonly details: JsonObject;
  readonly at: Micros;
  readonly record: LogRecord;
}

/**
 * An event of an execution as Step Functions logs it to `/aws/vendedlogs/states/…`: the type and the details of its history.
 * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
 */
export function executionEvent(json: JsonObject, record: LogRecord): ExecutionEvent | null {
  const arn = textAt(json, "execution_arn");
  const type = textAt(json, "type");
  if (arn === null || type === null) return null;
  const moment = numberAt(json, "event_timestamp");
  const details = json["details"];
  return {
    arn,
    id: numberAt(json, "id") ?? 0,
    previous: numberAt(json, "previous_event_id") ?? 0,
    type,
    details: isObject(details) ? details : {},
    at: momentFrom(moment === null ? null : moment * 1000) ?? record.at,
    record,
  };
}

const ENDS: ReadonlyMap<string, HopOutcome> = new Map([
  ["Succeeded", "ok"],
  ["Failed", "error"],
  ["TimedOut", "timeout"],
  ["Aborted", "error"],
]);

/** How the event ends what it belongs to: `TaskFailed`, `LambdaFunctionTimedOut`, `ExecutionSucceeded`; null where it does not. */
export function endOf({ type }: ExecutionEvent): HopOutcome | null {
  const [, how = ""] = /(Succeeded|Failed|TimedOut|Aborted)$/.exec(type) ?? [];
  return ENDS.get(how) ?? null;
}

/** What an event says went wrong: a name, and a cause that may be the error of a function as JSON. */
export function errorOf({ details, type }: ExecutionEvent): Seen {
  const cause = textAt(details, "cause");
  const inner = seenError(parseJson(cause ?? "") ?? null);
  const name = textAt(details, "error");
  return inner ?? { type: name, message: cause ?? name ?? type, stack: [], causes: [] };
}

/** A hop as its workflow saw it, of which the rest is for whoever calls to say. */
export function spanOfEvents(
  events: readonly ExecutionEvent[],
  outcome: HopOutcome,
): Omit<
  Span,
  "id" | "keys" | "kind" | "service" | "resource" | "operation" | "requestId" | "input" | "output" | "arrival"
> {
  const [first] = events;
  const last = events.at(-1);
  const arn = parseArn(first?.arn ?? "");
  const end = last !== undefined && endOf(last) !== null ? last : undefined;
  return {
    origin: first?.record.origin ?? { source: "unknown" },
    error: end !== undefined && FAILING.has(outcome) ? errorOf(end) : null,
    account: arn?.account ?? null,
    region: arn?.region ?? null,
    start: first?.at ?? fromMillis(0),
    end: end?.at ?? null,
    clock: stepfunctions.name,
    outcome,
    witness: "recorder",
    decidedBy: end === undefined ? null : `the execution: ${end.type}`,
    attempts: 1,
    tries: [],
    delivery: null,
    dwell: null,
    environment: null,
    logs: events.map(({ record }) => record),
    named: null,
    suspect: false,
    partial: false,
    drawn: false,
    gaps: [],
  };
}

/** A payload of an event, as JSON where it is; null where the log leaves payloads out. */
export function payloadOf(event: ExecutionEvent | undefined, name: string): Json {
  return unwrapped(event?.details[name] ?? null);
}
