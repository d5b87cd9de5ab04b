import type { MalformedQuery } from "./malformed-query.ts";
import { type Token, type TokenKind, tokensOf, unexpected } from "./tokens.ts";

/** Walks over the tokens of a query. Keywords are told from names only by their place, in any case of letters. */
export class TokenReader {
  readonly #query: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(query: string) {
    this.#query = query;
    this.#tokens = tokensOf(query);
  }

  peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)];
    if (token === undefined) throw new Error("a query has at least its end");
    return token;
  }

  take(kind: TokenKind): Token {
    const token = this.peek();
    if (token.kind !== kind) throw this.unexpected();
    this.#next++;
    return token;
  }

  /** Takes the symbol or keyword if it comes next. */
  skip(text: string): boolean {
    if (!this.sees(text)) return false;
    this.#next++;
    return true;
  }

  sees(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    if (token.quoted || (token.kind !== "symbol" && token.kind !== "name")) return false;
    return token.value.toLowerCase() === text;
  }

  expect(text: string): void {
    if (!this.skip(text)) throw this.unexpected();
  }

  /** One or more of what `read` reads, separated by commas. */
  list<T>(read: () => T): T[] {
    const items = [read()];
    while (this.skip(",")) items.push(read());
    return items;
  }

  /** The refusal of the next token. */
  unexpected(): MalformedQuery {
    const { start, end } = this.peek();
    return unexpected(this.#query, this.#query.slice(start, end + 1) || "<EOF>", start, end);
  }
}
