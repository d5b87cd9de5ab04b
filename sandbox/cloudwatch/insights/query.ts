/**
 * The part of the Logs Insights query language that this server executes.
 *
 * This is our reading of the public documents, not AWS
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html). What is not in these types is
 * refused with MalformedQueryException; no clause is ever ignored. Where the documents are silent or in doubt, this is
 * what holds here:
 *
 * - A comparison with a field that the event lacks is unknown, under `not` as well, and the event is left out. Whoever
 *   wants such events asks for them with ispresent(), which is right under any reading.
 * - `sort` needs its `asc` or `desc`; events without the field come first in `asc`.
 * - A wildcard of `parse`, and `.` of a regular expression, matches carriage returns.
 * - `stats` over no event at all gives no row. Its groups come in the order of their newest event.
 * - JSON booleans are discovered as 1 and 0; JSON null is not discovered. Numbers pass through a double, so whole
 *   numbers beyond 2^53 lose digits.
 * - The JSON platform lines of Lambda are plain JSON (`record.requestId`); only its text lines have @requestId.
 * - count_distinct is exact here, and approximate in AWS where there are many values.
 * - `estimate` answers one row, whose field is called estimatedBytes here: the documents do not say what it is called.
 * - An index is used for `field = value` and `field in [...]` in a filter that stands before all other commands but `fields`,
 *   by itself or joined by `and`.
 */
export interface Query {
  /** Null where the request names the groups. */
  readonly source: GroupSource | null;
  readonly commands: readonly Command[];
  /** Whether only the bytes are wanted that it would scan. */
  readonly estimate: boolean;
  /** The fields of a result row, in order. */
  readonly columns: readonly string[];
  /** Whether a result row stands for a group of events, and so has no @ptr. */
  readonly aggregated: boolean;
}

/** What `SOURCE logGroups(…)` names. No prefix: all groups. No account: all that are seen. */
export interface GroupSource {
  readonly prefixes: readonly string[];
  readonly accounts: readonly string[];
  readonly classes: readonly string[];
}

export type Command =
  | { readonly kind: "fields"; readonly fields: readonly FieldAlias[] }
  | { readonly kind: "display"; readonly names: readonly string[] }
  | { readonly kind: "filter"; readonly condition: Condition }
  | { readonly kind: "parse"; readonly field: string; readonly pattern: RegExp; readonly names: readonly string[] }
  | { readonly kind: "stats"; readonly aggregates: readonly Aggregate[]; readonly groups: readonly Group[] }
  | { readonly kind: "sort"; readonly keys: readonly SortKey[] }
  | { readonly kind: "dedup"; readonly names: readonly string[] }
  | { readonly kind: "limit"; readonly rows: number };

export interface FieldAlias {
  readonly name: string;
  /** The name of the column: `name` unless the query says `as`. */
  readonly alias: string;
}

export type Condition =
  | { readonly kind: "and" | "or"; readonly parts: readonly Condition[] }
  | { readonly kind: "not"; readonly part: Condition }
  | { readonly kind: "compare"; readonly left: Operand; readonly operator: Operator; readonly right: Operand }
  | { readonly kind: "contains"; readonly operand: Operand; readonly text: string }
  | { readonly kind: "matches"; readonly operand: Operand; readonly pattern: RegExp }
  | { readonly kind: "in"; readonly operand: Operand; readonly values: readonly (string | number)[] }
  | { readonly kind: FieldTest; readonly name: string };

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";
export type FieldTest = "ispresent" | "isempty" | "isblank";
export type Operand = { readonly field: string } | { readonly literal: string | number };

export interface Aggregate {
  readonly function: AggregateFunction;
  /** Null for count(*). */
  readonly field: string | null;
  readonly column: string;
}

export const AGGREGATE_FUNCTIONS = [
  "count",
  "count_distinct",
  "min",
  "max",
  "sum",
  "avg",
  "earliest",
  "latest",
] as const;
export type AggregateFunction = (typeof AGGREGATE_FUNCTIONS)[number];

/** What `by` names: a field, or the bin of @timestamp. */
export type Group =
  | { readonly kind: "field"; readonly name: string; readonly column: string }
  | { readonly kind: "bin"; readonly widthMs: number; readonly column: string };

export interface SortKey {
  readonly name: string;
  readonly descending: boolean;
}
