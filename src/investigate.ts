import { unreadPlaces } from "./alarm-places.ts";
import { withChildren } from "./alarm-state.ts";
import type { Alert } from "./alert.ts";
import { gapsOfWaits, longWaits } from "./impact/long-waits.ts";
import { gapsOfLogging } from "./impact/unlogged.ts";
import { firstKnown, knownOf, momentOf } from "./known-so-far.ts";
import { namesThatMatter } from "./places-that-matter.ts";
import type { Known } from "./plan.ts";
import { type Brought, pursue, type Room } from "./pursue.ts";
import type { Gap } from "./record.ts";
import { redact } from "./redact/redact.ts";
import type { Report, Shown } from "./report.ts";
import { reportOn } from "./report-on.ts";
import { LONGEST_WINDOW, type Thought, think } from "./think.ts";
import { fromMillis, type Micros, micros, SECOND, type Window } from "./time.ts";

/** Of the deadline, what is left for thinking and for saying it: the verdict is there by then, not only the evidence. */
const SAYING_MS = 1500;
const SAYING_SHARE = 0.1;

/** A report, and whether it is the last word. */
export interface Progress {
  readonly report: Shown<Report>;
  readonly final: boolean;
}

/**
 * The story of one alert: plan, gather, think, and yield a better report, until enough is known or the time is up. What is
 * yielded last is final. Never throws for what sources do; with no evidence at all the report says so.
 * `atMs`: the moment to judge at, epoch ms; null where that is the newest record. `unclearSince`: since when nothing clearer was
 * said than that it is unclear.
 */
export async function* investigate(
  alert: Alert,
  room: Room,
  atMs: number | null,
  unclearSince: Micros | null = null,
): AsyncGenerator<Progress> {
  const startedMs = room.now();
  const to = fromMillis(atMs ?? startedMs);
  const window: Window = { from: micros(to - LONGEST_WINDOW), to: micros(to + SECOND) };
  let thought: Thought | null = null;
  let report: Shown<Report> | null = null;
  const knownFrom = (so: Brought, asked: ReadonlySet<string>): Known =>
    thought === null ? firstKnown(alert, room, window, asked) : knownOf(alert, thought, so, room, window, asked);
  const until = AbortSignal.timeout(room.deadlineMs - Math.min(SAYING_MS, room.deadlineMs * SAYING_SHARE));
  let shown = true;
  for await (const brought of pursue(room, knownFrom, until, momentOf(alert))) {
    if (report !== null && !shown) yield { report, final: false };
    thought = think(alert, brought, room.catalog, atMs);
    const left = brought.asked === null ? [] : longWaits(thought.relevant.about, thought.idsOf, window.from).left;
    const gaps = [
      ...gapsOfPlaces(alert, brought, room),
      ...gapsOfLogging(thought.known, namesThatMatter(thought)),
      ...gapsOfWaits(left),
    ];
    const so = { ...brought, gaps: [...(room.gaps ?? []), ...brought.gaps, ...gaps] };
    report = redact(reportOn(alert, thought, so, room.catalog, room.now() - startedMs, unclearSince), room.catalog);
    // It may be long until a silent source has answered.
    shown = so.awaited.length > 0;
    if (shown) yield { report, final: false };
  }
  if (report !== null) yield { report, final: true };
}

/** Accounts and regions that the alarms, or those that they are composed of, name, and that nobody reads. */
function gapsOfPlaces(alert: Alert, { evidence }: Brought, { places = [] }: Room): Gap[] {
  if (places.length === 0) return [];
  const seen = new Set<string>();
  for (const { origin } of evidence.records) if (origin.account !== undefined) seen.add(origin.account);
  return unreadPlaces(withChildren(alert, evidence.alarms).alarms, places, seen);
}
