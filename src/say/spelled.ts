/**
 * The signs that turn the order of the text around them, to its end if nothing ends them: embeddings, overrides, isolates. Shown by
 * their number instead: what stands in a name may be what is wrong with it, so it is not taken away.
 * https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
const TURNS = /^[\u202a-\u202e\u2066-\u2069]$/;

/**
 * A text from outside sign by sign, each as the table has it, with an ellipsis where it would become too long. `most`: characters
 * (code points) of the result. No sign of it changes the text around it, and half of a pair, which cannot be sent, becomes U+FFFD.
 */
export function spelled(text: string, most: number, table: Readonly<Record<string, string>> = {}): string {
  const signs: string[] = [];
  let size = 0;
  let fitting = 0;
  for (const sign of text) {
    const safe = table[sign] ?? plain(sign);
    size += [...safe].length;
    if (size > most) return `${signs.slice(0, fitting).join("")}…`;
    signs.push(safe);
    // One more has to fit: the ellipsis.
    if (size < most) fitting = signs.length;
  }
  return signs.join("");
}

function plain(sign: string): string {
  return TURNS.test(sign) ? `\\u${sign.charCodeAt(0).toString(16)}` : sign.toWellFormed();
}
