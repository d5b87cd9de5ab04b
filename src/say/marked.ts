import { isArray, isObject, type Json, parseJson } from "../json.ts";
import { short } from "./names.ts";

const MARK = "◀ here";
const TOKEN = "\u0001marked\u0001";
const DEEPEST = 64;

/** JSON text inside of a payload is shown as what it says: events carry events, and nobody reads `\\"` at night. */
export function opened(_name: string, value: Json): Json {
  return typeof value === "string" && /^\s*[{[]/.test(value) ? (parseJson(value) ?? value) : value;
}

/**
 * A payload as people read it, with a mark in the line of the value at a dotted path; where a path leads further than what is
 * shown (into base64), at the last that is. What is missing there is marked at its place. `most`: what is around the mark.
 */
export function marked(payload: Json, path: string, most: number): string {
  const found = descend(payload, path);
  if (found === null) return JSON.stringify(payload, opened, 2);
  const { copy, value } = found;
  const lines = JSON.stringify(copy, opened, 2).split("\n");
  const at = lines.findIndex((line) => line.includes(JSON.stringify(TOKEN)));
  if (at === -1) return JSON.stringify(payload, opened, 2);
  const shown = value === undefined ? "(missing)" : JSON.stringify(value);
  const line = (lines[at] ?? "").replace(JSON.stringify(TOKEN), () => short(shown, most / 4));
  lines[at] = `${line}   ${MARK}`;
  return around(lines, at, most);
}

/** The lines around one, as many as fit. */
function around(lines: readonly string[], at: number, most: number): string {
  let from = at;
  let size = lines[at]?.length ?? 0;
  while (from > 0 && size + (lines[from - 1]?.length ?? 0) < most * 0.6) size += (lines[--from]?.length ?? 0) + 1;
  return [...(from > 0 ? ["…"] : []), ...lines.slice(from)].join("\n");
}

/** A copy of a payload in which a token stands at the path, and what stood there. Only the way to it is copied. */
function descend(payload: Json, path: string): { copy: Json; value: Json | undefined } | null {
  const way: { readonly holder: Json; readonly key: string }[] = [];
  let here: Json | undefined = opened("", payload);
  let rest = path;
  while (rest !== "" && way.length < DEEPEST && (isObject(here) || isArray(here))) {
    const key = nextKey(here, rest);
    way.push({ holder: here, key });
    const inner: Json | undefined = isArray(here)
      ? here[Number(key)]
      : Object.hasOwn(here, key)
        ? here[key]
        : undefined;
    here = inner === undefined ? undefined : opened("", inner);
    rest = rest.slice(key.length + 1);
  }
  if (way.length === 0) return null;
  const copy = way.reduceRight<Json>((inner, { holder, key }) => withKey(holder, key, inner), TOKEN);
  return { copy, value: here };
}

/** Keys may hold dots themselves: the longest that fits. */
function nextKey(holder: Json, path: string): string {
  const keys = isObject(holder) ? Object.keys(holder) : [];
  const fitting = keys.filter((key) => key !== "" && (path === key || path.startsWith(`${key}.`)));
  return (
    fitting.reduce((longest, key) => (key.length > longest.length ? key : longest), "") || (path.split(".")[0] ?? "")
  );
}

function withKey(holder: Json, key: string, value: Json): Json {
  if (isArray(holder)) return holder.map((one, index) => (String(index) === key ? value : one));
  return { ...(isObject(holder) ? holder : {}), [key]: value };
}
