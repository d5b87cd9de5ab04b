import type { Origin } from "./record.ts";
import { iso, type Micros } from "./time.ts";

/** Earlier days, with which what happens now is compared. */
export type Ago = "day" | "week";

/** What CloudWatch is asked for: one metric, as one statistic of each period. */
export interface MetricWanted {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Maximum`, … as CloudWatch writes it. */
  readonly stat: string;
  readonly periodSeconds: number;
  /** It was asked for at the same time of an earlier day, and tells nothing of now. */
  readonly ago?: Ago;
}

/** The value of the period that begins at a moment. */
export interface Point {
  readonly at: Micros;
  readonly value: number;
}

/** A metric that was read, oldest point first. Periods without a point are periods in which nothing was counted. */
export interface Series extends MetricWanted {
  readonly points: readonly Point[];
  /** The account and region in which it was read, where there are several: each counts its own. */
  readonly where?: string;
}

/** What tells apart the places in which things of one name may be. */
export function whereRead({ account, region }: Pick<Origin, "account" | "region">): string {
  return `${account ?? ""} ${region ?? ""}`.trim();
}

/** The same for the same metric, statistic and period, in whatever order its dimensions stand. */
export function nameOfMetric({ namespace, name, dimensions, stat, periodSeconds, ago }: MetricWanted): string {
  const pairs = Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, pairs, stat, periodSeconds, ...(ago === undefined ? [] : [ago])]);
}

/** How a report cites a point. */
export function citationOf({ namespace, name }: MetricWanted, { at }: Point): string {
  return `metric:${namespace}/${name}@${iso(at)}`;
}
