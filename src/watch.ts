import type { Told } from "./investigation.ts";
import type { LossClock } from "./report.ts";
import { MINUTE, type Micros, micros, plus, SECOND } from "./time.ts";

/** Log lines may become readable this long after they were written: what was told at once is looked over once more. */
const LATE_LINES = micros(25 * SECOND);
/** After a verdict that may turn: one minute, two more, five more, and then every ten. */
const SOON = [MINUTE, 3 * MINUTE, 8 * MINUTE].map(micros);
const EVERY = 10 * MINUTE;

/** How the incident goes on: whether it is open, and whether work is kept that can be lost. */
export interface Going {
  readonly open: boolean;
  readonly lossClock: LossClock | null;
}

/**
 * When an incident is looked at again after a look at `now`, by what was told and when; null: not by itself. `wake` is looked
 * over once, because nothing that comes later takes back that somebody was woken; the others until the incident ends and
 * nothing is left that can be lost.
 */
export function nextLook({ decision, at }: Told, now: Micros, { open, lossClock }: Going): Micros | null {
  const looks = [LATE_LINES, ...(decision === "wake" ? [] : SOON)].map((after) => plus(at, after));
  if (!open && lossClock === null) return null;
  const next = looks.find((look) => look > now);
  if (next !== undefined || decision === "wake") return next ?? null;
  const last = looks.at(-1) ?? at;
  return micros(last + (Math.floor((now - last) / EVERY) + 1) * EVERY);
}
