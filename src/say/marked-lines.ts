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
  const missing = line.path === path ? null : /[{[]$/.test(line.text) ? path.slice(lengthOf(line.path)) : null;
  if (missing === null) return { lines: lines.with(nearest, { ...line, text: `${line.text}${MARK}` }), place: nearest };
  const indent = `${/^ */.exec(line.text)?.[0] ?? ""}  `;
  const absent = { text: `${indent}${JSON.stringify(missing)}: (missing)${MARK}`, path };
  return { lines: lines.toSpliced(nearest + 1, 0, absent), place: nearest + 1 };
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
