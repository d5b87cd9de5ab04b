import type { Decision } from "./report.ts";

/** An incident of the past that was judged again. */
export interface Replayed {
  /** The folder that holds it. */
  readonly name: string;
  /** PagerDuty's id of it. */
  readonly incident: string;
  /** As of when it was judged. */
  readonly asOf: string;
  readonly decision: Decision;
  readonly leaning: "wake" | "wait" | null;
  readonly rule: string;
  /** What people were told then; null where nobody wrote it down. */
  readonly recorded: Decision | null;
  readonly changed: boolean | null;
  /** Whether waking was right, as far as anybody said. */
  readonly shouldWake: boolean | null;
  readonly right: boolean | null;
  readonly gaps: number;
  readonly usd: number;
}

/** Of how many it is a part of; `share` is null where there are none. */
export interface Part {
  readonly share: number | null;
  readonly of: number;
}

/** How good verdicts to wake were, over the incidents of which the right answer is known. */
export interface Score {
  /** Of those that woke somebody, how many should have. */
  readonly precision: Part;
  /** Of those that should have woken somebody, how many did. */
  readonly recall: Part;
}

/** What `backtest --json` prints. */
export interface Backtest {
  readonly incidents: readonly Replayed[];
  /** Folders that could not be replayed, and why. */
  readonly unread: readonly { readonly name: string; readonly why: string }[];
  readonly changed: number;
  /** Of how many the right answer is known. */
  readonly known: number;
  readonly wake: Score;
  /** The same of what was recorded. */
  readonly recordedWake: Score;
}

export function backtestOf(incidents: readonly Replayed[], unread: Backtest["unread"]): Backtest {
  return {
    incidents,
    unread,
    changed: incidents.filter(({ changed }) => changed === true).length,
    known: incidents.filter(({ shouldWake }) => shouldWake !== null).length,
    wake: scoreOf(incidents.map(({ decision, shouldWake }) => ({ decision, shouldWake }))),
    recordedWake: scoreOf(incidents.map(({ recorded, shouldWake }) => ({ decision: recorded, shouldWake }))),
  };
}

function scoreOf(
  verdicts: readonly { readonly decision: Decision | null; readonly shouldWake: boolean | null }[],
): Score {
  const known = verdicts.filter(({ decision, shouldWake }) => decision !== null && shouldWake !== null);
  const woke = known.filter(({ decision }) => decision === "wake");
  const should = known.filter(({ shouldWake }) => shouldWake === true);
  const both = woke.filter(({ shouldWake }) => shouldWake === true).length;
  return { precision: partOf(both, woke.length), recall: partOf(both, should.length) };
}

function partOf(count: number, of: number): Part {
  return { share: of === 0 ? null : count / of, of };
}
