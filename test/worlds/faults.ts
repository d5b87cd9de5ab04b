import type { Json } from "../../src/json.ts";

/** What is done to a value, and how the one who refuses it says so. `innocent`: what a decoy has that looks as bad. */
export interface Fault {
  readonly complaint: "empty" | "null" | "missing" | "type" | "enumeration" | "long" | "invalid";
  readonly good: Json;
  readonly bad: Json | undefined;
  readonly innocent: Json;
  /** What it may become on its way, and is bad all the same. */
  readonly worse: readonly Json[];
}

const LONG = "a name that somebody glued together out of many others";

export const FAULTS: readonly Fault[] = [
  { complaint: "empty", good: "ride_8k2f", bad: "", innocent: "", worse: ["  "] },
  { complaint: "null", good: "ride_8k2f", bad: null, innocent: null, worse: [] },
  { complaint: "missing", good: "ride_8k2f", bad: undefined, innocent: null, worse: [] },
  { complaint: "type", good: 1234.5, bad: "1234.5", innocent: "1234.5", worse: ["1234.50", "EUR 1234.5"] },
  { complaint: "enumeration", good: "EUR", bad: "EURO", innocent: "EURO", worse: ["Euro", "EURO_2"] },
  { complaint: "long", good: "a name", bad: LONG, innocent: LONG, worse: [`web: ${LONG}`, LONG.slice(0, -8)] },
  // A value that was computed from a good one: cut off.
  { complaint: "invalid", good: "ride_8k2f4711", bad: "ride_8k2", innocent: "ride_8k2", worse: ["RIDE_8K2"] },
];

export function pathOf(holder: string | null, item: number | null, field: string): string {
  return [holder, item, field].filter((one) => one !== null).join(".");
}

/** As validators say it, and people. */
export function said({ complaint }: Fault, path: string): string {
  const steps = path.split(".");
  switch (complaint) {
    case "empty":
      return `${path} cannot be an empty string`;
    case "null":
      return `${path} must not be null`;
    case "missing":
      return `data${steps
        .slice(0, -1)
        .map((step) => `/${step}`)
        .join("")} must have required property '${steps.at(-1)}'`;
    case "type":
      return `data/${steps.join("/")} must be number`;
    case "enumeration":
      return `"${path}" must be one of [EUR, USD]`;
    case "long":
      return `"${path}" length must be less than or equal to 20 characters long`;
    case "invalid":
      return `${path} is invalid`;
  }
}
