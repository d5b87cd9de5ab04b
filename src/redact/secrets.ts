type Placeholder = (kind: string, secret: string) => string;

/** What secrets look like inside of text. Each pattern is linear: no nested repeats, no overlap. */
const SHAPES: readonly (readonly [kind: string, RegExp])[] = [
  ["private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g],
  ["token", /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g],
  ["access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ["token", /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g],
  ["token", /\bgh[pousr]_[A-Za-z0-9]{36,}\b/g],
  ["key", /\b[rs]k_(?:live|test)_[A-Za-z0-9]{10,}\b/g],
];
/** `Bearer abc`, `password=abc`, `"apiKey":"abc"` inside of longer text: the word stays, the value goes. */
const NAMED =
  /\b(authorization|bearer|basic|password|passwd|pwd|secret|client_secret|api[-_]?key|access[-_]?token|refresh[-_]?token|session[-_]?token|aws_secret_access_key)(\\?["']?\s*[:=]\s*\\?["']?|\s+)((?:bearer|basic)\s+)?([A-Za-z0-9+/_.~=-]{8,})/gi;
const CARD = /\b\d(?:[ -]?\d){12,18}\b/g;

/** A text with what looks like a secret replaced. Ids, which look random too, are left alone: they are the evidence. */
export function secretsIn(text: string, placeholder: Placeholder): string {
  let result = text;
  for (const [kind, shape] of SHAPES) result = result.replace(shape, (secret) => placeholder(kind, secret));
  result = result.replace(NAMED, (whole, name: string, sign: string, scheme: string | undefined, secret: string) => {
    const spaced = /^\s+$/.test(sign);
    // "basic settings", "secret handshake": a word of letters after a space is prose.
    if (spaced && /^[a-z]+[.,]?$/i.test(secret)) return whole;
    return `${name}${sign}${scheme ?? ""}${placeholder("secret", secret)}`;
  });
  return result.replace(CARD, (digits) => (isCard(digits) ? placeholder("card", digits.replace(/[ -]/g, "")) : digits));
}

/** Luhn's sum, over 13 to 19 digits that are not one digit repeated; a timestamp in milliseconds mostly fails it. */
function isCard(text: string): boolean {
  const digits = [...text.replace(/[ -]/g, "")].map(Number);
  if (!/^[3-6]/.test(text) || new Set(digits).size < 3) return false;
  const sum = digits.reverse().reduce((total, digit, place) => {
    const weighed = place % 2 === 0 ? digit : digit * 2;
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0;
}
