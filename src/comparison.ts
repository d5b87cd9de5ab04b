/** Requests that were answered, and took longer than the alarm allows, or than is usual. */
export interface SlowView {
  readonly entry: string;
  readonly requests: number;
  readonly total: number;
  readonly limitMs: number;
  readonly against: "alarm" | "healthy";
  /** What half of the others take at most. */
  readonly usualMs: number | null;
  readonly worstMs: number;
  /** The hop that takes more of a slow request than of healthy ones; null where no times were recorded. */
  readonly step: {
    readonly transaction: string;
    readonly hop: string;
    readonly ms: number;
    readonly usualMs: number | null;
  } | null;
  /** What took the time of that request, in its order. */
  readonly path: readonly { readonly hop: string; readonly ms: number; readonly waiting: boolean }[];
}

/** A request that failed, beside healthy ones of the same entry. */
export interface HealthyView {
  readonly transaction: string;
  /** How many healthy ones there were to compare with, and one of them, to be traced. */
  readonly compared: number;
  readonly example: { readonly id: string; readonly kind: string };
  /** The first step at which they differ; null where no step does. */
  readonly differs: {
    readonly hop: string;
    readonly in: "outcome" | "route" | "environment" | "input" | "output" | "duration" | "version";
    /** The field, the variables (at most three), or the call that one side alone makes; null where it is the step itself. */
    readonly path: string | null;
    readonly failing: string;
    readonly healthy: string;
  } | null;
}
