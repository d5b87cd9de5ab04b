import { regExpOf, UnsupportedPattern } from "./insights/re2.ts";
import { invalidParameter } from "./service-error.ts";

/** Whether a message meets a pattern. */
export type MessageTest = (message: string) => boolean;

/**
 * The patterns of FilterLogEvents for unstructured lines
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html): terms that must all occur,
 * `?` before each of several of which one must, `-` before terms that must not, "phrases", and %regular expressions%.
 * All are case-sensitive. Patterns for JSON (`{ … }`) and space-delimited lines (`[ … ]`) are refused, and so is a mix
 * of `?` with other terms, of which the documents say only that it does not work.
 */
export function parseFilterPattern(pattern: string): MessageTest {
  const terms = termsOf(pattern);
  const one = (sign: string): MessageTest[] => terms.filter((term) => term.sign === sign).map(({ test }) => test);
  const required = one("");
  const optional = one("?");
  const excluded = one("-");
  if (optional.length > 0 && optional.length < terms.length) {
    throw invalidParameter("Invalid filter pattern: '?' cannot be combined with other terms");
  }
  return (message) =>
    required.every((test) => test(message)) &&
    (optional.length === 0 || optional.some((test) => test(message))) &&
    !excluded.some((test) => test(message));
}

interface Term {
  readonly sign: string;
  readonly test: MessageTest;
}

const TERM = /([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"%]+))(?=\s|$)/y;
const BARE_TERM = /^\w+$/;
const REGEX = /^[A-Za-z0-9:_#=@/;,\-^$?[\]{}|\\*+.\s]*$/;

function termsOf(pattern: string): Term[] {
  const text = pattern.trim();
  const terms: Term[] = [];
  for (let at = 0; at < text.length; ) {
    TERM.lastIndex = at;
    const found = TERM.exec(text);
    if (found === null) throw invalidParameter("Invalid filter pattern");
    const [whole, sign = "", phrase, regex, bare] = found;
    terms.push({ sign, test: testOf(phrase, regex, bare) });
    at += whole.length;
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
  }
  return terms;
}

function testOf(phrase: string | undefined, regex: string | undefined, bare: string | undefined): MessageTest {
  if (regex !== undefined) return regexTest(regex);
  if (bare !== undefined && !BARE_TERM.test(bare)) {
    throw invalidParameter(`Invalid character(s) in term '${bare}'`);
  }
  const text = bare ?? (phrase ?? "").replace(/\\(.)/g, "$1");
  return (message) => message.includes(text);
}

/** Only these characters are allowed in the regular expressions of a pattern; groups are not. */
function regexTest(regex: string): MessageTest {
  if (!REGEX.test(regex)) throw invalidParameter(`Invalid character(s) in regular expression '${regex}'`);
  try {
    const compiled = regExpOf(regex);
    return (message) => compiled.test(message);
  } catch (error) {
    if (error instanceof UnsupportedPattern) throw invalidParameter(`Invalid filter pattern: ${error.message}`);
    throw error;
  }
}
