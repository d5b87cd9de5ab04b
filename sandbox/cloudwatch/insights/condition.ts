import type { Condition, Operand, Operator } from "./query.ts";
import type { Row } from "./row.ts";
import { textTest } from "./text-test.ts";
import { compareCodeUnits, numberOf, textOf, type Value } from "./value.ts";

/** Whether a row meets a condition; null where that is unknown because the row lacks a field. */
export type Test = (row: Row) => boolean | null;

export function testOf(condition: Condition): Test {
  switch (condition.kind) {
    case "and":
      return all(condition.parts.map(testOf), true);
    case "or":
      return all(condition.parts.map(testOf), false);
    case "not": {
      const test = testOf(condition.part);
      return (row) => negated(test(row));
    }
    case "compare": {
      const left = reader(condition.left);
      const right = reader(condition.right);
      const compare = comparison(condition.operator);
      return (row) => both(left(row), right(row), compare);
    }
    case "contains": {
      const { text } = condition;
      return onText(condition.operand, (value) => value.includes(text));
    }
    case "matches": {
      return onText(condition.operand, textTest(condition.pattern));
    }
    case "in": {
      const read = reader(condition.operand);
      const { values } = condition;
      return (row) => {
        const value = read(row);
        return value === null ? null : values.some((one) => equal(value, one));
      };
    }
    case "ispresent":
      return (row) => row.get(condition.name) !== null;
    case "isempty":
      return (row) => shown(row.get(condition.name)) === "";
    case "isblank":
      return (row) => shown(row.get(condition.name)).trim() === "";
  }
}

/** `and` over the tests (or `or`, where `neutral` is false): the other value decides, then the unknown. */
function all(tests: readonly Test[], neutral: boolean): Test {
  return (row) => {
    let result: boolean | null = neutral;
    for (const test of tests) {
      const one = test(row);
      if (one === !neutral) return one;
      if (one === null) result = null;
    }
    return result;
  };
}

function negated(result: boolean | null): boolean | null {
  return result === null ? null : !result;
}

function reader(operand: Operand): (row: Row) => Value {
  if ("literal" in operand) return () => operand.literal;
  return (row) => row.get(operand.field);
}

function onText(operand: Operand, test: (text: string) => boolean): Test {
  const read = reader(operand);
  return (row) => {
    const value = read(row);
    return value === null ? null : test(textOf(value));
  };
}

type Present = Exclude<Value, null>;

function both(left: Value, right: Value, compare: (left: Present, right: Present) => boolean): boolean | null {
  return left === null || right === null ? null : compare(left, right);
}

function comparison(operator: Operator): (left: Present, right: Present) => boolean {
  switch (operator) {
    case "=":
      return equal;
    case "!=":
      return (left, right) => !equal(left, right);
    case "<":
      return (left, right) => order(left, right) < 0;
    case "<=":
      return (left, right) => order(left, right) <= 0;
    case ">":
      return (left, right) => order(left, right) > 0;
    case ">=":
      return (left, right) => order(left, right) >= 0;
  }
}

/** Two texts are equal as they stand: ids of digits alone are beyond a double. */
function equal(left: Present, right: Present): boolean {
  if (typeof left === "string" && typeof right === "string") return left === right;
  return order(left, right) === 0;
}

/** Two numbers are ordered as numbers, two texts by their code units; a number and a text have no order (NaN). */
function order(left: Present, right: Present): number {
  const leftNumber = numberOf(left);
  const rightNumber = numberOf(right);
  if (leftNumber !== null && rightNumber !== null) return leftNumber - rightNumber;
  if (leftNumber !== null || rightNumber !== null) return Number.NaN;
  return compareCodeUnits(textOf(left), textOf(right));
}

function shown(value: Value): string {
  return value === null ? "" : textOf(value);
}
