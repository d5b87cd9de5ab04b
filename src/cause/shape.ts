import { isArray, isObject, type Json, unwrapped } from "../json.ts";

/** What a payload consists of, without its values: by path, what stands there. */
export interface Shape {
  readonly types: ReadonlyMap<string, string>;
  /** False: it was too large to be gone through, so that what is not found may be there all the same. */
  readonly whole: boolean;
}

/** More than one reads, and few enough to compare many payloads. */
const MOST_PATHS = 400;
const MOST_OPEN = 4000;
/** What says how something came rather than what it is: it differs from browser to browser. */
const ENVELOPE = /^(headers|multiValueHeaders|requestContext|cookies|\$metadata|ResponseMetadata)$/;
/** A key of a map that is filled by ids, rather than a field. */
const ID = /^(?=.*\d)[\w-]{8,}$|^\d+$/;

/**
 * The paths of a payload and the types that stand there; the items of a list share one. JSON text inside is opened, because
 * envelopes carry it. An empty text is told apart from a text: it is what validators complain of. Bounded, without recursion.
 */
export function shapeOf(payload: Json): Shape {
  const found = new Map<string, Set<string>>();
  let whole = true;
  const open: { readonly path: string; readonly value: Json }[] = [{ path: "", value: payload }];
  for (const { path, value: told } of open) {
    const value = unwrapped(told);
    const types = found.get(path) ?? new Set<string>();
    if (types.size === 0 && found.size >= MOST_PATHS) {
      whole = false;
      continue;
    }
    found.set(path, types.add(typeOf(value)));
    if (isCut(value)) continue;
    for (const [key, inner] of childrenOf(value)) {
      if (open.length < MOST_OPEN) open.push({ path: path === "" ? key : `${path}.${key}`, value: inner });
      else whole = false;
    }
  }
  return { types: new Map([...found].map(([path, types]) => [path, [...types].sort().join(" or ")])), whole };
}

/** What was left out when it was recorded. */
export const CUT = "cut";

function isCut(value: Json): boolean {
  return isObject(value) && Object.hasOwn(value, "$cut");
}

function typeOf(value: Json): string {
  if (isCut(value)) return CUT;
  if (value === null) return "null";
  if (isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "string") return value.trim() === "" ? "an empty text" : "a text";
  if (typeof value === "object") return "an object";
  return typeof value === "number" ? "a number" : "true or false";
}

function childrenOf(value: Json): [string, Json][] {
  if (isArray(value)) return value.map((one) => ["[]", one]);
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(([key]) => !ENVELOPE.test(key))
    .map(([key, inner]) => [ID.test(key) ? "{id}" : key, inner]);
}
