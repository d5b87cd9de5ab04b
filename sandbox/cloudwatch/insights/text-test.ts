/** So many characters of each alternative are looked for: fewer would be found everywhere. */
const PREFIX = 6;
/** Below this, trying each alternative is as fast. */
const FEW = 16;
/** A power of two: hashes of prefixes, one in thousands of which is there by chance. */
const BUCKETS = 1 << 22;
const BASE = 31;

/**
 * The test of a pattern. Of one that is a long list of alternatives, as a search for ids is, a text is first looked through once
 * for how any of them begins: JavaScript would try every alternative at every character, which RE2 does not.
 */
export function textTest(pattern: RegExp): (text: string) => boolean {
  const begin = pattern.flags.includes("i") ? null : prefixesOf(pattern.source);
  if (begin === null) return (text) => pattern.test(text);
  const seen = new Uint8Array(BUCKETS);
  let first = 1;
  for (let i = 1; i < PREFIX; i++) first = Math.imul(first, BASE);
  for (const prefix of begin) seen[hashOf(prefix) & (BUCKETS - 1)] = 1;
  return (text) => {
    let hash = hashOf(text.slice(0, PREFIX));
    for (let end = PREFIX; end <= text.length; end++) {
      if (seen[hash & (BUCKETS - 1)] === 1) return pattern.test(text);
      hash = (Math.imul(hash - Math.imul(text.charCodeAt(end - PREFIX), first), BASE) + text.charCodeAt(end)) | 0;
    }
    return false;
  };
}

function hashOf(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, BASE) + text.charCodeAt(i)) | 0;
  return hash;
}

/** How each alternative begins, in plain characters; null where one does not, or there are few. */
function prefixesOf(source: string): string[] | null {
  if (!/^[\w\-\\=?@:.|]+$/.test(source)) return null;
  const alternatives = source.split("|");
  if (alternatives.length < FEW) return null;
  const prefixes = alternatives.map((one) => /^[\w-]+(?![?*+{])/.exec(one)?.[0].slice(0, PREFIX) ?? "");
  return prefixes.every(({ length }) => length === PREFIX) ? prefixes : null;
}
