import { invalidRequest } from "../service-error.ts";

/** A piece of a filter expression: a word, a text in quotes, a number, or a sign. */
export interface Token {
  readonly kind: "word" | "text" | "number" | "sign" | "end";
  readonly value: string;
}

const TOKEN = /\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w.]*)|(!=|<=|>=|[!=<>(){}[\],:]))\s*/y;

export function tokensOf(expression: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < expression.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(expression);
    if (found === null) throw invalidRequest(`Invalid filter expression at ${at}`);
    const [, text, number, word, sign] = found;
    if (text !== undefined) tokens.push({ kind: "text", value: text.replace(/\\(.)/g, "$1") });
    else if (number !== undefined) tokens.push({ kind: "number", value: number });
    else if (word !== undefined) tokens.push({ kind: "word", value: word });
    else tokens.push({ kind: "sign", value: sign ?? "" });
  }
  return [...tokens, { kind: "end", value: "" }];
}
