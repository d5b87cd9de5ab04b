import { LIMITS } from "../limits.ts";
import { compareEvents, isVisible, type LogEvent, type Snapshot } from "../log-event.ts";
import type { LogGroup } from "../log-store.ts";
import type { LogStream } from "../log-stream.ts";
import { testOf } from "./condition.ts";
import { indexed } from "./indexed.ts";
import type { Command, Query, SortKey } from "./query.ts";
import { EventRow, type Row } from "./row.ts";
import { aggregated } from "./stats.ts";
import { compareSortables, sortableOf, textOf } from "./value.ts";

/** What a query reads: the events of these groups with `fromMs` <= timestamp <= `toMs`, as of the snapshot. */
export interface QueryScope {
  /** Whose a group is: a monitoring account searches those of several. */
  readonly accountOf: (group: LogGroup) => string;
  readonly groups: readonly LogGroup[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly snapshot: Snapshot;
  /** The rows of a query that has no `limit` of its own. */
  readonly rowsDefault: number;
}

export interface QueryResult {
  readonly rows: readonly (readonly ResultField[])[];
  /** Events that reached the first of stats, dedup and limit. */
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly bytesScanned: number;
  /** What an index told to hold nothing of interest. */
  readonly recordsSkipped: number;
  readonly bytesSkipped: number;
  readonly logGroupsScanned: number;
}

export interface ResultField {
  readonly field: string;
  readonly value: string;
}

/** Executes the commands in their order. Rows that no `sort` has ordered are newest first. */
export function runQuery(query: Query, scope: QueryScope): QueryResult {
  const { rows: events, ...scan } = scanned(query.commands, scope);
  if (query.estimate) return estimated(scan.bytesScanned);
  let rows: Row[] = events.sort((a, b) => compareEvents(b.event, a.event));
  let matched: number | null = null;
  for (const command of query.commands.slice(leading(query.commands).length)) {
    if (command.kind === "stats" || command.kind === "dedup" || command.kind === "limit") matched ??= rows.length;
    rows = applied(command, rows);
  }
  const limited = query.commands.at(-1)?.kind === "limit" ? rows : rows.slice(0, scope.rowsDefault);
  const columns = query.aggregated ? query.columns : [...query.columns.filter((name) => name !== "@ptr"), "@ptr"];
  return {
    rows: limited.map((row) => shown(row, columns)),
    recordsMatched: matched ?? rows.length,
    ...scan,
    logGroupsScanned: scope.groups.length,
  };
}

/** Nothing is run, and nothing is paid. */
function estimated(bytes: number): QueryResult {
  const rows = [[{ field: "estimatedBytes", value: String(bytes) }]];
  return { rows, ...NOTHING_SCANNED, recordsMatched: 0, logGroupsScanned: 0 };
}

const NOTHING_SCANNED = { recordsScanned: 0, bytesScanned: 0, recordsSkipped: 0, bytesSkipped: 0 };

interface Scan {
  readonly rows: EventRow[];
  readonly recordsScanned: number;
  readonly bytesScanned: number;
  readonly recordsSkipped: number;
  readonly bytesSkipped: number;
}

/** Reads the scope, with the leading commands already applied, so that an event that is filtered out costs little. */
function scanned(commands: readonly Command[], scope: QueryScope): Scan {
  const keep = rowwise(leading(commands));
  const rows: EventRow[] = [];
  const scan = { ...NOTHING_SCANNED };
  for (const group of scope.groups) {
    const mayMatch = indexed(commands, group);
    for (const stream of group.streams.values()) {
      const origin = { account: scope.accountOf(group), group: group.name, stream: stream.name };
      for (const event of eventsIn(stream, scope)) {
        const bytes = event.bytes - LIMITS.eventOverheadBytes;
        const row = new EventRow(event, origin);
        if (!mayMatch(row)) {
          scan.recordsSkipped++;
          scan.bytesSkipped += bytes;
          continue;
        }
        scan.recordsScanned++;
        scan.bytesScanned += bytes;
        if (keep(row)) rows.push(row);
      }
    }
  }
  return { rows, ...scan };
}

function* eventsIn(stream: LogStream, { fromMs, toMs, snapshot }: QueryScope): Generator<LogEvent> {
  const { events } = stream;
  for (let at = stream.indexAt(fromMs); at < events.length; at++) {
    const event = events[at];
    if (event === undefined || event.timestamp > toMs) return;
    if (isVisible(event, snapshot)) yield event;
  }
}

type RowCommand = Extract<Command, { kind: "fields" | "filter" | "parse" | "display" }>;

function isRowCommand(command: Command): command is RowCommand {
  return ["fields", "filter", "parse", "display"].includes(command.kind);
}

/** The commands before the first one that needs all rows. */
function leading(commands: readonly Command[]): RowCommand[] {
  const found: RowCommand[] = [];
  for (const command of commands) {
    if (!isRowCommand(command)) break;
    found.push(command);
  }
  return found;
}

/** Applies commands to one row; false if a filter drops it. */
function rowwise(commands: readonly RowCommand[]): (row: Row) => boolean {
  const steps = commands.map(step);
  return (row) => steps.every((one) => one(row));
}

function step(command: RowCommand): (row: Row) => boolean {
  switch (command.kind) {
    case "display":
      return () => true;
    case "filter": {
      const test = testOf(command.condition);
      return (row) => test(row) === true;
    }
    case "fields": {
      const aliases = command.fields.filter(({ name, alias }) => name !== alias);
      return (row) => {
        for (const { name, alias } of aliases) row.set(alias, row.get(name));
        return true;
      };
    }
    case "parse":
      return (row) => {
        const value = row.get(command.field);
        const found = value === null ? null : command.pattern.exec(textOf(value));
        for (const [index, name] of command.names.entries()) {
          row.set(name, found?.groups === undefined ? (found?.[index + 1] ?? null) : (found.groups[name] ?? null));
        }
        return true;
      };
  }
}

function applied(command: Command, rows: Row[]): Row[] {
  switch (command.kind) {
    case "stats":
      return aggregated(rows, command.aggregates, command.groups);
    case "sort":
      return sorted(rows, command.keys);
    case "dedup":
      return deduplicated(rows, command.names);
    case "limit":
      return rows.slice(0, command.rows);
    default:
      return rows.filter(rowwise([command]));
  }
}

function sorted(rows: readonly Row[], keys: readonly SortKey[]): Row[] {
  const keyed = rows.map((row) => ({ row, values: keys.map(({ name }) => sortableOf(row.get(name))) }));
  keyed.sort((a, b) => {
    for (const [index, { descending }] of keys.entries()) {
      const order = compareSortables(a.values[index] ?? null, b.values[index] ?? null);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
  return keyed.map(({ row }) => row);
}

/** Keeps the first row of each combination of values; a row that lacks one of the fields is no duplicate. */
function deduplicated(rows: readonly Row[], names: readonly string[]): Row[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const values = names.map((name) => row.get(name)).map((value) => (value === null ? null : textOf(value)));
    if (values.includes(null)) return true;
    const key = JSON.stringify(values);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function shown(row: Row, columns: readonly string[]): ResultField[] {
  const fields: ResultField[] = [];
  for (const field of columns) {
    const value = row.get(field);
    if (value !== null) fields.push({ field, value: textOf(value) });
  }
  return fields;
}
