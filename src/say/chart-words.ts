import { many } from "../many.ts";
import type { MinuteView } from "../report.ts";
import { clockTime } from "./names.ts";

/** A picture has one zone for all who look at it, and names it. */
const ZONE = "UTC";

export const CHART = { title: "Failures by the minute", failed: "failed", healthy: "went well" } as const;

export function chartSubtitle(list: readonly MinuteView[]): string {
  const [failed, healthy] = [sum(list, "failed"), sum(list, "healthy")];
  return `${many(failed, "request")} failed, ${healthy} went well`;
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

export function markLine({ at, text }: { readonly at: string; readonly text: string }): string {
  return `${clockTime(at, ZONE)} ${text}`;
}

export function chartHead(list: readonly MinuteView[]): string {
  const bad = list.filter(({ failed }) => failed > 0);
  const most = bad.toSorted((a, b) => b.failed - a.failed)[0];
  const peak = most === undefined ? "" : `, most at ${clockTime(most.at, ZONE)}, ${most.failed} in a minute`;
  return `Chart, ${minuteWords(list[0])} to ${minuteWords(list.at(-1))}: ${chartSubtitle(list)}${peak}; ${mostWords(list.map(({ healthy }) => healthy))} went well.`;
}

/** A minute in which something failed; null for others. */
export function chartLine({ at, failed, healthy }: MinuteView): string | null {
  return failed === 0 ? null : `${clockTime(at, ZONE)}: ${failed} failed, ${healthy} went well`;
}

function sum(list: readonly MinuteView[], what: "failed" | "healthy"): number {
  return list.reduce((all, one) => all + one[what], 0);
}
