import { type FieldNames, refusal } from "./field-names.ts";
import { AGGREGATE_FUNCTIONS, type Aggregate, type Command, type Group } from "./query.ts";
import type { TokenReader } from "./token-reader.ts";
import type { Token } from "./tokens.ts";

const SECOND_MS = 1000;
// Months, quarters and years have no fixed width, and where weeks begin is not documented: they are refused.
const UNITS: ReadonlyMap<string, number> = new Map(
  [
    { names: ["ms", "msec", "msecs", "millisecond", "milliseconds"], ms: 1 },
    { names: ["s", "sec", "secs", "second", "seconds"], ms: SECOND_MS },
    { names: ["m", "min", "mins", "minute", "minutes"], ms: 60 * SECOND_MS },
    { names: ["h", "hr", "hrs", "hour", "hours"], ms: 3_600 * SECOND_MS },
    { names: ["d", "day", "days"], ms: 86_400 * SECOND_MS },
  ].flatMap(({ names, ms }) => names.map((name) => [name, ms])),
);

/** Reads what follows `stats`. */
export function parseStats(reader: TokenReader, names: FieldNames): Extract<Command, { kind: "stats" }> {
  const aggregates = reader.list(aggregate);
  const groups = reader.skip("by") ? reader.list(group) : [];
  const columns = [...groups, ...aggregates].map(({ column }) => column);
  if (new Set(columns).size < columns.length) throw refusal("a column of stats is named twice", reader.peek());
  return { kind: "stats", aggregates, groups };

  function aggregate(): Aggregate {
    const name = AGGREGATE_FUNCTIONS.find((known) => reader.sees(known) && reader.sees("(", 1));
    if (name === undefined) throw reader.unexpected();
    reader.take("name");
    reader.expect("(");
    const argument = name === "count" ? countArgument() : names.use(reader.take("name"));
    const field = argument === "" || argument === "*" ? null : argument;
    reader.expect(")");
    return { function: name, field, column: alias() ?? `${name}(${argument})` };
  }

  function countArgument(): string {
    if (reader.sees(")")) return "";
    return reader.skip("*") ? "*" : names.use(reader.take("name"));
  }

  function group(): Group {
    if (reader.sees("bin") && reader.sees("(", 1)) {
      reader.take("name");
      reader.expect("(");
      const period = reader.take("period");
      reader.expect(")");
      return { kind: "bin", widthMs: widthOf(period), column: alias() ?? `bin(${period.value})` };
    }
    const name = names.use(reader.take("name"));
    return { kind: "field", name, column: alias() ?? name };
  }

  function alias(): string | null {
    return reader.skip("as") ? names.define(reader.take("name")) : null;
  }
}

function widthOf(period: Token): number {
  const [, count, unit] = /^(\d+)([A-Za-z]+)$/.exec(period.value) ?? [];
  const unitMs = UNITS.get(unit ?? "");
  if (unitMs === undefined || Number(count) === 0) throw refusal(`unsupported period ${period.value}`, period);
  return Number(count) * unitMs;
}
