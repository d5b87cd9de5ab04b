import { refusal } from "./field-names.ts";
import { regExpOf, UnsupportedPattern } from "./re2.ts";
import type { Token } from "./tokens.ts";

/** A regular expression of a query, refused at its place in the query. */
export function compiledPattern(token: Token): RegExp {
  try {
    return regExpOf(token.value);
  } catch (error) {
    if (error instanceof UnsupportedPattern) throw refusal(error.message, token);
    throw error;
  }
}
