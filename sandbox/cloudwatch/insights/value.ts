/** A value of a field: text, a number that a function computed, a moment, or null where the row lacks the field. */
export type Value = string | number | Moment | null;

export interface Moment {
  readonly epochMs: number;
}

const NUMERIC = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The value as a result shows it. Computed numbers have at most four decimals. */
export function textOf(value: string | number | Moment): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(Math.round(value * 10_000) / 10_000);
  return new Date(value.epochMs).toISOString().replace("T", " ").replace("Z", "");
}

/** The value as a number: a moment in epoch ms; null for text that is not wholly a number. */
export function numberOf(value: Value): number | null {
  if (typeof value === "number") return value;
  if (typeof value === "string") return NUMERIC.test(value) ? Number(value) : null;
  return value === null ? null : value.epochMs;
}

/** A value as `sort`, min() and max() see it: a number where it is wholly one, else text. */
export type Sortable = number | string | null;

export function sortableOf(value: Value): Sortable {
  return numberOf(value) ?? (value === null ? null : textOf(value));
}

/**
 * The documented order of `sort … asc`: text before numbers; text by its parts, where runs of digits are ordered by
 * length, then value, and all else by code units
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html).
 */
export function compareSortables(a: Sortable, b: Sortable): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") return compareParts(a, b);
  return rank(a) - rank(b);
}

function rank(value: Sortable): number {
  if (value === null) return 0;
  return typeof value === "string" ? 1 : 2;
}

function compareParts(a: string, b: string): number {
  const partsA = a.match(/\d+|\D+/g) ?? [];
  const partsB = b.match(/\d+|\D+/g) ?? [];
  for (const [index, partA] of partsA.entries()) {
    const partB = partsB[index];
    if (partB === undefined) return 1;
    if (partA === partB) continue;
    const digits = NUMERIC.test(partA) && NUMERIC.test(partB);
    return (digits ? partA.length - partB.length : 0) || compareCodeUnits(partA, partB);
  }
  return partsA.length - partsB.length;
}

export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
