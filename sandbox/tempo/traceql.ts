import type { RecordedSpan, Value } from "../traces/span.ts";

/** A query that Tempo refuses, in its words. */
export class TraceQlError extends Error {}

export type Condition = (span: RecordedSpan) => boolean;

interface Token {
  readonly text: string;
  readonly column: number;
}

const TOKEN = /\s*([{}()]|&&|\|\||=~|!=|>=|<=|[=<>]|"(?:[^"\\]|\\.)*"|[A-Za-z_.][\w.:-]*|-?\d+(?:\.\d+)?)/y;
const KINDS = ["internal", "server", "client", "producer", "consumer"];

/**
 * The part of TraceQL that selects single spans: `{ status = error || span.http.status_code >= 500 }`.
 * https://grafana.com/docs/tempo/latest/traceql/construct-traceql-queries/
 */
export function parseTraceQl(query: string): Condition {
  const tokens = tokensOf(query);
  let next = 0;
  const peek = (): string | undefined => tokens[next]?.text;
  const fail = (): never => {
    const at = tokens[next];
    const found = at === undefined ? "$end" : at.text;
    throw new TraceQlError(
      `invalid TraceQL query: parse error at line 1, col ${at?.column ?? query.length + 1}: syntax error: unexpected ${found}`,
    );
  };
  const take = (text?: string): string => {
    const found = peek();
    if (found === undefined || (text !== undefined && found !== text)) return fail();
    next++;
    return found;
  };
  const comparison = (): Condition => {
    const field = take();
    if (!/^[a-z.]/i.test(field)) {
      next--;
      return fail();
    }
    const operator = take();
    const value = literalOf(take());
    return (span) => compare(fieldOf(span, field), operator, value);
  };
  /** Without brackets inside: nothing asks for them. */
  const all = (): Condition => {
    const parts = [comparison()];
    while (peek() === "&&" && take() !== "") parts.push(comparison());
    return (span) => parts.every((part) => part(span));
  };
  take("{");
  if (peek() === "}" && take() !== "") return () => true;
  const parts = [all()];
  while (peek() === "||" && take() !== "") parts.push(all());
  take("}");
  if (next < tokens.length) fail();
  return (span) => parts.some((part) => part(span));
}

function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (query.slice(TOKEN.lastIndex).trim() !== "") {
    const column = TOKEN.lastIndex + 1;
    const text = TOKEN.exec(query)?.[1];
    if (text === undefined) {
      throw new TraceQlError(`invalid TraceQL query: parse error at line 1, col ${column}: invalid char literal`);
    }
    tokens.push({ text, column });
  }
  return tokens;
}

function literalOf(token: string): Value {
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll(/\\(.)/g, "$1");
  if (token === "true" || token === "false") return token === "true";
  return /^-?\d/.test(token) ? Number(token) : token;
}

function fieldOf(span: RecordedSpan, field: string): Value | undefined {
  if (field === "status") return span.error === null ? "unset" : "error";
  if (field === "kind") return KINDS.find((kind) => kind === span.kind);
  if (field === "name") return span.name;
  if (field === "resource.service.name" || field === ".service.name") return span.service;
  const attribute = /^(?:span)?\.(.+)$/.exec(field)?.[1];
  if (attribute === undefined) throw new TraceQlError(`invalid TraceQL query: unknown identifier: ${field}`);
  return span.attributes[attribute];
}

/** Values of different types are never equal, and neither is more than the other. */
function compare(found: Value | undefined, operator: string, wanted: Value): boolean {
  if (found === undefined || typeof found !== typeof wanted || typeof found === "object") return false;
  switch (operator) {
    case "=":
      return found === wanted;
    case "!=":
      return found !== wanted;
    case ">":
      return found > wanted;
    case ">=":
      return found >= wanted;
    case "<":
      return found < wanted;
    case "<=":
      return found <= wanted;
    default:
      throw new TraceQlError(`invalid TraceQL query: operator ${operator} is not served here`);
  }
}
