/** Characters that alternatives are told apart by: fewer would be found everywhere, more are not needed. */
const SHORTEST = 6;
const LONGEST = 8;
/** Characters that are looked at together, and what they are told apart by. */
const BLOCK = 3;
const BUCKETS = 1 << 15;
/** Below this, trying each alternative is as fast. */
const FEW = 16;

/**
 * The test of a pattern. A text is first looked through for how any of many alternatives begins, as a search for ids has them:
 * JavaScript would try each of them at every character, which RE2 does not. Blocks that none of them holds are skipped, as in
 * Wu and Manber's "A fast algorithm for multi-pattern searching".
 */
export function textTest(pattern: RegExp): (text: string) => boolean {
  const prefixes = pattern.flags.includes("i") ? null : prefixesOf(pattern.source);
  if (prefixes === null) return (text) => pattern.test(text);
  const length = prefixes.reduce((least, one) => Math.min(least, one.length), LONGEST);
  const beginnings = new Set(prefixes.map((prefix) => prefix.slice(0, length)));
  const skips = new Uint8Array(BUCKETS).fill(length - BLOCK + 1);
  for (const prefix of prefixes) {
    for (let end = BLOCK; end <= length; end++) {
      const bucket = bucketAt(prefix, end);
      skips[bucket] = Math.min(skips[bucket] ?? 0, length - end);
    }
  }
  return (text) => {
    for (let end = length; end <= text.length; ) {
      const skip = skips[bucketAt(text, end)] ?? 0;
      if (skip === 0 && beginnings.has(text.slice(end - length, end))) return pattern.test(text);
      end += Math.max(skip, 1);
    }
    return false;
  };
}

/** Of the block that ends before a place. */
function bucketAt(text: string, end: number): number {
  const first = text.charCodeAt(end - 3) << 10;
  return (first ^ (text.charCodeAt(end - 2) << 5) ^ text.charCodeAt(end - 1)) & (BUCKETS - 1);
}

/** How each alternative begins, in plain characters; null where one does not, or there are few. */
function prefixesOf(source: string): string[] | null {
  if (!/^[\w\-\\=?@:.|]+$/.test(source)) return null;
  const alternatives = source.split("|");
  if (alternatives.length < FEW) return null;
  const prefixes = alternatives.map((one) => /^[\w-]+(?![?*+{])/.exec(one)?.[0] ?? "");
  return prefixes.every(({ length }) => length >= SHORTEST) ? prefixes : null;
}
