import { MalformedQuery } from "./malformed-query.ts";

export type TokenKind = "name" | "string" | "regex" | "number" | "period" | "symbol" | "end";

/** `value` is the token without its quotes and escapes; `start` and `end` (inclusive) are its place in the query. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: string;
  /** A name in backticks is never a keyword. */
  readonly quoted: boolean;
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:\s|#[^\n]*)+/y;
const NAME = /[A-Za-z_@][\w@.]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const PERIOD = /\d+[A-Za-z]+(?![\w.])/y;
const SYMBOL = /<=|>=|!=|=~|[=<>()[\],|*:]/y;

/** Cuts a query into tokens; comments run from # to the end of the line. The last token is of kind `end`. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const next = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(query)?.[0] ?? null;
  };
  const push = (kind: TokenKind, value: string, length: number, quoted = false): void => {
    tokens.push({ kind, value, quoted, start: at, end: at + length - 1 });
    at += length;
  };
  while (at < query.length) {
    const space = next(SPACE);
    if (space !== null) {
      at += space.length;
      continue;
    }
    const delimited = delimitedAt(query, at);
    if (delimited !== null) {
      push(delimited.kind, delimited.value, delimited.length, true);
      continue;
    }
    const kinds = [
      ["name", NAME],
      ["number", NUMBER],
      ["period", PERIOD],
      ["symbol", SYMBOL],
    ] as const;
    const found = kinds.map(([kind, pattern]) => ({ kind, text: next(pattern) })).find(({ text }) => text !== null);
    if (found === undefined || found.text === null) throw unexpected(query, query.charAt(at), at, at);
    push(found.kind, found.text, found.text.length);
  }
  tokens.push({ kind: "end", value: "<EOF>", quoted: false, start: query.length, end: query.length });
  return tokens;
}

/** The refusal of a symbol, in the words of the real service. */
export function unexpected(query: string, symbol: string, start: number, end: number): MalformedQuery {
  const before = query.slice(0, start).split("\n");
  const position = before.at(-1)?.length ?? 0;
  return new MalformedQuery(
    `unexpected symbol found ${symbol} at line ${before.length} and position ${position}`,
    start,
    end,
  );
}

interface Delimited {
  readonly kind: "string" | "regex" | "name";
  readonly value: string;
  readonly length: number;
}

const DELIMITED: Readonly<Record<string, Delimited["kind"]>> = {
  '"': "string",
  "'": "string",
  "/": "regex",
  "`": "name",
};

/** Division is not in the language that is executed here, so a slash always opens a regular expression. */
function delimitedAt(query: string, start: number): Delimited | null {
  const delimiter = query.charAt(start);
  const kind = DELIMITED[delimiter];
  if (kind === undefined) return null;
  let value = "";
  for (let at = start + 1; at < query.length; at++) {
    const character = query.charAt(at);
    if (character === delimiter) return { kind, value, length: at + 1 - start };
    const escaped = character === "\\" ? query.charAt(at + 1) : "";
    if (escaped !== "" && (escaped === delimiter || (kind === "string" && escaped === "\\"))) {
      value += escaped;
      at++;
    } else if (escaped !== "" && kind === "regex") {
      value += character + escaped;
      at++;
    } else {
      value += character;
    }
  }
  throw unexpected(query, delimiter, start, query.length - 1);
}
