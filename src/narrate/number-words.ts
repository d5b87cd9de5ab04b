const ONES =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety";
const SMALL: ReadonlyMap<string, number> = new Map([
  ...ONES.split(" ").map((word, i) => [word, i + 1] as const),
  ...TENS.split(" ").map((word, i) => [word, (i + 2) * 10] as const),
]);
const SCALES: ReadonlyMap<string, number> = new Map([
  ["hundred", 100],
  ["thousand", 1000],
  ["million", 1_000_000],
]);

export function isNumberWord(word: string): boolean {
  return word.split("-").every((part) => SMALL.has(part) || SCALES.has(part));
}

/** "two hundred", "fourteen": 214. Whoever counts in another order says another number, which is held against the report as well. */
export function numberInWords(words: readonly string[]): number {
  let whole = 0;
  let open = 0;
  for (const part of words.flatMap((word) => word.split("-"))) {
    const scale = SCALES.get(part);
    if (scale === undefined) open += SMALL.get(part) ?? 0;
    else if (scale === 100) open = Math.max(1, open) * 100;
    else {
      whole += Math.max(1, open) * scale;
      open = 0;
    }
  }
  return whole + open;
}
