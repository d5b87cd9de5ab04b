const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" } as const;
/** Signs of formats get a word joiner, which nobody sees. */
const IN_TEXT: Readonly<Record<string, string>> = {
  ...ENTITIES,
  ...Object.fromEntries([..."*_~`"].map((sign) => [sign, `\u2060${sign}\u2060`])),
};
/** A code span knows no escape for its own sign, so that is replaced. */
const IN_CODE: Readonly<Record<string, string>> = { ...ENTITIES, "`": "ˋ" };

/**
 * Text from outside, made harmless for mrkdwn: it cannot mention anyone, link anywhere, or start or end a format. The three
 * signs that Slack reads become entities. `most`: characters of the result, because Slack counts them after escaping.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string, most = 300): string {
  return spelled(text, most, IN_TEXT);
}

/** How many characters a lock screen shows of a text that was escaped: an entity is one, a joiner too. */
export function shownLength(text: string): number {
  let length = 0;
  for (const sign of text) length += sign in ENTITIES ? 1 : [...(IN_TEXT[sign] ?? sign)].length;
  return length;
}

/** Text from outside as inline code, on one line. */
export function code(text: string, most = 200): string {
  const line = spelled(text.replace(/\s+/g, " ").trim(), most, IN_CODE);
  return line === "" ? "_empty_" : `\`${line}\``;
}

export function bold(text: string, most = 300): string {
  return `*${escaped(text, most)}*`;
}

/** A link, where the address is one that can be opened; else the words alone. */
export function linked(url: string, words: string, most = 150): string {
  const text = escaped(words, most);
  return isLink(url) ? `<${url.replaceAll("&", "&amp;")}|${text}>` : text;
}

export function isLink(url: string): boolean {
  return /^https?:\/\/[^|<>\s]+$/.test(url);
}

/** A text sign by sign, each as the table has it, with an ellipsis where it would become too long. */
function spelled(text: string, most: number, table: Readonly<Record<string, string>>): string {
  const signs: string[] = [];
  let size = 0;
  let fitting = 0;
  for (const sign of text) {
    const safe = table[sign] ?? sign;
    size += [...safe].length;
    if (size > most) return `${signs.slice(0, fitting).join("")}…`;
    signs.push(safe);
    // One more has to fit: the ellipsis.
    if (size < most) fitting = signs.length;
  }
  return signs.join("");
}
