import { LIMITS } from "../limits.ts";
import { compiledPattern } from "./compiled-pattern.ts";
import { FieldNames, refusal } from "./field-names.ts";
import { parseCondition } from "./parse-condition.ts";
import { parseSource } from "./parse-source.ts";
import { parseStats } from "./parse-stats.ts";
import type { Command, FieldAlias, Query, SortKey } from "./query.ts";
import { TokenReader } from "./token-reader.ts";
import type { Token } from "./tokens.ts";

/** Reads a whole query. Throws MalformedQuery for whatever is not in query.ts. */
export function parseQuery(text: string): Query {
  const reader = new TokenReader(text);
  const names = new FieldNames();
  const commands: Command[] = [];
  const source = reader.skip("source") ? parseSource(reader) : null;
  if (source !== null) reader.expect("|");
  let estimate = false;
  do {
    estimate = commands.length > 0 && reader.skip("estimate");
    if (estimate) break;
    refuseAfter(commands, reader);
    commands.push(parseCommand(reader, names));
  } while (reader.skip("|"));
  reader.take("end");
  const aggregated = commands.some(({ kind }) => kind === "stats");
  return { source, commands, estimate, columns: columnsOf(commands), aggregated };
}

/** Nothing may follow `limit`, and only `limit` may follow `dedup`; `stats` and `sort` come once. */
function refuseAfter(commands: readonly Command[], reader: TokenReader): void {
  const before = commands.at(-1)?.kind;
  const repeated = commands.some(({ kind }) => (kind === "stats" || kind === "sort") && reader.sees(kind));
  if (repeated || before === "limit" || (before === "dedup" && !reader.sees("limit"))) throw reader.unexpected();
}

function parseCommand(reader: TokenReader, names: FieldNames): Command {
  if (reader.skip("fields")) return { kind: "fields", fields: reader.list(() => fieldAlias(reader, names)) };
  if (reader.skip("display")) return { kind: "display", names: nameList(reader, names) };
  if (reader.skip("filter")) return { kind: "filter", condition: parseCondition(reader, names) };
  if (reader.skip("parse")) return parseParse(reader, names);
  if (reader.skip("dedup")) return { kind: "dedup", names: nameList(reader, names) };
  if (reader.skip("sort")) return { kind: "sort", keys: reader.list(() => sortKey(reader, names)) };
  if (reader.skip("limit")) return { kind: "limit", rows: rowLimit(reader.take("number")) };
  if (!reader.skip("stats")) throw reader.unexpected();
  const stats = parseStats(reader, names);
  names.aggregate(statsColumns(stats));
  return stats;
}

function nameList(reader: TokenReader, names: FieldNames): string[] {
  return reader.list(() => names.use(reader.take("name")));
}

function fieldAlias(reader: TokenReader, names: FieldNames): FieldAlias {
  const token = reader.take("name");
  if (!reader.skip("as")) {
    const name = names.list(token);
    return { name, alias: name };
  }
  return { name: names.use(token), alias: names.define(reader.take("name")) };
}

function sortKey(reader: TokenReader, names: FieldNames): SortKey {
  const name = names.use(reader.take("name"));
  const descending = reader.skip("desc");
  if (!descending) reader.expect("asc");
  return { name, descending };
}

function rowLimit(token: Token): number {
  const rows = Number(token.value);
  if (!Number.isInteger(rows) || rows < 1 || rows > LIMITS.queryRows) {
    throw refusal(`limit must be a whole number from 1 to ${LIMITS.queryRows}`, token);
  }
  return rows;
}

function parseParse(reader: TokenReader, names: FieldNames): Command {
  const field = names.use(reader.take("name"));
  const token = reader.peek();
  if (token.kind === "regex") {
    const pattern = compiledPattern(reader.take("regex"));
    const groups = groupNames(pattern);
    if (groups.length === 0) throw refusal("the regular expression of parse has no named group", token);
    return { kind: "parse", field, pattern, names: groups.map((name) => names.define({ ...token, value: name })) };
  }
  const glob = reader.take("string").value;
  reader.expect("as");
  const given = reader.list(() => names.define(reader.take("name")));
  if (glob.split("*").length - 1 !== given.length) {
    throw refusal("parse must name as many fields as its pattern has wildcards", token);
  }
  return { kind: "parse", field, pattern: globPattern(glob), names: given };
}

/** The names of the named groups, in order. */
function groupNames(pattern: RegExp): string[] {
  return Object.keys(new RegExp(`${pattern.source}|`).exec("")?.groups ?? {});
}

/**
 * Every wildcard takes as little as the text after it allows; one at an end of the pattern reaches to that end of the
 * field. The field may hold more before and after the pattern.
 */
function globPattern(glob: string): RegExp {
  const start = glob.startsWith("*") ? "^" : "";
  const end = glob.endsWith("*") ? "$" : "";
  return new RegExp(`${start}${glob.split("*").map(escaped).join("([^]*?)")}${end}`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function statsColumns({ groups, aggregates }: Extract<Command, { kind: "stats" }>): string[] {
  return [...groups, ...aggregates].map(({ column }) => column);
}

/** The last `display` decides; without it all that `fields` and `parse` name, or what `stats` yields. */
function columnsOf(commands: readonly Command[]): string[] {
  let columns: readonly string[] = commands.some(({ kind }) => kind === "fields") ? [] : ["@timestamp", "@message"];
  let displayed = false;
  for (const command of commands) {
    if (command.kind === "display") columns = command.names;
    else if (command.kind === "stats") columns = statsColumns(command);
    else if (command.kind === "fields" && !displayed) columns = [...columns, ...command.fields.map((one) => one.alias)];
    else if (command.kind === "parse" && !displayed) columns = [...columns, ...command.names];
    displayed = command.kind === "display" || (displayed && command.kind !== "stats");
  }
  return [...new Set(columns)];
}
