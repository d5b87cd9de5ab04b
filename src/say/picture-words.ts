import { many } from "../many.ts";
import type { HopView, Report, TransactionView } from "../report.ts";
import { FAILING } from "../span.ts";
import { errorLine } from "./error-line.ts";
import { duration, hopName, short } from "./names.ts";

/** Slack takes 2,000 characters with an image. */
const MOST_ALT = 1900;

/** What a row of a picture says of a hop: its name, how it ended and what was special, and of a failure the error. */
export interface HopWords {
  readonly name: string;
  readonly took: string;
  readonly detail: string;
  readonly error: string;
}

export function hopWords(hop: HopView): HopWords {
  const { outcome, operation, attempts, delivery, dwellMs, durationMs, error, from } = hop;
  const sure = from === null || from.certainty === "exact" || from.certainty === "trace";
  const parts = [
    outcome === "ok" ? "" : OUTCOME[outcome],
    // That a function was invoked says nothing.
    operation === "Invoke" ? "" : operation,
    attempts > 1 ? `${attempts} attempts` : "",
    delivery > 1 ? `delivery ${delivery}` : "",
    dwellMs === null ? "" : `waited ${duration(dwellMs)}`,
    sure ? "" : `joined by ${from.certainty}`,
  ];
  return {
    name: hopName(hop),
    took: durationMs === null ? "" : duration(durationMs),
    detail: parts.filter((one) => one !== "").join(" · "),
    error: error === null || !FAILING.has(outcome) ? "" : errorLine(error),
  };
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
  for (const line of lines) {
    const said = short(line.replace(/\s+/g, " "), 160);
    room -= [...said].length + 2;
    if (room < 0) return `${shown.join("\n")}\nand ${many(lines.length - shown.length + 1, "more line")}.`;
    shown.push(said);
  }
  return shown.join("\n");
}

/** A row of the map for who does not see it. */
export function mapLine({ name, took, detail, error }: HopWords, role: string, from: string | null): string {
  const after = from === null ? "" : `, from ${from}`;
  return `${name}${after}${took === "" ? "" : `, ${took}`}: ${[detail, role, error].filter((one) => one !== "").join("; ")}`;
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

/** A row of the waterfall for who does not see it. */
export function waterfallLine(words: HopWords, ownMs: number | null, onPathMs: number): string {
  const parts = [
    words.took === "" ? TIME_UNKNOWN : words.took,
    ownMs === null ? "" : `${duration(ownMs)} its own work`,
    onPathMs === 0 ? "" : `${duration(onPathMs)} of the critical path`,
    words.detail,
  ];
  return `${words.name}: ${parts.filter((one) => one !== "").join(", ")}`;
}

export function notDrawn(count: number): string {
  return `and ${many(count, "more hop")} not drawn`;
}

export function waterfallHead(transaction: TransactionView, allMs: number | null, waitedMs: number): string {
  return `Waterfall. ${waterfallTitle(allMs)}: ${waterfallSubtitle(transaction, waitedMs)}.`;
}
