import { invalidRequest } from "../service-error.ts";
import { type ServiceNode, serviceNode } from "../service-node.ts";
import type { StoredTrace } from "../trace-store.ts";
import { annotation, BOOLEANS, NUMBERS, type Scope, TEXTS, type Values } from "./keywords.ts";
import { type Token, tokensOf } from "./tokens.ts";

type Test = (scope: Scope) => boolean;

/**
 * Filter expressions: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html. Understood are `AND`, `OR`,
 * `!`, parentheses, `service(name) { … }` with `id(name: …, type: …)`, annotations, and the keywords of keywords.ts;
 * everything else is refused. Outside of `service()` a keyword is about the segment with which the trace begins.
 */
export function parseFilter(expression: string): (trace: StoredTrace) => boolean {
  const test = new Parser(tokensOf(expression)).whole();
  return (trace) => {
    const root = trace.segments.find((segment) => segment["parent_id"] === undefined) ?? trace.segments[0];
    return root !== undefined && test({ trace, node: serviceNode(root) });
  };
}

class Parser {
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Test {
    const test = this.#either();
    if (this.#next().kind !== "end") throw this.#unexpected();
    return test;
  }

  #either(): Test {
    const tests = [this.#both()];
    while (this.#takeWord("OR")) tests.push(this.#both());
    return (scope) => tests.some((test) => test(scope));
  }

  /** Expressions that stand beside each other must all hold, with AND between them or without. */
  #both(): Test {
    const tests = [this.#one()];
    while (this.#takeWord("AND") || this.#begins()) tests.push(this.#one());
    return (scope) => tests.every((test) => test(scope));
  }

  #one(): Test {
    if (this.#takeSign("!")) {
      const test = this.#one();
      return (scope) => !test(scope);
    }
    if (this.#takeSign("(")) {
      const test = this.#either();
      this.#expect(")");
      return test;
    }
    const word = this.#word();
    if (word === "service") return this.#service();
    const compared = this.#compared(word);
    if (compared !== null) return compared;
    throw invalidRequest(`Invalid filter expression: ${word} is not a keyword`);
  }

  #service(): Test {
    this.#expect("(");
    const named = this.#node();
    this.#expect(")");
    if (!this.#takeSign("{")) return ({ trace }) => trace.segments.some((segment) => named(serviceNode(segment)));
    const inside = this.#either();
    this.#expect("}");
    return ({ trace }) => trace.segments.map(serviceNode).some((node) => named(node) && inside({ trace, node }));
  }

  /** Nothing: any node. A text: its name. `id()`: its name and its type. */
  #node(): (node: ServiceNode) => boolean {
    const first = this.#tokens[this.#place];
    if (first?.kind === "text") {
      this.#place++;
      return ({ name }) => name === first.value;
    }
    if (!this.#takeWord("id")) return () => true;
    this.#expect("(");
    const wanted = new Map<string, string>();
    do {
      const key = this.#word();
      if (key !== "name" && key !== "type") throw invalidRequest(`Invalid filter expression: id() has no ${key}`);
      this.#expect(":");
      wanted.set(key, this.#text());
    } while (this.#takeSign(","));
    this.#expect(")");
    return ({ name, type }) => (wanted.get("name") ?? name) === name && (wanted.get("type") ?? type) === type;
  }

  #compared(word: string): Test | null {
    if (word === "annotation" || word.startsWith("annotation.")) return this.#annotation(word);
    const boolean = BOOLEANS.get(word);
    if (boolean !== undefined) return this.#boolean(boolean);
    const number = NUMBERS.get(word);
    if (number !== undefined) return this.#number(number);
    const text = TEXTS.get(word);
    return text === undefined ? null : this.#textual(text);
  }

  #annotation(word: string): Test {
    let key = word.slice("annotation.".length);
    if (key === "") {
      this.#expect("[");
      key = this.#next().value;
      this.#expect("]");
    }
    const values = annotation(key);
    const operator = this.#tokens[this.#place]?.value ?? "";
    if (!COMPARED.has(operator) && !TEXTUAL.has(operator)) {
      return (scope) => values(scope).some((one) => one !== undefined);
    }
    const kind = this.#tokens[this.#place + 1]?.kind;
    if (kind === "text") return this.#textual(values);
    return kind === "number" ? this.#number(values) : this.#boolean(values);
  }

  #boolean(values: Values): Test {
    const negated = this.#takeSign("!=");
    if (!negated && !this.#takeSign("=")) return (scope) => values(scope).includes(true);
    const wanted = this.#word();
    if (wanted !== "true" && wanted !== "false") throw this.#unexpected();
    return (scope) => values(scope).includes((wanted === "true") !== negated);
  }

  #number(values: Values): Test {
    const sign = this.#next().value;
    const compare = COMPARED.get(sign);
    const { kind, value } = this.#next();
    if (compare === undefined || kind !== "number") throw this.#unexpected();
    return (scope) => values(scope).some((one) => typeof one === "number" && compare(one, Number(value)));
  }

  #textual(values: Values): Test {
    const fits = TEXTUAL.get(this.#next().value);
    if (fits === undefined) throw this.#unexpected();
    const wanted = this.#text();
    return (scope) => values(scope).some((one) => typeof one === "string" && fits(one, wanted));
  }

  #begins(): boolean {
    const { kind, value } = this.#tokens[this.#place] ?? { kind: "end", value: "" };
    return (kind === "word" && !/^or$/i.test(value)) || (kind === "sign" && (value === "!" || value === "("));
  }

  #text(): string {
    const { kind, value } = this.#next();
    if (kind !== "text") throw this.#unexpected();
    return value;
  }

  #word(): string {
    const { kind, value } = this.#next();
    if (kind !== "word") throw this.#unexpected();
    return value;
  }

  #takeWord(word: string): boolean {
    const { kind, value } = this.#tokens[this.#place] ?? { kind: "end", value: "" };
    if (kind !== "word" || value.toLowerCase() !== word.toLowerCase()) return false;
    this.#place++;
    return true;
  }

  #takeSign(sign: string): boolean {
    const { kind, value } = this.#tokens[this.#place] ?? { kind: "end", value: "" };
    if (kind !== "sign" || value !== sign) return false;
    this.#place++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takeSign(sign)) throw this.#unexpected();
  }

  #next(): Token {
    return this.#tokens[this.#place++] ?? { kind: "end", value: "" };
  }

  #unexpected(): Error {
    return invalidRequest(`Invalid filter expression near '${this.#tokens[this.#place - 1]?.value ?? ""}'`);
  }
}

const COMPARED = new Map<string, (a: number, b: number) => boolean>(
  Object.entries({
    "=": (a: number, b: number) => a === b,
    "!=": (a: number, b: number) => a !== b,
    "<": (a: number, b: number) => a < b,
    "<=": (a: number, b: number) => a <= b,
    ">": (a: number, b: number) => a > b,
    ">=": (a: number, b: number) => a >= b,
  }),
);

const TEXTUAL = new Map<string, (text: string, wanted: string) => boolean>(
  Object.entries({
    "=": (text: string, wanted: string) => text === wanted,
    "!=": (text: string, wanted: string) => text !== wanted,
    CONTAINS: (text: string, wanted: string) => text.includes(wanted),
    BEGINSWITH: (text: string, wanted: string) => text.startsWith(wanted),
    ENDSWITH: (text: string, wanted: string) => text.endsWith(wanted),
  }),
);
