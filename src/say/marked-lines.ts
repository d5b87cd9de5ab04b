import type { TextLine } from "./json-lines.ts";

const MARK = "   ◀ here";

/** Lines of which one is marked: the one at `place`; null where none is. */
export interface MarkedLines {
  readonly lines: readonly TextLine[];
  readonly place: number | null;
}

/**
 * The lines of a payload with a mark at the value of a dotted path. What is missing there is marked at its place; where a path leads
 * further than what is shown (into base64), the last that is shown is marked.
 */
export function markedLines(lines: readonly TextLine[], path: string): MarkedLines {
  const nearest = nearestOf(lines, path);
  const line = nearest === null ? undefined : lines[nearest];
  if (nearest === null || line === undefined) return { lines, place: null };
  const missing = path.slice(lengthOf(line.path));
  const empty = line.path === path ? null : /^( *)(.*)\{\}(,?)$/.exec(line.text);
  if (empty !== null) {
    const [, indent = "", name = "", comma = ""] = empty;
    const opened = [
      { ...line, text: `${indent}${name}{` },
      absent(missing, indent, path),
      { ...line, text: `${indent}}${comma}` },
    ];
    return { lines: lines.toSpliced(nearest, 1, ...opened), place: nearest + 1 };
  }
  if (line.path === path || !/[{[]$/.test(line.text))
    return { lines: lines.with(nearest, { ...line, text: `${line.text}${MARK}` }), place: nearest };
  const indent = /^ */.exec(line.text)?.[0] ?? "";
  return { lines: lines.toSpliced(nearest + 1, 0, absent(missing, indent, path)), place: nearest + 1 };
}

function absent(name: string, indent: string, path: string): TextLine {
  return { text: `${indent}  ${JSON.stringify(name)}: (missing)${MARK}`, path };
}

/** The first line of the value at the path, or of the innermost that is shown and that it lies in. */
function nearestOf(lines: readonly TextLine[], path: string): number | null {
  let nearest: number | null = null;
  let deepest = -1;
  for (const [place, { path: own }] of lines.entries()) {
    if (own === null || own.length <= deepest) continue;
    if (own !== path && own !== "" && !path.startsWith(`${own}.`)) continue;
    nearest = place;
    deepest = own.length;
  }
  return nearest;
}

/** With the dot after it. */
function lengthOf(path: string | null): number {
  return path === null || path === "" ? 0 : path.length + 1;
}
