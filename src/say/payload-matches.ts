import type { TextLine } from "./json-lines.ts";

/** Lines before and after a match. */
const AROUND = 2;
/** Lines that stand together: more would be no search. */
const MOST_TOGETHER = 12;
/** Characters of a line around what was found in it. */
const MOST_LINE = 240;

/** Lines around matches that lie close to each other. */
export interface Found {
  /** The line of the first match, from 1. */
  readonly line: number;
  readonly paths: readonly string[];
  readonly text: string;
}

/** Where something stands in a text, upper and lower case alike; a dotted path finds what stands at it. */
export function payloadMatches(lines: readonly TextLine[], find: string): { count: number; found: Found[] } {
  const sought = find.toLowerCase();
  const matches = lines.flatMap((line, place) => (isMatch(line, sought) ? [place] : []));
  const found: Found[] = [];
  let shown = 0;
  for (let next = 0; next < matches.length; ) {
    const first = matches[next] ?? 0;
    const from = Math.max(shown, first - AROUND);
    const inside = [first];
    next++;
    while (next < matches.length) {
      const place = matches[next] ?? 0;
      if (place > (inside.at(-1) ?? 0) + AROUND + 1 || place - from >= MOST_TOGETHER) break;
      inside.push(place);
      next++;
    }
    const following = matches[next] ?? lines.length;
    const to = Math.min(following - 1, (inside.at(-1) ?? 0) + AROUND);
    found.push(around(lines, from, to, new Set(inside), sought));
    shown = to + 1;
  }
  return { count: matches.length, found };
}

function around(
  lines: readonly TextLine[],
  from: number,
  to: number,
  inside: ReadonlySet<number>,
  sought: string,
): Found {
  const text: string[] = [];
  for (let place = from; place <= to; place++) {
    const mark = inside.has(place) ? "▶ " : "  ";
    text.push(`${mark}${near(lines[place]?.text ?? "", sought)}`);
  }
  const paths = [...inside].flatMap((place) => lines[place]?.path ?? []).filter((path) => path !== "");
  return { line: Math.min(...inside) + 1, paths: [...new Set(paths)], text: text.join("\n") };
}

function isMatch({ text, path }: TextLine, sought: string): boolean {
  if (text.toLowerCase().includes(sought)) return true;
  if (path === null || !sought.includes(".")) return false;
  const where = path.toLowerCase();
  return where === sought || where.endsWith(`.${sought}`);
}

/** A long line is cut around what was found in it, and shows that it is. */
function near(text: string, sought: string): string {
  if (text.length <= MOST_LINE) return text;
  const at = Math.max(0, text.toLowerCase().indexOf(sought));
  const from = Math.max(0, at - MOST_LINE / 3);
  const to = from + MOST_LINE;
  return `${from > 0 ? "…" : ""}${text.slice(from, to).toWellFormed()}${to < text.length ? "…" : ""}`;
}
