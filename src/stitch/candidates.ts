import { embeddedJson } from "../decode/embedded-json.ts";
import { isArray, isObject, type Json, type JsonObject, parseJson } from "../json.ts";
import type { LogRecord } from "../record.ts";

/** An object inside of a log line, under the word that stands before it: a field's name, or the text around it. */
export interface Candidate {
  readonly label: string;
  readonly path: string;
  readonly value: JsonObject;
}

/** A log line and the objects that it shows. */
export interface Shown {
  readonly record: LogRecord;
  readonly candidates: readonly Candidate[];
}

const MOST = 64;
const DEEPEST = 3;

interface Place {
  readonly label: string;
  readonly path: string;
  readonly value: Json;
  readonly depth: number;
}

/**
 * The objects that a line shows, outermost first: its body, what its fields hold, and what stands as JSON text in them.
 * Bounded in depth and number, because payloads are open-ended; what lies deeper is part of a payload, not a payload.
 */
export function candidatesOf(record: LogRecord): Candidate[] {
  const found: Candidate[] = [];
  const open: Place[] = [{ label: record.text, path: "", value: record.body, depth: 0 }];
  for (const place of open) {
    if (isObject(place.value)) found.push({ label: place.label, path: place.path, value: place.value });
    for (const inner of insideOf(place)) if (open.length < MOST) open.push(inner);
  }
  return found;
}

/** Whether a candidate is this one, or a part of it. */
export function isWithin(one: Candidate, other: Candidate): boolean {
  return other.path === "" || one.path === other.path || one.path.startsWith(`${other.path}.`);
}

function insideOf({ label, path, value, depth }: Place): Place[] {
  if (isArray(value))
    return depth > 0 ? [] : value.map((inner, i) => ({ label, path: `[${i}]`, value: inner, depth: 1 }));
  if (!isObject(value) || depth >= DEEPEST) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    holds(name, inner).map((one) => ({ ...one, path: path === "" ? name : `${path}.${name}`, depth: depth + 1 })),
  );
}

/** What a field holds that may be a payload: an object, JSON text, or a message with JSON inside. */
function holds(name: string, value: Json): { label: string; value: Json }[] {
  if (isObject(value)) return [{ label: name, value }];
  if (typeof value !== "string" || !/[{[]/.test(value)) return [];
  const whole = parseJson(value);
  if (whole !== undefined) return [{ label: name, value: whole }];
  if (name !== "message" && name !== "msg") return [];
  const { label, values } = embeddedJson(value);
  return values.map((one) => ({ label, value: one }));
}
