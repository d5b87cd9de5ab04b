import { isArray, isObject, type Json } from "../json.ts";
import { opened } from "./opened.ts";

/** A line of what is shown, and where in the payload it stands. */
export interface TextLine {
  readonly text: string;
  /** "details.rideId", "Records.0.body"; null where lines have no places. */
  readonly path: string | null;
}

interface Inside {
  readonly value: Json & object;
  readonly entries: readonly (readonly [name: string, value: Json])[];
  next: number;
  readonly path: string;
  readonly depth: number;
  readonly comma: string;
}

/** JSON as `JSON.stringify` indents it, JSON text inside of it opened, each line with its path. No recursion. */
export function jsonLines(payload: Json): TextLine[] {
  const lines: TextLine[] = [];
  const open: Inside[] = [];
  const put = (value: Json, path: string, name: string, comma: string): void => {
    const depth = open.length;
    const indent = "  ".repeat(depth);
    if (!isInside(value)) {
      lines.push({ text: `${indent}${name}${JSON.stringify(value)}${comma}`, path });
      return;
    }
    const [begin, end] = brackets(value);
    const entries = Object.entries(value);
    if (entries.length === 0) {
      lines.push({ text: `${indent}${name}${begin}${end}${comma}`, path });
      return;
    }
    lines.push({ text: `${indent}${name}${begin}`, path });
    open.push({ value, entries, next: 0, path, depth, comma });
  };
  put(openedValue(payload), "", "", "");
  for (let here = open.at(-1); here !== undefined; here = open.at(-1)) {
    const entry = here.entries[here.next++];
    if (entry === undefined) {
      open.pop();
      lines.push({ text: `${"  ".repeat(here.depth)}${brackets(here.value)[1]}${here.comma}`, path: here.path });
      continue;
    }
    const [name, value] = entry;
    const shown = isArray(here.value) ? "" : `${JSON.stringify(name)}: `;
    const path = here.path === "" ? name : `${here.path}.${name}`;
    put(openedValue(value), path, shown, here.next < here.entries.length ? "," : "");
  }
  return lines;
}

function openedValue(value: Json): Json {
  return opened("", value);
}

function brackets(value: Json): readonly [begin: string, end: string] {
  return isArray(value) ? ["[", "]"] : ["{", "}"];
}

function isInside(value: Json): value is Json & object {
  return isArray(value) || isObject(value);
}
