import { many } from "../many.ts";
import type { MinutesView, MinuteView } from "../minutes.ts";
import { clockTime } from "./names.ts";

/** A picture has one zone for all who look at it, and names it. */
const ZONE = "UTC";

export const CHART = { title: "Failures by the minute", failed: "failed", healthy: "went well" } as const;

export function chartSubtitle({ entries, list }: MinutesView): string {
  const [failed, healthy] = [sum(list, "failed"), sum(list, "healthy")];
  const [first, ...others] = entries;
  const more = others.length === 0 ? "" : ` and ${many(others.length, "other entry", "other entries")}`;
  const counts = `${many(failed, "request")} failed, ${healthy} went well`;
  return first === undefined ? counts : `${counts} · ${first}${more}`;
}

export function minuteWords(minute: MinuteView | undefined): string {
  return minute === undefined ? "" : `${clockTime(minute.at, ZONE)} ${ZONE}`;
}

export function mostWords(counts: readonly number[]): string {
  return `at most ${counts.reduce((a, b) => Math.max(a, b), 0)} a minute`;
}

export function partlyWords(): string {
  return "Not all logs could be read: there may be more of both";
}

/** Of more changes than there are lines for, the latest are marked. */
export function earlierWords(count: number): string {
  return `And ${many(count, "earlier change")}`;
}

export function markLine({ at, text }: { readonly at: string; readonly text: string }): string {
  return `${clockTime(at, ZONE)} ${text}`;
}

export function chartHead(minutes: MinutesView): string {
  const { list } = minutes;
  const bad = list.filter(({ failed }) => failed > 0);
  const most = bad.toSorted((a, b) => b.failed - a.failed)[0];
  const peak = most === undefined ? "" : `, most at ${clockTime(most.at, ZONE)}, ${most.failed} in a minute`;
  return `Chart, ${minuteWords(list[0])} to ${minuteWords(list.at(-1))}: ${chartSubtitle(minutes)}${peak}; ${mostWords(list.map(({ healthy }) => healthy))} went well.`;
}

/** A minute in which something failed; null for others. */
export function chartLine({ at, failed, healthy }: MinuteView): string | null {
  return failed === 0 ? null : `${clockTime(at, ZONE)}: ${failed} failed, ${healthy} went well`;
}

function sum(list: readonly MinuteView[], what: "failed" | "healthy"): number {
  return list.reduce((all, one) => all + one[what], 0);
}
