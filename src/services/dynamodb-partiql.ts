import type { Json, JsonObject } from "../json.ts";
import { plainName } from "./arn.ts";
import type { Write } from "./dynamodb-writes.ts";

/** The longest statement that DynamoDB takes. */
const LONGEST = 8192;
const TOKEN = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\?|[A-Za-z_]\w*|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[<>!]=|<>|\S/g;

interface Token {
  readonly text: string;
  /** Which of the parameters a `?` stands for, counted from 0. */
  readonly parameter: number;
}

/**
 * What a statement of PartiQL wrote, as far as it tells: the fields of a new item, or those that a condition holds equal to
 * a value. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html
 */
export function writeInStatement(statement: string, parameters: readonly Json[]): Write | null {
  if (statement.length > LONGEST) return null;
  const tokens = tokensOf(statement);
  const words = tokens.map(({ text }) => text.toUpperCase());
  const verb = words[0];
  const at = verb === "INSERT" && words[1] === "INTO" ? 2 : verb === "DELETE" && words[1] === "FROM" ? 2 : 1;
  const table = nameOf(tokens[at]);
  if (table === null || !["INSERT", "UPDATE", "DELETE"].includes(verb ?? "")) return null;
  if (verb === "INSERT") {
    const { item, whole } = tupleAt(tokens, words.indexOf("VALUE") + 1, parameters);
    return item === null ? null : { kind: "write", table, item, whole: whole ? item : null, values: item };
  }
  const where = words.indexOf("WHERE");
  const item = where === -1 ? null : equalsIn(tokens.slice(where + 1), parameters);
  if (item === null) return null;
  const values = equalsIn(tokens.slice(at + 1, where), parameters);
  return { kind: verb === "DELETE" ? "delete" : "write", table, item, whole: null, values };
}

function tokensOf(statement: string): Token[] {
  let parameter = 0;
  return (statement.match(TOKEN) ?? []).map((text) => ({ text, parameter: text === "?" ? parameter++ : -1 }));
}

function nameOf(token: Token | undefined): string | null {
  const name = token === undefined ? "" : unquoted(token.text);
  return /^[\w.-]{3,255}$/.test(name) ? plainName(name) : null;
}

function unquoted(text: string): string {
  const quote = text[0] ?? "";
  if (text.length < 2 || (quote !== "'" && quote !== '"')) return text;
  return text.slice(1, -1).replaceAll(`${quote}${quote}`, quote);
}

/** `{'id': ?, 'state': 'new'}`: what is nested in a field is stepped over, and then it is not the whole. */
function tupleAt(
  tokens: readonly Token[],
  begin: number,
  parameters: readonly Json[],
): { item: JsonObject | null; whole: boolean } {
  const found: [string, Json][] = [];
  let [depth, whole] = [0, true];
  for (let i = begin; i < tokens.length; i++) {
    const text = tokens[i]?.text ?? "";
    if (/^[[{(<]$/.test(text)) depth++;
    else if (/^[\]})>]$/.test(text)) depth--;
    if (depth === 0) break;
    if (depth !== 1 || tokens[i + 1]?.text !== ":") continue;
    const value = valueIn(tokens[i + 2], parameters);
    if (value === undefined) whole = false;
    else found.push([unquoted(text), value]);
  }
  return { item: found.length === 0 ? null : Object.fromEntries(found), whole };
}

/** `id = ? AND line = 1`, `SET state = 'new'`: with anything but AND and commas between, nothing is certain. */
function equalsIn(tokens: readonly Token[], parameters: readonly Json[]): JsonObject | null {
  if (tokens.some(({ text }) => /^(OR|NOT)$/i.test(text))) return null;
  const found: [string, Json][] = [];
  for (let i = 1; i < tokens.length - 1; i++) {
    if (tokens[i]?.text !== "=" || !isBreak(tokens[i - 2]) || !isBreak(tokens[i + 2])) continue;
    const value = valueIn(tokens[i + 1], parameters);
    if (value !== undefined) found.push([unquoted(tokens[i - 1]?.text ?? ""), value]);
  }
  return found.length === 0 ? null : Object.fromEntries(found);
}

function isBreak(token: Token | undefined): boolean {
  return token === undefined || /^(,|AND|SET|REMOVE|RETURNING)$/i.test(token.text);
}

function valueIn(token: Token | undefined, parameters: readonly Json[]): Json | undefined {
  if (token === undefined) return undefined;
  if (token.parameter !== -1) return parameters[token.parameter];
  if (token.text.startsWith("'")) return unquoted(token.text);
  const number = Number(token.text);
  return token.text.trim() !== "" && Number.isFinite(number) ? { N: token.text } : undefined;
}
