import type { Json, JsonObject } from "../json.ts";
import { batchItemFailures } from "../services/batch-item-failures.ts";
import { isProxyResponse } from "../services/proxy-response.ts";
import type { Received, Service } from "../services/service.ts";
import { SERVICES } from "../services/table.ts";
import { type Candidate, isWithin, type Shown } from "./candidates.ts";

/** What the lines of an invocation show of its payloads. `input`, `output`, `environment` are null where none shows it. */
export interface Payloads {
  readonly input: Json;
  readonly event: { readonly service: Service; readonly received: Received } | null;
  readonly output: Json;
  readonly environment: Json;
  /** The candidates that are payloads of the invocation, and so not of a call it made. */
  readonly own: ReadonlySet<Candidate>;
}

type Part = "event" | "input" | "output" | "environment";

const INPUT = /^(the |received |incoming |lambda |invocation |handler |raw )*(event|input|payload)\b/i;
const INPUT_FIELD = /^(event|input|lambdaEvent|rawEvent|payload)$/;
const OUTPUT =
  /^(the |sending |handler |lambda )*(response|result|output|return value|returning|returned|responding|reply)\b/i;
const ENVIRONMENT = /^(environment|env|process\.env)$/i;
/** Reads the payloads off an invocation's own lines: the first event or input, the last output. */
export function payloadsOf(lines: readonly Shown[]): Payloads {
  const found: Partial<Record<Part, Candidate>> = {};
  const own = new Set<Candidate>();
  let event: Payloads["event"] = null;
  for (const { record, candidates } of lines) {
    if (record.mark !== null) continue;
    // What came in is shown once: an event in a later line is one that it works on, such as another's line that it ships.
    for (const one of payloadsIn(candidates, event === null && found.input === undefined)) {
      own.add(one.candidate);
      event ??= one.event;
      if (one.part === "output" || found[one.part] === undefined) found[one.part] = one.candidate;
    }
  }
  return {
    input: (found.event ?? found.input)?.value ?? null,
    event,
    output: found.output?.value ?? null,
    environment: found.environment?.value ?? null,
    own,
  };
}

/**
 * The payloads that one line shows. What lies inside of a payload is the payload's, and is not looked at again; what lies
 * inside of a call's request or answer, such as the payload of an Invoke, is the call's.
 */
function payloadsIn(
  candidates: readonly Candidate[],
  mayBeEvent: boolean,
): { part: Part; candidate: Candidate; event: Payloads["event"] }[] {
  const found: { part: Part; candidate: Candidate; event: Payloads["event"] }[] = [];
  const taken: Candidate[] = [];
  for (const candidate of candidates) {
    if (taken.some((one) => isWithin(candidate, one))) continue;
    const event = mayBeEvent ? receivedIn(candidate.value) : null;
    const part = event === null ? partOf(candidate) : "event";
    if (part !== null) found.push({ part, candidate, event });
    if (part !== null || (!isLogLine(candidate.value) && isOfSdk(candidate.value))) taken.push(candidate);
  }
  return found;
}

function partOf({ label, path, value }: Candidate): Part | null {
  if (ENVIRONMENT.test(label) && Object.values(value).every((one) => typeof one === "string")) return "environment";
  if (isProxyResponse(value) || isAnswerToPoller(value)) return "output";
  // The whole of a structured log line is never itself a payload, and what an SDK wrote is the payload of a call.
  if ((path === "" && isLogLine(value)) || isOfSdk(value)) return null;
  if (OUTPUT.test(label)) return "output";
  return INPUT_FIELD.test(path.split(".").at(-1) ?? "") || INPUT.test(label) ? "input" : null;
}

function receivedIn(value: JsonObject): Payloads["event"] {
  for (const service of SERVICES) {
    const received = service.received?.(value) ?? null;
    if (received !== null) return { service, received };
  }
  return null;
}

/** Nothing else has this name, and it stands alone. */
function isAnswerToPoller(value: JsonObject): boolean {
  return batchItemFailures(value) !== null && Object.keys(value).length === 1;
}

function isLogLine(value: JsonObject): boolean {
  return ["level", "severity", "log_level", "timestamp", "time"].some((name) => value[name] !== undefined);
}

function isOfSdk(value: JsonObject): boolean {
  if (value["$metadata"] !== undefined || value["ResponseMetadata"] !== undefined) return true;
  return SERVICES.some((service) => service.asked?.(value) || service.answered?.(value, false));
}
