import type { CauseDetail, FieldView, FrameView, LimitView } from "./cause-detail.ts";
import type { ChangeView } from "./change-view.ts";
import type { HealthyView, SlowView } from "./comparison.ts";
import type { Json } from "./json.ts";
import type { Certainty } from "./key.ts";
import type { ProofView } from "./link-proof.ts";
import type { MinutesView } from "./minutes.ts";
import type { EntryKind, HopOutcome, ServiceName } from "./span.ts";
import type { StreamView, TraceView } from "./streams-view.ts";
import type { UsersView } from "./users-view.ts";

/**
 * What the terminal prints with `--json`, what is stored, and what every face shows: one shape, and a public contract
 * (docs/report.md). Times are ISO 8601 in UTC with milliseconds, durations milliseconds, unknown is null.
 */

export type Outcome = "lost" | "failed" | "parked" | "pending" | "delayed" | "recovered" | "ok";
export type Signal = "throttle" | "error" | "timeout" | "latency" | "age" | "unknown";

export interface ErrorView {
  readonly type: string | null;
  readonly message: string;
  readonly stack: readonly string[];
  readonly causes: readonly { readonly type: string | null; readonly message: string }[];
  /** Why a call was throttled, in the service's words. */
  readonly reasons?: readonly { readonly reason: string; readonly resource: string | null }[];
}

export interface LinkView {
  /** The parent's `n`; null where it lies in another transaction, which `entry` then names. */
  readonly hop: number | null;
  readonly certainty: Certainty;
  readonly by: string;
  readonly key: string;
  readonly outcome: HopOutcome;
  /** Of an item of a batch that failed: whether it made it fail. Not there where nothing tells. */
  readonly atFault?: boolean;
  readonly entry?: string | null;
  /** What was stored by older versions lacks it. */
  readonly proof?: ProofView;
}

export interface LogView {
  readonly id: string;
  readonly at: string;
  readonly level: string | null;
  readonly text: string;
}

export interface TryView {
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly outcome: HopOutcome;
}

export interface HopView {
  readonly id: string;
  readonly n: number;
  readonly service: ServiceName;
  readonly resource: string | null;
  readonly operation: string;
  readonly requestId: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly startedAt: string;
  readonly durationMs: number | null;
  readonly dwellMs: number | null;
  readonly outcome: HopOutcome;
  readonly decidedBy: string | null;
  readonly attempts: number;
  /** The attempts one by one, where there were several and their times were recorded; at most 20. */
  readonly tries?: readonly TryView[];
  readonly delivery: number;
  readonly error: ErrorView | null;
  readonly from: LinkView | null;
  readonly alsoFrom: readonly LinkView[];
  /** Ids that it carried along its transaction, by their names. */
  readonly tags: Readonly<Record<string, string>>;
  readonly input: Json;
  readonly output: Json;
  readonly environment: Json;
  readonly logs: readonly LogView[];
  /** How many lines there were, where not all of them are kept. */
  readonly logLines?: number;
  /** The log streams of its lines, at most 3, the last of them first; not there without lines of CloudWatch Logs. */
  readonly streams?: readonly StreamView[];
  /** Not there where X-Ray did not record it. */
  readonly trace?: TraceView;
  readonly source: readonly string[];
}

/** A clock whose times were corrected, so that no hop begins before its cause: named by the first of its hops. */
export interface SkewView {
  readonly clock: string;
  /** By how much it was behind. */
  readonly ms: number;
  readonly hops: readonly string[];
}

export interface EntryView {
  readonly hop: number;
  readonly kind: EntryKind;
  readonly name: string;
  readonly method: string | null;
  readonly route: string | null;
  readonly customerFacing: boolean | null;
  readonly businessCritical: boolean | null;
  readonly why: string;
}

export interface UserView {
  readonly id: string;
  readonly kind: "person" | "tenant" | "machine";
  readonly from: string;
}

export interface GapView {
  readonly what: string;
  readonly why: string;
}

export interface TransactionView {
  readonly id: string;
  /** `foundIn`: the log groups and sources that hold the id, where somebody asked for it. */
  readonly query: { readonly id: string; readonly kind: string; readonly foundIn?: readonly string[] };
  readonly entry: EntryView | null;
  readonly user: UserView | null;
  readonly outcome: Outcome;
  readonly hops: readonly HopView[];
  readonly skew: readonly SkewView[];
  readonly gaps: readonly GapView[];
}

export interface SubjectView {
  readonly service: ServiceName | null;
  readonly resource: string | null;
  readonly signal: Signal;
}

export interface Reason {
  readonly text: string;
  /** Ids of hops, log lines, metrics or reads that stand in this report. */
  readonly evidence: readonly string[];
}

export type Decision = "wake" | "wait" | "unclear";

export interface Verdict {
  readonly decision: Decision;
  /** Where an unclear verdict would fall if it had to. */
  readonly leaning: "wake" | "wait" | null;
  /** The name of the rule that held. */
  readonly rule: string;
  readonly reasons: readonly Reason[];
  readonly ruledOut: readonly string[];
  readonly wouldChange: readonly string[];
  readonly until: string | null;
}

export interface FailingView {
  readonly function: string | null;
  readonly hop: string;
  readonly error: { readonly type: string | null; readonly message: string } | null;
  readonly requests: number;
  readonly since: string;
  readonly sinceIsWindowStart: boolean;
  readonly trend: "rising" | "steady" | "falling" | "stopped" | "quiet";
}

export interface EntrySummary {
  readonly name: string;
  readonly kind: EntryKind;
  readonly customerFacing: boolean | null;
  readonly businessCritical: boolean | null;
  readonly requests: number;
  readonly total: number;
  /** Which part of them failed, null where none came; and which way that goes, null where none failed. */
  readonly share: number | null;
  readonly trend: FailingView["trend"] | null;
  /** Which share of its requests CloudWatch counted as failed, now and at the same time of earlier days; null where it did not count. */
  readonly before: { readonly now: number; readonly dayAgo: number | null; readonly weekAgo: number | null } | null;
  /** As the catalog has them. */
  readonly owner: string | null;
  readonly runbook: string | null;
}

export type CauseKind =
  | "throttled"
  | "timeout"
  | "bad-input"
  | "permission"
  | "dependency"
  | "code"
  | "memory"
  | "deploy"
  | "provider"
  | "unknown";

export interface CauseView {
  readonly kind: CauseKind;
  /** Not there where nothing finer is known; so are `limit` and `frame`. */
  readonly detail?: CauseDetail;
  readonly limit?: LimitView;
  readonly frame?: FrameView;
  readonly transaction: string;
  readonly hop: string;
  readonly text: string;
  readonly certainty: "proven" | "likely";
  readonly field: FieldView | null;
  /** What shows it: hops of this report, and metrics as `metric:<namespace>/<name>@<ISO>`. */
  readonly evidence: readonly string[];
}

export interface Cost {
  readonly queries: number;
  readonly bytesScanned: number;
  readonly usd: number;
}

/** A source, or a log group of it, and how far it was read; what should have been read and was not is one that is not whole. */
export interface ReadView {
  /** `read:<source>/<log group>@<ISO>`: as of when. */
  readonly id: string;
  readonly source: string;
  /** A log group, or what a gap names; null for the source as a whole. */
  readonly what: string | null;
  /** The newest thing in it; null where nothing tells. */
  readonly upTo: string | null;
  readonly whole: boolean;
}

/** What CloudWatch counted in a period that this report cites: of each resource, or index, that counts under the same name. */
export interface MetricView {
  /** `metric:<namespace>/<name>@<ISO>`: when the period began. */
  readonly id: string;
  readonly values: readonly {
    readonly dimensions: Readonly<Record<string, string>>;
    readonly stat: string;
    readonly periodSeconds: number;
    readonly value: number;
  }[];
}

/** Work that is kept and not done: how much, and from when on the first of it is lost; null where a limit could not be read. */
export interface LossClock {
  readonly items: number;
  readonly firstLostAt: string | null;
}

export interface Report {
  readonly incident: { readonly id: string; readonly title: string; readonly url: string };
  readonly subject: SubjectView;
  readonly subjects: readonly SubjectView[];
  readonly window: { readonly from: string; readonly to: string };
  readonly asOf: string;
  readonly verdict: Verdict;
  readonly failing: FailingView | null;
  readonly entries: readonly EntrySummary[];
  readonly users: UsersView;
  readonly blocked: { readonly items: number; readonly where: string; readonly oldestSeconds: number } | null;
  readonly cause: CauseView | null;
  /** Beside healthy requests; null where nothing was slow, or there were none. What was stored by older versions lacks them. */
  readonly slow?: SlowView | null;
  readonly healthy?: HealthyView | null;
  readonly lossClock: LossClock | null;
  readonly changes: readonly ChangeView[];
  readonly transactions: readonly TransactionView[];
  /** What is cited of metrics, and what was read. */
  readonly metrics: readonly MetricView[];
  readonly reads: readonly ReadView[];
  /** Of the entries that fail, by the minute in which requests began. */
  readonly minutes?: MinutesView;
  readonly gaps: readonly GapView[];
  /** `rounds`: how often was asked; where ids had to be chased, it was often. */
  readonly cost: Cost & { readonly rounds: number };
  readonly tookMs: number;
}

/** What is stored for later presses: a report, or no more than the transactions of a `/trace`. */
export type Kept = Report | { readonly transactions: readonly TransactionView[] };

declare const shown: unique symbol;
/** Redacted: only `redact()` makes one, and nothing outside of the thinking accepts anything else. */
export type Shown<T> = T & { readonly [shown]: true };

/** Whether what was stored is a whole report, or only what a trace found. */
export function isReport(kept: Shown<Kept>): kept is Shown<Report> {
  return "verdict" in kept;
}
