/** Widths of the signs from space to tilde in hundredths of the font's size: DejaVu Sans Condensed, plain and bold. */
const PLAIN = [
  29, 36, 41, 75, 57, 85, 70, 25, 35, 35, 45, 75, 29, 32, 29, 30, 57, 57, 57, 57, 57, 57, 57, 57, 57, 57, 30, 30, 75,
  75, 75, 48, 90, 64, 62, 63, 69, 57, 52, 70, 68, 27, 27, 59, 50, 78, 67, 71, 54, 71, 63, 57, 53, 66, 62, 89, 62, 55,
  62, 35, 30, 35, 75, 45, 45, 55, 57, 49, 57, 55, 31, 57, 57, 25, 25, 52, 25, 88, 57, 55, 57, 57, 35, 47, 35, 57, 53,
  74, 53, 53, 47, 57, 30, 57, 75,
];
const BOLD = [
  31, 41, 47, 75, 63, 90, 78, 28, 41, 41, 47, 75, 34, 37, 34, 33, 63, 63, 63, 63, 63, 63, 63, 63, 63, 63, 36, 36, 75,
  75, 75, 52, 90, 70, 69, 66, 75, 61, 61, 74, 75, 33, 33, 70, 57, 90, 75, 76, 66, 76, 69, 60, 64, 73, 70, 99, 69, 65,
  65, 41, 33, 41, 75, 45, 45, 61, 64, 53, 64, 61, 36, 64, 64, 31, 31, 60, 31, 94, 64, 62, 64, 64, 44, 54, 43, 64, 59,
  83, 58, 59, 52, 64, 33, 64, 75,
];
/** Of any other sign that the font has: more than most of them need. */
const OTHER = 92;
/** No label is longer than this, so that nobody measures a megabyte. */
const MOST_SIGNS = 200;

/** What stands for a sign that the font does not have: what could not be shown is seen to be missing. */
const MISSING = "▯";
/** Latin, Greek, Cyrillic, Hebrew, Arabic, punctuation, arrows and the like: no controls, nothing that turns the direction. */
const DRAWABLE =
  /[\u0020-\u007e\u00a0-\u024f\u0370-\u03ff\u0400-\u052f\u05d0-\u05ea\u0621-\u064a\u0660-\u0669\u2010-\u2015\u2018-\u2026\u20ac\u2190-\u21ff\u2200-\u22ff\u25a0-\u25ff]/;

/** Text on one line of signs that the font has, cut to a width with an ellipsis where it would be longer. */
export function fitted(text: string, width: number, size: number, bold = false): string {
  const most = (width * 100) / size;
  const signs: string[] = [];
  let used = 0;
  let fitting = 0;
  for (const sign of drawable(text)) {
    used += widthOf(sign, bold);
    if (used > most) return `${signs.slice(0, fitting).join("").trimEnd()}…`;
    signs.push(sign);
    if (used + OTHER <= most) fitting = signs.length;
  }
  return signs.join("");
}

/** Text on at most so many lines, parted between words; the last is cut where it would be longer. */
export function wrapped(text: string, width: number, size: number, most: number): string[] {
  const lines: string[] = [];
  let line = "";
  const words = drawable(text).join("").split(" ");
  for (const [i, word] of words.entries()) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || textWidth(longer, size) <= width) line = longer;
    else if (lines.length + 1 === most) return [...lines, fitted([line, ...words.slice(i)].join(" "), width, size)];
    else {
      lines.push(fitted(line, width, size));
      line = word;
    }
  }
  return line === "" ? lines : [...lines, fitted(line, width, size)];
}

/** How wide a text is, at most. */
export function textWidth(text: string, size: number, bold = false): number {
  return (drawable(text).reduce((sum, sign) => sum + widthOf(sign, bold), 0) * size) / 100;
}

function drawable(text: string): string[] {
  const line = text
    .slice(0, 4 * MOST_SIGNS)
    .replace(/\s+/g, " ")
    .trim();
  const signs = [...line].slice(0, MOST_SIGNS + 1);
  const shown = signs.map((sign) => (DRAWABLE.test(sign) ? sign : MISSING));
  return shown.length > MOST_SIGNS ? [...shown.slice(0, MOST_SIGNS), "…"] : shown;
}

function widthOf(sign: string, bold: boolean): number {
  return (bold ? BOLD : PLAIN)[(sign.codePointAt(0) ?? 0) - 32] ?? OTHER;
}
