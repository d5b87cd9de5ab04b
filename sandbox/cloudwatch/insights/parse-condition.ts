import { compiledPattern } from "./compiled-pattern.ts";
import { type FieldNames, refusal } from "./field-names.ts";
import type { Condition, FieldTest, Operand, Operator } from "./query.ts";
import type { TokenReader } from "./token-reader.ts";

const OPERATORS: readonly Operator[] = ["=", "!=", "<", "<=", ">", ">="];
const TESTS: readonly FieldTest[] = ["ispresent", "isempty", "isblank"];

const MOST_NESTED = 200;

/** Reads what follows `filter`. `or` binds weaker than `and`, `and` weaker than `not`. */
export function parseCondition(reader: TokenReader, names: FieldNames): Condition {
  let depth = 0;
  return disjunction();

  function disjunction(): Condition {
    const parts = [conjunction()];
    while (reader.skip("or")) parts.push(conjunction());
    return joined("or", parts);
  }

  function conjunction(): Condition {
    const parts = [negation()];
    while (reader.skip("and")) parts.push(negation());
    return joined("and", parts);
  }

  function negation(): Condition {
    return reader.skip("not") ? { kind: "not", part: nested(negation) } : primary();
  }

  function nested(read: () => Condition): Condition {
    if (depth === MOST_NESTED) throw refusal("the condition is nested too deeply", reader.peek());
    depth++;
    const condition = read();
    depth--;
    return condition;
  }

  function primary(): Condition {
    if (reader.skip("(")) {
      const inner = nested(disjunction);
      reader.expect(")");
      return inner;
    }
    const test = TESTS.find((name) => reader.sees(name) && reader.sees("(", 1));
    if (test !== undefined) {
      reader.take("name");
      reader.expect("(");
      const name = names.use(reader.take("name"));
      reader.expect(")");
      return { kind: test, name };
    }
    return relation(operand());
  }

  function relation(left: Operand): Condition {
    if (reader.skip("not")) return { kind: "not", part: likeOrIn(left) };
    const operator = OPERATORS.find((symbol) => reader.skip(symbol));
    if (operator !== undefined) return { kind: "compare", left, operator, right: operand() };
    if (reader.skip("=~")) return pattern(left);
    return likeOrIn(left);
  }

  function likeOrIn(left: Operand): Condition {
    if (reader.skip("like")) return pattern(left);
    reader.expect("in");
    reader.expect("[");
    const values = reader.list(literal);
    reader.expect("]");
    return { kind: "in", operand: left, values };
  }

  function pattern(left: Operand): Condition {
    if (reader.peek().kind === "regex") {
      return { kind: "matches", operand: left, pattern: compiledPattern(reader.take("regex")) };
    }
    return { kind: "contains", operand: left, text: reader.take("string").value };
  }

  function operand(): Operand {
    const token = reader.peek();
    if (token.kind !== "name") return { literal: literal() };
    if (!token.quoted && ["true", "false", "null"].includes(token.value)) {
      throw refusal(`${token.value} is not a value: JSON booleans are discovered as 1 and 0`, token);
    }
    return { field: names.use(reader.take("name")) };
  }

  function literal(): string | number {
    return reader.peek().kind === "number" ? Number(reader.take("number").value) : reader.take("string").value;
  }
}

function joined(kind: "and" | "or", parts: readonly Condition[]): Condition {
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind, parts };
}
