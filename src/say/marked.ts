import type { Json } from "../json.ts";
import { jsonLines, type TextLine } from "./json-lines.ts";
import { markedLines } from "./marked-lines.ts";
import { short } from "./names.ts";

/** A payload as people read it, with a mark at the value of a dotted path. `most`: characters of what is around the mark. */
export function marked(payload: Json, path: string, most: number): string {
  // A long value would push its own mark out of sight.
  const all = jsonLines(payload).map((line) => ({ ...line, text: short(line.text, most / 4) }));
  const { lines, place } = markedLines(all, path);
  return place === null ? textOf(lines) : around(lines, place, most);
}

/** The lines around one, as many as fit. */
function around(lines: readonly TextLine[], at: number, most: number): string {
  const sizeOf = (line: number): number => lines[line]?.text.length ?? 0;
  let from = at;
  let size = sizeOf(at);
  while (from > 0 && size + sizeOf(from - 1) < most * 0.6) size += sizeOf(--from) + 1;
  return `${from > 0 ? "…\n" : ""}${textOf(lines.slice(from))}`;
}

function textOf(lines: readonly TextLine[]): string {
  return lines.map(({ text }) => text).join("\n");
}
