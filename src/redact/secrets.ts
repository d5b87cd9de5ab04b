type Placeholder = (kind: string, secret: string) => string;

/** What secrets look like inside of text. Each pattern is linear: no nested repeats, no overlap, or so many and no more. */
const SHAPES: readonly (readonly [kind: string, RegExp])[] = [
  [
    "private key",
    /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----|$)/g,
  ],
  // Broken into lines, where something wraps them; the last of its three parts is worth nothing alone.
  [
    "token",
    /(?<![\w-])eyJ[\w-]+(?:(?:(?:\\r)?\\n|\r?\n)[ \t]*[\w-]+){0,32}(?:(?:(?:\\r)?\\n|\r?\n)[ \t]*)?\.(?:(?:(?:\\r)?\\n|\r?\n)[ \t]*)?eyJ[\w-]*(?:(?:(?:\\r)?\\n|\r?\n)[ \t]*[\w-]+){0,32}(?:(?:(?:\\r)?\\n|\r?\n)[ \t]*)?\.[\w-]+/g,
  ],
  ["token", /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g],
  ["access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ["token", /\bxox[abeprs]-[A-Za-z0-9-]{10,}|\bxapp-[A-Za-z0-9-]{10,}/g],
  ["token", /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20,}|\bnpm_[A-Za-z0-9]{36}\b/g],
  ["key", /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}\b|\bwhsec_[A-Za-z0-9+/]{16,}|\bsk-[A-Za-z0-9_-]{32,}/g],
  ["key", /\bAIza[\w-]{35}|\bSG\.[\w-]{22}\.[\w-]{43}/g],
  ["secret", /(?<=\bhooks\.slack\.com\/(?:services|workflows)\/)[\w/-]+/g],
  ["secret", /(?<=[?&](?:sig|Signature)=)[^&\s"'\\[]+/g],
  // A signed address that is the parameter of another one.
  ["secret", /(?<=X-Amz-(?:Signature|Security-Token)%(?:25){0,3}3D)(?:(?!%(?:25){0,3}26)[^&\s"'\\[])+/gi],
  ["secret", /(?<=:\/\/[^\s:@/]{0,256}:)[^\s/"'\\[]+(?=@)/g],
  // Of databases and brokers, which are no addresses of pages: there a slash is one of the password.
  [
    "secret",
    /(?<=\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|sqlserver):\/\/[^\s:@/]{0,256}:)[^\s"'\\@[]{1,256}(?=@)/g,
  ],
];
/** A field of text and the place where its value begins, with the quotes as they are escaped: `\"apiKey\":\"`, `pwd=`. */
const FIELD = /(?<![\w.-])([A-Za-z][\w.-]*)\\*["']?\s*(?::=|=>|[:=])\s*(?:[urb](?=["']))?(\\*)(["']?)/g;
const ELEMENT = /<([A-Za-z][\w.:-]{0,99})>([^<]+)(?=<\/)/g;
/** `Bearer abc`, `password hunter22`: no sign stands between the word and what is secret. */
const SPACED = /\b(bearer|basic|password|passwd|pwd|secret|api[-_]?key)(\s+)([A-Za-z0-9+/_.~=-]{8,})/gi;
/** "basic settings", "secret handshake": words of letters are prose, as long as they are no longer than words. */
const PROSE = /^[a-z]{1,20}[.,]?$/i;
const SCHEME = /(?:bearer|basic)\s+/iy;
const BARE = /[^\s"'\\,;&{}[\]()]+/y;
/** Cookies are told from one another by what ends any other value. */
const COOKIES = /[^\s"'\\,;{}[\]()]+(?:;[ \t]*[^\s"'\\,;{}[\]()]+)*/y;
const LIST = /[[{][^\]}]*[\]}]?/y;
const LONGEST_NAME = 200;
/** What stands where a secret would, and is none; a placeholder is one already. */
const NOTHING = /^(?:null|undefined|true|false|none|\[[a-z ]+ \d+\])$/i;
/** Dashes around it mean that it is the middle of an id. */
const CARD = /(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/**
 * A text with what looks like a secret replaced, and what stands in a field whose name says that it is one. Ids, which look
 * random too, are left alone: they are the evidence.
 */
export function secretsIn(text: string, isSecretName: (name: string) => boolean, placeholder: Placeholder): string {
  let result = text;
  for (const [kind, shape] of SHAPES) result = result.replace(shape, (secret) => placeholder(kind, secret));
  result = withoutFields(result, isSecretName, placeholder);
  result = result.replace(ELEMENT, (whole, name: string, value: string) => {
    return !isSecretName(name) || isNothing(value) ? whole : `<${name}>${placeholder("secret", value)}`;
  });
  result = result.replace(SPACED, (whole, name: string, space: string, secret: string) => {
    return PROSE.test(secret) ? whole : `${name}${space}${placeholder("secret", secret)}`;
  });
  return result.replace(CARD, (digits) => (isCard(digits) ? placeholder("card", digits.replace(/[ -]/g, "")) : digits));
}

function withoutFields(text: string, isSecretName: (name: string) => boolean, placeholder: Placeholder): string {
  let result = "";
  let from = 0;
  let pair = "";
  for (const field of text.matchAll(FIELD)) {
    const [whole, name = "", slashes = "", quote = ""] = field;
    const start = field.index + whole.length;
    if (field.index < from) continue;
    // `{"name":"DB_PASSWORD","value":"…"}`: the name of the value stands before it.
    const hides = isSecretName(name) || (/^value$/i.test(name) && isSecretName(pair));
    pair = /^(?:name|key)$/i.test(name) ? nameAt(text, start, slashes.length, quote) : "";
    if (!hides) continue;
    const [begin, end] =
      quote === "" ? bareValue(text, start, name) : [start, endOfQuoted(text, start, slashes.length, quote)];
    const value = text.slice(begin, end);
    if (isNothing(value)) continue;
    result += text.slice(from, begin) + placeholder("secret", value);
    from = end;
  }
  return result + text.slice(from);
}

/** A name in quotes; no further than names are long, because what comes after it is looked through as well. */
function nameAt(text: string, start: number, slashes: number, quote: string): string {
  if (quote === "") return "";
  const near = text.slice(start, start + LONGEST_NAME);
  return near.slice(0, endOfQuoted(near, 0, slashes, quote));
}

function isNothing(value: string): boolean {
  return value.trim() === "" || NOTHING.test(value);
}

/** Where a value without quotes lies: a word, after the name of a scheme if there is one, or a list, or cookies. */
function bareValue(text: string, start: number, name: string): [begin: number, end: number] {
  if (/cookie$/i.test(name)) return [start, endOf(COOKIES, text, start)];
  const begin = endOf(SCHEME, text, start);
  return [begin, Math.max(endOf(BARE, text, begin), endOf(LIST, text, begin))];
}

function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

/**
 * The place of the quote that ends a value: it is escaped as the quote that began it, after backslashes of the value's own,
 * each of which is doubled as often as the text is nested; or it is escaped less, and ends the text around.
 */
function endOfQuoted(text: string, start: number, slashes: number, quote: string): number {
  for (let end = text.indexOf(quote, start); end !== -1; end = text.indexOf(quote, end + 1)) {
    let before = end;
    while (before > start && text[before - 1] === "\\") before--;
    const run = end - before;
    if (run < slashes) return before;
    if ((run - slashes) % (2 * (slashes + 1)) === 0) return end - slashes;
  }
  return text.length;
}

/** Luhn's sum, over 13 to 19 digits that are not one digit repeated; a timestamp in milliseconds mostly fails it. */
export function isCard(text: string): boolean {
  const digits = [...text.replace(/[ -]/g, "")].map(Number);
  if (!/^[3-6][\d -]{12,37}$/.test(text) || new Set(digits).size < 2) return false;
  const sum = digits.reverse().reduce((total, digit, place) => {
    const weighed = place % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
