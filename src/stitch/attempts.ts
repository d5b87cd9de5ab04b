import type { LogRecord, Seen } from "../record.ts";
import type { HopOutcome } from "../span.ts";
import type { Micros } from "../time.ts";

/** One run of an invocation, as its lines show it. */
export interface Attempt {
  readonly start: Micros;
  readonly end: Micros | null;
  readonly outcome: HopOutcome;
  readonly decidedBy: string | null;
  readonly error: Seen | null;
}

/**
 * The runs of one invocation, told apart by their START lines. A run may move to another stream, and its lines stay with
 * the START of their own stream. Without any START (a system log level above INFO) all lines are one run.
 */
export function attemptsOf(lines: readonly LogRecord[]): Attempt[] {
  const runs: LogRecord[][] = [];
  const running = new Map<string, LogRecord[]>();
  for (const record of lines) {
    const stream = record.origin.stream ?? "";
    let run = running.get(stream);
    const begins = record.mark?.kind === "start" && run?.some(({ mark }) => mark?.kind === "start") !== false;
    if (run === undefined || begins) {
      run = [];
      runs.push(run);
      running.set(stream, run);
    }
    run.push(record);
  }
  return runs.map(attemptOf);
}

function attemptOf(run: readonly LogRecord[]): Attempt {
  const start = run.find(({ mark }) => mark?.kind === "start") ?? run[0];
  const end = run.findLast(({ mark }) => mark?.kind === "end" || mark?.kind === "report");
  const reported = run.findLast(({ mark }) => mark?.kind === "report" && mark.status !== null)?.mark;
  const status = reported?.kind === "report" ? reported.status : null;
  const unhandled = run.filter((record) => record.reported === "unhandled" && record.error !== null);
  const timedOut = status === "timeout" || run.some(({ mark }) => mark?.kind === "timeout");
  const base = { start: start?.at ?? (0 as Micros), end: end?.at ?? null };
  if (timedOut)
    return { ...base, outcome: "timeout", decidedBy: "the platform: it timed out", error: bestError(unhandled) };
  if (status === "error") {
    const errors = run.filter((record) => record.reported !== null && record.error !== null);
    return { ...base, outcome: "error", decidedBy: "the platform: status error", error: bestError(errors) };
  }
  if (unhandled.length > 0) {
    return {
      ...base,
      outcome: "error",
      decidedBy: "the runtime: an error that nobody caught",
      error: bestError(unhandled),
    };
  }
  if (status === "ok") return { ...base, outcome: "ok", decidedBy: "the platform: status success", error: null };
  const ended = end !== undefined;
  return {
    ...base,
    outcome: ended ? "ok" : "unknown",
    decidedBy: ended ? "it ended, and nothing was reported" : null,
    error: null,
  };
}

/** Of several lines on one failure, the one that says most: with a stack, with a type, the later one. */
function bestError(records: readonly LogRecord[]): Seen | null {
  let best: Seen | null = null;
  for (const { error } of records) if (error !== null && (best === null || worth(error) >= worth(best))) best = error;
  return best;
}

function worth(error: Seen): number {
  const own = error.type !== null && !/^(Runtime|Sandbox|Function)\./.test(error.type);
  return (error.stack.length > 0 ? 4 : 0) + (own ? 2 : 0) + (error.message === "" ? 0 : 1);
}
