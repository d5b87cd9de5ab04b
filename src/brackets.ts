const QUOTE = 34;
const STEP = new Int8Array(128);
for (const open of "{[") STEP[open.charCodeAt(0)] = 1;
for (const close of "}]") STEP[close.charCodeAt(0)] = -1;

/**
 * Walks over JSON-like text from `from` and counts how deep its brackets are nested, strings left out. Returns the place of
 * the first bracket after which `stop` holds for the depth, or -1. Brackets are counted, not matched by kind. Linear.
 */
export function bracketWhere(text: string, from: number, stop: (depth: number) => boolean): number {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) {
      i = endOfString(text, i);
      if (i === -1) return -1;
      continue;
    }
    const step = STEP[char] ?? 0;
    depth += step;
    if (step !== 0 && stop(depth)) return i;
  }
  return -1;
}

/** The place of the quote that ends the string which begins at `open`, or -1. */
function endOfString(text: string, open: number): number {
  let i = open + 1;
  while (i < text.length) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) return i;
    i += char === 92 ? 2 : 1;
  }
  return -1;
}
