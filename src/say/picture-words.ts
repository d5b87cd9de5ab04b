import { many } from "../many.ts";
import type { HopView, Report, TransactionView } from "../report.ts";
import { FAILING } from "../span.ts";
import { errorLine } from "./error-line.ts";
import { fittedName } from "./fitted-name.ts";
import { duration, hopName, short } from "./names.ts";

/** Slack takes 2,000 characters with an image. */
const MOST_ALT = 1900;
const MOST_TITLE = 150;
/** Of a line of it, where there are few and where there are many: how a hop ended stands before that. */
const MOST_LINE = 190;
const LEAST_LINE = 110;
const ALT_NAME = 40;
const ALT_PARENT = 24;

/**
 * What a row of a picture says of a hop: its name, how it ended and what was special, and of a failure the error. `ended`: the same for
 * who does not see the sign and the lines of dots.
 */
export interface HopWords {
  readonly name: string;
  readonly took: string;
  readonly detail: string;
  readonly ended: string;
  readonly error: string;
}

export function hopWords(hop: HopView): HopWords {
  const { outcome, operation, attempts, delivery, dwellMs, durationMs, error, from, tries = [] } = hop;
  const sure = from === null || from.certainty === "exact" || from.certainty === "trace";
  const failed = tries.filter((one) => FAILING.has(one.outcome)).length;
  const special = [
    attempts > 1 ? `${attempts} attempts` : "",
    delivery > 1 ? `delivery ${delivery}` : "",
    dwellMs === null ? "" : `waited ${duration(dwellMs)}`,
    sure ? "" : `joined by ${from.certainty}`,
  ];
  // That a function was invoked says nothing.
  const done = operation === "Invoke" ? "" : operation;
  return {
    name: hopName(hop),
    took: durationMs === null ? "" : duration(durationMs),
    detail: listed([outcome === "ok" ? "" : OUTCOME[outcome], done, ...special]),
    ended: listed([
      OUTCOME[outcome],
      failed === 0 ? "" : many(failed, "failed attempt"),
      ...special,
      short(done, ALT_NAME),
    ]),
    error: error === null || !FAILING.has(outcome) ? "" : errorLine(error),
  };
}

function listed(parts: readonly string[]): string {
  return parts.filter((one) => one !== "").join(" · ");
}

const OUTCOME: Readonly<Record<HopView["outcome"], string>> = {
  ok: "ok",
  error: "failed",
  throttled: "throttled",
  timeout: "timed out",
  unknown: "end unknown",
};

/** What a hop is in this incident, where it is something: the place where it began, or where it shows. */
export function roleWords({ cause, failing }: Pick<Report, "cause" | "failing">, hop: HopView): string {
  if (hop.id === cause?.field?.firstBadHop) return "bad value begins here";
  const born = cause?.field?.firstBadHop ?? null;
  if (hop.id === cause?.hop && born === null) return cause.certainty === "proven" ? "cause" : "likely cause";
  return hop.id === failing?.hop || hop.id === cause?.hop ? "fails here" : "";
}

export function mapTitle({ entry }: TransactionView): string {
  return entry?.name ?? "A request whose entry is unknown";
}

export function mapSubtitle({ hops, outcome }: TransactionView): string {
  const failed = hops.filter((hop) => FAILING.has(hop.outcome)).length;
  return `one request, ${outcome} · ${many(hops.length, "hop")}${failed === 0 ? "" : `, ${failed} failed`}`;
}

export function hiddenWords({ between, count, failed }: { between: boolean; count: number; failed: number }): string {
  const how = failed === 0 ? "none failed" : `${failed} failed`;
  return between ? `${many(count, "hop")} in between, ${how}` : `and ${many(count, "more hop")}, ${how}`;
}

/** The same as the picture says, line by line, as far as there is room; what is left out is counted. */
export function altText(head: string, lines: readonly string[]): string {
  const shown: string[] = [short(head.replace(/\s+/g, " "), 300)];
  let room = MOST_ALT - 60 - [...(shown[0] ?? "")].length;
  const most = Math.min(MOST_LINE, Math.max(LEAST_LINE, Math.floor(room / Math.max(1, lines.length)) - 1));
  for (const line of lines) {
    const said = short(line.replace(/\s+/g, " "), most);
    room -= [...said].length + 1;
    if (room < 0) return `${shown.join("\n")}\nand ${many(lines.length - shown.length + 1, "more line")}.`;
    shown.push(said);
  }
  return shown.join("\n");
}

/** What stands above a picture that is opened by itself: the first of its words. */
export function fileTitle(alt: string): string {
  return short((alt.split("\n")[0] ?? "").replace(/\.$/, ""), MOST_TITLE);
}

/** A row of the map for who does not see it. */
export function mapLine({ name, took, ended, error }: HopWords, role: string, from: string | null): string {
  const parts = [ended, role, took, from === null ? "" : `from ${fittedName(from, ALT_PARENT)}`, error];
  return `${fittedName(name, ALT_NAME)}: ${parts.filter((one) => one !== "").join(", ")}`;
}

export function mapHead(transaction: TransactionView): string {
  return `Map of ${mapTitle(transaction)}: ${mapSubtitle(transaction)}.`;
}

export function waterfallTitle(allMs: number | null): string {
  return allMs === null ? "Where the time went" : `Where ${duration(allMs)} went`;
}

export function waterfallSubtitle(transaction: TransactionView, waitedMs: number): string {
  const waited = waitedMs === 0 ? "" : ` · ${duration(waitedMs)} of it waiting`;
  return `${mapTitle(transaction)}${waited}`;
}

/** What the parts of a bar mean. */
export const LEGEND = {
  own: "its own work",
  others: "waits for others",
  queue: "lies in a queue",
  path: "critical path",
  failed: "failed attempt",
} as const;

/** How long a stretch was that is drawn shorter: there is room for one unit. */
export function breakWords(ms: number): string {
  return duration(ms < 60_000 ? ms : ms < 7_200_000 ? Math.round(ms / 60_000) * 60_000 : ms);
}

export const TIME_UNKNOWN = "time not recorded";

/** A row of the waterfall for who does not see it. `waitingMs`: the part of `onPathMs` in which it was waited for. */
export function waterfallLine(words: HopWords, ownMs: number | null, onPathMs: number, waitingMs: number): string {
  const waiting = waitingMs === 0 ? "" : `, ${duration(waitingMs)} of that waiting`;
  const parts = [
    words.ended,
    words.took === "" ? TIME_UNKNOWN : words.took,
    ownMs === null ? "" : `${duration(ownMs)} its own work`,
    onPathMs === 0 ? "" : `${duration(onPathMs)} of the critical path${waiting}`,
  ];
  return `${fittedName(words.name, ALT_NAME)}: ${parts.filter((one) => one !== "").join(", ")}`;
}

/** The stretches in which nothing happened. */
export function shortenedWords(lengthsMs: readonly number[]): string {
  return lengthsMs.length === 0 ? "" : ` Drawn shorter than they were: ${lengthsMs.map(breakWords).join(", ")}.`;
}

export function notDrawn(count: number): string {
  return `and ${many(count, "more hop")} not drawn`;
}

export function waterfallHead(transaction: TransactionView, allMs: number | null, waitedMs: number): string {
  return `Waterfall. ${waterfallTitle(allMs)}: ${waterfallSubtitle(transaction, waitedMs)}.`;
}
