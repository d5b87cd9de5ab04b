type Placeholder = (kind: string, secret: string) => string;

/** What secrets look like inside of text. Each pattern is linear: no nested repeats, no overlap. */
const SHAPES: readonly (readonly [kind: string, RegExp])[] = [
  ["private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g],
  ["token", /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g],
  ["access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ["token", /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g],
  ["token", /\bgh[pousr]_[A-Za-z0-9]{36,}\b/g],
  ["key", /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}\b/g],
  ["secret", /(?<=:\/\/[^\s:@/]{1,64}:)[^\s@/]+(?=@)/g],
];
/** A field of text and the place where its value begins, with the quotes as they are escaped: `\"apiKey\":\"`, `pwd=`. */
const FIELD = /(?<![\w.-])([A-Za-z][\w.-]*)\\*["']?\s*[:=]\s*(\\*)(["']?)/g;
/** `Bearer abc`, `password hunter22`: no sign stands between the word and what is secret. */
const SPACED = /\b(bearer|basic|password|passwd|pwd|secret|api[-_]?key)(\s+)([A-Za-z0-9+/_.~=-]{8,})/gi;
const SCHEME = /(?:bearer|basic)\s+/iy;
const BARE = /[^\s"'\\,;&{}[\]()]+/y;
const LIST = /[[{][^\]}]*[\]}]?/y;
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
  result = result.replace(SPACED, (whole, name: string, space: string, secret: string) => {
    // "basic settings", "secret handshake": a word of letters is prose.
    return /^[a-z]+[.,]?$/i.test(secret) ? whole : `${name}${space}${placeholder("secret", secret)}`;
  });
  return result.replace(CARD, (digits) => (isCard(digits) ? placeholder("card", digits.replace(/[ -]/g, "")) : digits));
}

function withoutFields(text: string, isSecretName: (name: string) => boolean, placeholder: Placeholder): string {
  let result = "";
  let from = 0;
  for (const field of text.matchAll(FIELD)) {
    const [whole, name = "", slashes = "", quote = ""] = field;
    const start = field.index + whole.length;
    if (field.index < from || !isSecretName(name)) continue;
    const [begin, end] =
      quote === "" ? bareValue(text, start) : [start, endOfQuoted(text, start, slashes.length, quote)];
    const secret = text.slice(begin, end);
    if (secret === "" || NOTHING.test(secret)) continue;
    result += text.slice(from, begin) + placeholder("secret", secret);
    from = end;
  }
  return result + text.slice(from);
}

/** Where a value without quotes lies: a word, after the name of a scheme if there is one, or a list. */
function bareValue(text: string, start: number): [begin: number, end: number] {
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
function isCard(text: string): boolean {
  const digits = [...text.replace(/[ -]/g, "")].map(Number);
  if (!/^[3-6]/.test(text) || new Set(digits).size < 2) return false;
  const sum = digits.reverse().reduce((total, digit, place) => {
    const weighed = place % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
