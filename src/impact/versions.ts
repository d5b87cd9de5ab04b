import { textAt } from "../json.ts";
import { lambda } from "../services/lambda.ts";
import { type Micros, micros } from "../time.ts";
import type { Hop } from "../transaction.ts";
import type { Judged } from "./judge.ts";
import { HARMED } from "./outcome.ts";

/** What ran on one version of a function, of the requests of one entry. Moments in the order in which they were added. */
export interface OnVersion {
  readonly version: string;
  readonly failedAt: Micros[];
  readonly succeededAt: Micros[];
  /** When the first of its instances began to start, where a line tells of a cold start. */
  startedAt: Micros | null;
}

/** What a function runs as before it was ever published: whatever is deployed is called so. */
const UNPUBLISHED = "$LATEST";
/** `2026/11/22/[41]0f9a…`: how Lambda names a stream of its own. */
const STREAM = /\[(\d{1,20}|\$LATEST)\][0-9a-f]{8,64}$/;
/** The names under which logging libraries write it. */
const FIELDS = ["functionVersion", "function_version", "faas.version", "executedVersion"] as const;

/** Which version each request ran on, function by function: a deploy stands nowhere else in the logs. */
export class Versions {
  readonly #ran = new Map<string, Map<string, OnVersion>>();

  add({ transaction, entry, outcome, at, unknown }: Judged): void {
    for (const hop of transaction.hops) {
      const version = versionOf(hop);
      if (version === null || hop.resource === null) continue;
      // A version may hand on what fails elsewhere.
      const failed = HARMED.has(outcome);
      if (!failed && (unknown || hop.outcome !== "ok")) continue;
      const tally = this.#of(keyOf(entry?.name ?? null, hop.resource), version);
      (failed ? tally.failedAt : tally.succeededAt).push(at);
      const started = startOf(hop);
      if (started !== null && started < (tally.startedAt ?? Number.POSITIVE_INFINITY)) tally.startedAt = started;
    }
  }

  /** What ran of an entry's requests in a function, by version. What failed may have failed further on. */
  of(entry: string | null, name: string): OnVersion[] {
    return [...(this.#ran.get(keyOf(entry, name))?.values() ?? [])];
  }

  /** The functions that ran for an entry, and of which a version is known. */
  functions(entry: string | null): string[] {
    const prefix = keyOf(entry, "");
    return [...this.#ran.keys()].flatMap((key) => (key.startsWith(prefix) ? key.slice(prefix.length) : []));
  }

  #of(key: string, version: string): OnVersion {
    const ran = this.#ran.get(key) ?? new Map<string, OnVersion>();
    this.#ran.set(key, ran);
    const tally = ran.get(version) ?? { version, failedAt: [], succeededAt: [], startedAt: null };
    ran.set(version, tally);
    return tally;
  }
}

function keyOf(entry: string | null, name: string): string {
  return `${entry ?? ""}\n${name}`;
}

/** The published version that an invocation ran on; null where nothing tells, or it was never published. */
export function versionOf({ service, environment, spans }: Hop): string | null {
  if (service !== lambda.name) return null;
  const version = answered(spans) ?? saidIn(spans) ?? textAt(environment, "AWS_LAMBDA_FUNCTION_VERSION");
  return version === UNPUBLISHED ? null : version;
}

/**
 * What Invoke answered its caller.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_ResponseElements
 */
function answered(spans: Hop["spans"]): string | null {
  for (const { kind, output } of spans) {
    const version = kind === "client" ? textAt(output, "ExecutedVersion") : null;
    if (version !== null) return version;
  }
  return null;
}

/** When the instance began to start that an invocation ran on: by its init lines, or by how long its report says that it took. */
function startOf({ logs }: Hop): Micros | null {
  let first: number | null = null;
  let start: Micros | null = null;
  for (const { at, mark } of logs) {
    if (mark?.kind === "start") start ??= at;
    const cold = mark?.kind === "report" && mark.initMs !== null && start !== null ? start - mark.initMs * 1000 : null;
    const told = mark?.kind === "init" ? at : cold;
    if (told !== null && (first === null || told < first)) first = told;
  }
  return first === null ? null : micros(Math.round(first));
}

/** By its own lines: those in which a call stands are the caller's, and tell the version of that. */
function saidIn(spans: Hop["spans"]): string | null {
  for (const { kind, logs } of spans) {
    const version = kind === "client" ? null : said(logs);
    if (version !== null) return version;
  }
  return null;
}

function said(logs: Hop["logs"]): string | null {
  for (const { mark, body } of logs) {
    if (mark?.kind === "start" && mark.version !== null) return mark.version;
    for (const field of FIELDS) {
      const version = textAt(body, field);
      if (version !== null) return version;
    }
  }
  return STREAM.exec(logs[0]?.origin.stream ?? "")?.[1] ?? null;
}
