import { isObject, type Json, type JsonObject } from "../world/json.ts";

/** What the segments of a trace have in common, as the service reads it out of their documents. */

/** The value under a path of keys, or undefined where the path leaves the document. */
export function valueAt(segment: Json | undefined, ...path: readonly string[]): Json | undefined {
  let here = segment;
  for (const step of path) here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined;
  return here;
}

export function textAt(segment: JsonObject, ...path: readonly string[]): string | undefined {
  const found = valueAt(segment, ...path);
  return typeof found === "string" ? found : undefined;
}

/** The subsegments of all depths. */
export function* subsegmentsOf(segment: JsonObject): Generator<JsonObject> {
  const open: JsonObject[] = [segment];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const { subsegments } = one;
    const inside = Array.isArray(subsegments) ? subsegments.filter(isObject) : [];
    yield* inside;
    open.push(...inside);
  }
}

/** Epoch seconds. */
export function startOf({ start_time: start }: JsonObject): number {
  return typeof start === "number" ? start : 0;
}

/** Epoch seconds; of a segment in progress, its start. */
export function endOf(segment: JsonObject): number {
  const { end_time: end } = segment;
  return typeof end === "number" ? end : startOf(segment);
}
