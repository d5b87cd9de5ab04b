import { spelled } from "./spelled.ts";

const JOINER = "\u2060";
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" } as const;
/** Signs of formats get a word joiner, which nobody sees; a name has no second line, which could be taken for ours. */
const IN_TEXT: Readonly<Record<string, string>> = {
  ...ENTITIES,
  ...Object.fromEntries([..."*_~`"].map((sign) => [sign, `${JOINER}${sign}${JOINER}`])),
  ...Object.fromEntries([..."\n\r\v\f\u0085\u2028\u2029"].map((sign) => [sign, " "])),
  "\ue000": "*",
  "\ue001": "_",
  "\ue002": "~",
};
/**
 * Within a word they format nothing, and a joiner beside them would end the word, so that they did: my_function_name would lose its
 * lines. Until the text is spelled each is a sign of the private use area, which Unicode gives to nobody.
 */
const WITHIN_A_WORD = /(?<=[\p{L}\p{N}])[*_~](?=[\p{L}\p{N}])/gu;
const KEPT: Readonly<Record<string, string>> = { "*": "\ue000", _: "\ue001", "~": "\ue002" };
/** Six of them, each with its words, fit into the 3,000 characters of one text. */
const MOST_ADDRESS = 300;
/** A code span knows no escape for its own sign, so that is replaced. */
const IN_CODE: Readonly<Record<string, string>> = { ...ENTITIES, "`": "ˋ" };
/** Letters that are written from right to left, and the marks that act as one. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Text from outside, made harmless for mrkdwn: it cannot mention anyone, link anywhere, or start or end a format. The three
 * signs that Slack reads become entities. `most`: characters of the result, because Slack counts them after escaping.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string, most = 300): string {
  const own = text.replace(/[\ue000-\ue002]/g, "\ufffd").replace(WITHIN_A_WORD, (sign) => KEPT[sign] ?? sign);
  return apart(own.startsWith(">") ? `${JOINER}${own}` : own, most, IN_TEXT);
}

/** How many characters a lock screen shows of a text that was escaped: an entity is one, a joiner too. */
export function shownLength(text: string): number {
  let length = 0;
  for (const sign of text) length += sign in ENTITIES ? 1 : [...(IN_TEXT[sign] ?? sign)].length;
  return length;
}

/** Text from outside as inline code, on one line. */
export function code(text: string, most = 200): string {
  const line = apart(text.replace(/\s+/g, " ").trim(), most, IN_CODE);
  return line === "" ? "_empty_" : `\`${line}\``;
}

export function bold(text: string, most = 300): string {
  return `*${escaped(text, most)}*`;
}

/** A link, where the address is one that can be opened; else the words alone, which say where it was too long to be one. */
export function linked(url: string, words: string, most = 150): string {
  const text = escaped(words, most);
  if (!isLink(url)) return text;
  const address = url.replaceAll("&", "&amp;");
  return address.length > MOST_ADDRESS ? `${text} (its address is too long)` : `<${address}|${text}>`;
}

export function isLink(url: string): boolean {
  return /^https?:\/\/[^|<>\s\u202a-\u202e\u2066-\u2069]+$/.test(url) && url.isWellFormed();
}

/**
 * Where letters run from right to left, the text is isolated: else the numbers and names beside it would change their places.
 * https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
 */
function apart(text: string, most: number, table: Readonly<Record<string, string>>): string {
  const safe = spelled(text, most - 2, table);
  return RIGHT_TO_LEFT.test(safe) ? `\u2068${safe}\u2069` : spelled(text, most, table);
}
