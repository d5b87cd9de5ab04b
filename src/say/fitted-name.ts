import { shownLength } from "./mrkdwn.ts";

/** Before a separator, behind a space, and where a new word begins in camel case. */
const PIECES = /(?=[\s/._:-])|(?<=\s)|(?<=[\p{Ll}\d])(?=\p{Lu})/u;

/**
 * A name in so many characters of a lock screen. What is too long loses whole words in its middle: how a name begins says what kind of
 * thing it is, and how it ends which one. A single word that is too long is cut.
 */
export function fittedName(name: string, most: number): string {
  if (shownLength(name) <= most) return name;
  const pieces = name.slice(0, 2000).split(PIECES);
  const room = most - 1;
  const head = fitting(pieces, room / 3);
  const left = room - shownLength(head.join(""));
  const tail = name.length > 2000 ? [] : fitting(pieces.slice(head.length).reverse(), left).reverse();
  if (tail.length > 0) return `${head.join("")}…${tail.join("")}`;
  const start = fitting(pieces, room);
  return `${(start.length > 0 ? start : fitting([...name.slice(0, 2 * most)], room)).join("")}…`;
}

/** So many of the first as find room. */
function fitting(pieces: readonly string[], room: number): string[] {
  let left = room;
  const end = pieces.findIndex((piece) => {
    left -= shownLength(piece);
    return left < 0;
  });
  return pieces.slice(0, end === -1 ? pieces.length : end);
}
