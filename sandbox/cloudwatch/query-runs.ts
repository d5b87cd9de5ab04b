import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { QueryResult } from "./insights/run-query.ts";
import { LIMITS } from "./limits.ts";

export type QueryStatus = "Scheduled" | "Running" | "Complete" | "Cancelled" | "Failed" | "Timeout";

/** How a query stands: its status, and as much of its result as a client may see in that status. */
export interface QueryProgress {
  readonly status: QueryStatus;
  readonly result: QueryResult;
}

interface Run {
  readonly startedMs: number;
  readonly result: QueryResult;
  readonly aggregated: boolean;
  /** The ARNs of the groups that it reads. */
  readonly groups: readonly string[];
  readonly ending: "Complete" | "Failed" | "Timeout";
  cancelled: boolean;
}

const NOTHING: QueryResult = {
  rows: [],
  ...{ recordsMatched: 0, recordsScanned: 0, bytesScanned: 0, recordsSkipped: 0, bytesSkipped: 0 },
  logGroupsScanned: 0,
};
/** The part of a query's time that it spends as Scheduled. */
const SCHEDULED_SHARE = 0.2;

/**
 * The queries of the account. A query has its result from the moment it is started, over what was ingested by then; a
 * client gets to see it as time passes on the clock.
 */
export class QueryRuns {
  readonly #clock: Clock;
  readonly #queryMs: number;
  readonly #runs = new Map<string, Run>();

  constructor(clock: Clock, queryMs: number) {
    this.#clock = clock;
    this.#queryMs = queryMs;
  }

  /** Returns the query's id. The oldest queries are forgotten. */
  start(run: Pick<Run, "result" | "aggregated" | "groups" | "ending">): string {
    const id = randomUUID();
    this.#runs.set(id, { ...run, startedMs: this.#clock.now(), cancelled: false });
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > LIMITS.queriesKept && oldest !== undefined) this.#runs.delete(oldest);
    return id;
  }

  /** How many queries are Scheduled or Running. */
  underWay(): number {
    return [...this.#runs.values()].filter((run) => isUnderWay(this.#status(run))).length;
  }

  progress(id: string): QueryProgress | null {
    const run = this.#runs.get(id);
    if (run === undefined) return null;
    const status = this.#status(run);
    if (status === "Complete") return { status, result: run.result };
    return { status, result: status === "Running" ? partial(run, this.#share(run)) : NOTHING };
  }

  /** The ARNs of the groups that a query reads; null if there is no such query. */
  groups(id: string): readonly string[] | null {
    return this.#runs.get(id)?.groups ?? null;
  }

  /** Null if there is no such query, false if it has ended already. */
  stop(id: string): boolean | null {
    const run = this.#runs.get(id);
    if (run === undefined) return null;
    if (!isUnderWay(this.#status(run))) return false;
    run.cancelled = true;
    return true;
  }

  #status(run: Run): QueryStatus {
    if (run.cancelled) return "Cancelled";
    const share = this.#share(run);
    if (share >= 1) return run.ending;
    return share < SCHEDULED_SHARE ? "Scheduled" : "Running";
  }

  #share(run: Run): number {
    return this.#queryMs === 0 ? 1 : (this.#clock.now() - run.startedMs) / this.#queryMs;
  }
}

function isUnderWay(status: QueryStatus): boolean {
  return status === "Scheduled" || status === "Running";
}

/** What a running query shows: the rows found so far. Of groups of events there are none yet. */
function partial({ result, aggregated }: Run, share: number): QueryResult {
  const part = (whole: number): number => Math.floor(whole * share);
  return {
    rows: aggregated ? [] : result.rows.slice(0, part(result.rows.length)),
    recordsMatched: part(result.recordsMatched),
    recordsScanned: part(result.recordsScanned),
    bytesScanned: part(result.bytesScanned),
    recordsSkipped: part(result.recordsSkipped),
    bytesSkipped: part(result.bytesSkipped),
    logGroupsScanned: result.logGroupsScanned,
  };
}
