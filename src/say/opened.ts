import { type Json, parseJson } from "../json.ts";

/** JSON text inside of a payload is shown as what it says: events carry events, and nobody reads `\\"` at night. */
export function opened(_name: string, value: Json): Json {
  return typeof value === "string" && /^\s*[{[]/.test(value) ? (parseJson(value) ?? value) : value;
}
