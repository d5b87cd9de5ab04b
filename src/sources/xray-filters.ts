import { XRAY_LIMITS } from "./xray-limits.ts";

/**
 * What a search is for, the most telling first: failures at what the alert names, other failures, and what X-Ray calls an
 * error: every 4xx answer, the right ones too, and beside them the errors of functions.
 */
export type Found = "named" | "failing" | "error";

export interface Filter {
  readonly found: Found;
  readonly expression: string;
}

/**
 * The filter expressions that find failures. `resources`: what the alert names. Only `service()` sees what was handled further
 * up: a keyword that stands alone is about the beginning of the trace.
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html
 */
export function failureFilters(resources: readonly string[]): Filter[] {
  // Nodes are named after resources, but their types differ by who recorded them: an SDK, X-Ray itself, a collector.
  const nodes = [...new Set(resources)].map((name) => `service(${quoted(name)}) { fault OR error OR throttle }`);
  return [
    ...alternatives(nodes).map((expression): Filter => ({ found: "named", expression })),
    { found: "failing", expression: "service() { fault OR throttle }" },
    { found: "error", expression: "service() { error }" },
  ];
}

/** Joins expressions to as few as the limit of their length allows; one that is longer by itself is left out. */
function alternatives(expressions: readonly string[]): string[] {
  const joined: string[] = [];
  for (const one of expressions.filter(({ length }) => length <= XRAY_LIMITS.filterCharacters)) {
    const last = joined.at(-1);
    const longer = `${last} OR ${one}`;
    if (last === undefined || longer.length > XRAY_LIMITS.filterCharacters) joined.push(one);
    else joined[joined.length - 1] = longer;
  }
  return joined;
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
