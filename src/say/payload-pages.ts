import type { TextLine } from "./json-lines.ts";

/** Characters of one page: about three screens of a phone. */
const A_PAGE = 2800;
/** A longer line is broken into pieces, so that it fits on a page. */
const MOST_PIECE = 1000;

/** Some lines of a text, counted from 1. */
export interface Page {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

interface Piece {
  readonly line: number;
  readonly text: string;
}

/** A text in pages. Every character is on one of them; there is one page at least. */
export function payloadPages(lines: readonly TextLine[]): Page[] {
  const pages: Page[] = [];
  let pieces: Piece[] = [];
  let size = 0;
  const turn = (): void => {
    pages.push({
      from: pieces[0]?.line ?? 0,
      to: pieces.at(-1)?.line ?? 0,
      text: pieces.map(({ text }) => text).join("\n"),
    });
    pieces = [];
    size = 0;
  };
  for (const [place, { text }] of lines.entries()) {
    for (const piece of piecesOf(text)) {
      if (size + piece.length > A_PAGE) turn();
      pieces.push({ line: place + 1, text: piece });
      size += piece.length + 1;
    }
  }
  if (pieces.length > 0 || pages.length === 0) turn();
  return pages;
}

/** The page on which a line begins, from 0. */
export function pageOfLine(pages: readonly Page[], line: number): number {
  return Math.max(
    0,
    pages.findIndex(({ to }) => to >= line),
  );
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  while (text.length - from > MOST_PIECE) {
    const half = /[\ud800-\udbff]/.test(text.charAt(from + MOST_PIECE - 1));
    const to = from + MOST_PIECE - (half ? 1 : 0);
    pieces.push(text.slice(from, to));
    from = to;
  }
  return [...pieces, text.slice(from)];
}
