import type { Check } from "../check.ts";
import type { MetricWanted } from "../metric.ts";
import type { Place } from "../place.ts";
import type { Purse } from "../purse.ts";
import type { Chunk, Gap } from "../record.ts";
import type { Cost } from "../report.ts";
import type { Subject } from "../subject.ts";
import type { Micros, Window } from "../time.ts";

/** A stretch of a stream of a log group, which is one sandbox of a function. */
export interface StreamSlice extends Window {
  readonly group: string;
  readonly stream: string;
  /** Where the group lies, as far as is known: another account or region may have one of the same name. */
  readonly account?: string;
  readonly region?: string;
}

/** What was logged or traced, within a window. */
export type TraceQuestion = { readonly window: Window } & (
  | { readonly find: readonly string[]; readonly byIndex?: true; readonly sent?: true }
  | { readonly failures: readonly Subject[]; readonly groups: readonly string[] | null }
  | { readonly keyed: readonly string[] | null }
  | { readonly streams: readonly StreamSlice[] }
);

/** What evidence is wanted, within a window. */
export type Question =
  | TraceQuestion
  | { readonly window: Window; readonly measure: readonly MetricWanted[] }
  | { readonly window: Window; readonly describe: readonly Place[] }
  | { readonly window: Window; readonly alarms: readonly string[] };

/** Whether lines and traces are wanted, and not what CloudWatch counted or how something is configured. */
export function asksForTraces(question: Question): question is TraceQuestion {
  return !("measure" in question || "describe" in question || "alarms" in question);
}

/**
 * What was read to the end: by which source, and how new the newest thing in it was. Null: it holds nothing, or a sample, of
 * which the newest tells nothing.
 */
export interface Read {
  readonly source: string;
  readonly newest: Micros | null;
  /** Whether `newest` is a moment of ingestion, or, of sources that keep none, the moment up to which was asked, if any. */
  readonly ingested: boolean;
}

export type Told =
  | { readonly chunk: Chunk }
  | { readonly gap: Gap }
  | { readonly cost: Cost }
  | { readonly read: Read };

/**
 * Where bytes come from.
 * - `find`: every line and trace that holds one of the ids; `byIndex`: of what is paid by what is read, only as much as an index
 *   finds, and what is left out is no gap; `sent`: long before, when what they name was handed over. `failures`: every sign of
 *   failure or of retries, of the named log
 *   groups or of all. `keyed`: of the named log groups, what tells requests, their ids and their ends; of all groups (null),
 *   as much of it as is cheap, and what is left out is no gap. `streams`: all lines of the named streams, in the window.
 *   `measure`: metrics. `describe`: how resources are configured. `alarms`: those of the names, and those that they are composed
 *   of. A source that does not know a question tells nothing
 * - Nothing found is nothing told. What could not be read, in part or at all, is a gap with `unread` set.
 * - Answers may hold more than was asked for, in any order, and the same thing twice.
 * - A source that costs money spends no more than is in the purse, where there is one; what that leaves out is a gap.
 * - It never throws, and it ends soon after `until` is aborted, with a gap for what is missing.
 * - `check` tries all that the source needs in order to be asked, changes nothing, and costs next to nothing. Files were opened
 *   before they are a source: they have nothing to try.
 */
export interface Source {
  readonly name: string;
  /** It tells all it has whatever it is asked, so that asking once is enough. */
  readonly whole: boolean;
  ask(question: Question, until: AbortSignal, purse?: Purse): AsyncIterable<Told>;
  check?(until: AbortSignal): AsyncIterable<Check>;
}
