import { bracketWhere } from "./brackets.ts";

/** A value as JSON has it. What was read from outside is this until a schema or a guard says more. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value under a path of keys and indexes, or undefined where the path leaves the data. Own properties only. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here = value;
  for (const step of path) {
    if (isArray(here)) here = typeof step === "number" ? here[step] : undefined;
    else if (isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

/** The string under a path; null where there is none, or an empty one. */
export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : null;
}

/** The finite number under a path, also where it was written as a string, as AWS often does; null otherwise. */
export function numberAt(value: Json | undefined, ...path: readonly (string | number)[]): number | null {
  const found = at(value, ...path);
  const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
  return typeof number === "number" && Number.isFinite(number) ? number : null;
}

/** The object under a path, or null. */
export function objectAt(value: Json | undefined, ...path: readonly (string | number)[]): JsonObject | null {
  const found = at(value, ...path);
  return isObject(found) ? found : null;
}

/** The array under a path; empty where there is none. */
export function arrayAt(value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(value, ...path);
  return isArray(found) ? found : [];
}

/** Deeper than any payload; what is nested further stays text, because writing JSON recurses, in V8 as elsewhere. */
const DEEPEST = 256;

/** Parses text that is one JSON object or array; anything else, broken text included, is undefined. Never throws. */
export function parseJson(text: string): Json | undefined {
  const head = /^\s*([[{])/.test(text);
  if (!head || bracketWhere(text, 0, (depth) => depth > DEEPEST) !== -1) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Text that holds JSON becomes what it says, once; every other value stays as it is. */
export function unwrapped(value: Json): Json {
  return typeof value === "string" ? (parseJson(value) ?? value) : value;
}
