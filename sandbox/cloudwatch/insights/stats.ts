import type { Aggregate, AggregateFunction, Group } from "./query.ts";
import { GroupRow, type Row } from "./row.ts";
import { compareSortables, numberOf, type Sortable, sortableOf, textOf, type Value } from "./value.ts";

/** Groups rows, which come newest first, and computes the aggregates of each group. */
export function aggregated(
  rows: Iterable<Row>,
  aggregates: readonly Aggregate[],
  groups: readonly Group[],
): GroupRow[] {
  const found = new Map<string, { keys: readonly Value[]; accumulators: readonly Accumulator[] }>();
  for (const row of rows) {
    const keys = groups.map((group) => keyOf(row, group));
    const id = JSON.stringify(keys.map((key) => (key === null ? null : textOf(key))));
    let group = found.get(id);
    if (group === undefined) {
      group = { keys, accumulators: aggregates.map((aggregate) => ACCUMULATORS[aggregate.function]()) };
      found.set(id, group);
    }
    for (const [index, accumulator] of group.accumulators.entries()) {
      const field = aggregates[index]?.field ?? null;
      accumulator.add(field === null ? "" : row.get(field), row);
    }
  }
  return [...found.values()].map(({ keys, accumulators }) => {
    const row = new GroupRow();
    for (const [index, group] of groups.entries()) row.set(group.column, keys[index] ?? null);
    for (const [index, aggregate] of aggregates.entries()) {
      row.set(aggregate.column, accumulators[index]?.result() ?? null);
    }
    return row;
  });
}

function keyOf(row: Row, group: Group): Value {
  if (group.kind === "field") return row.get(group.name);
  const timestamp = numberOf(row.get("@timestamp")) ?? 0;
  return { epochMs: Math.floor(timestamp / group.widthMs) * group.widthMs };
}

/** Takes the values of one aggregate's field, row by row; a null is a row without the field. */
interface Accumulator {
  add(value: Value, row: Row): void;
  result(): Value;
}

const ACCUMULATORS: Readonly<Record<AggregateFunction, () => Accumulator>> = {
  count: () => {
    let count = 0;
    return {
      add: (value) => {
        if (value !== null) count++;
      },
      result: () => count,
    };
  },
  count_distinct: () => {
    const seen = new Set<string>();
    return {
      add: (value) => {
        if (value !== null) seen.add(textOf(value));
      },
      result: () => seen.size,
    };
  },
  sum: () => totalling((sum) => sum),
  avg: () => totalling((sum, count) => sum / count),
  min: () => extreme((order) => order < 0),
  max: () => extreme((order) => order > 0),
  earliest: () => byTime((time, best) => time <= best),
  latest: () => byTime((time, best) => time > best),
};

/** Over the values that are numbers; a group without one has no result. */
function totalling(result: (sum: number, count: number) => number): Accumulator {
  let sum = 0;
  let count = 0;
  return {
    add: (value) => {
      const number = numberOf(value);
      if (number === null) return;
      sum += number;
      count++;
    },
    result: () => (count === 0 ? null : result(sum, count)),
  };
}

function extreme(better: (order: number) => boolean): Accumulator {
  let best: Value = null;
  let bestSortable: Sortable = null;
  return {
    add: (value) => {
      const sortable = sortableOf(value);
      if (sortable === null || (bestSortable !== null && !better(compareSortables(sortable, bestSortable)))) return;
      best = value;
      bestSortable = sortable;
    },
    result: () => picked(best),
  };
}

/** Among the rows that have the field. Of rows of one moment, which come last to first, the order of arrival decides. */
function byTime(better: (time: number, best: number) => boolean): Accumulator {
  let best: Value = null;
  let bestTime = 0;
  return {
    add: (value, row) => {
      const time = numberOf(row.get("@timestamp")) ?? 0;
      if (value === null || (best !== null && !better(time, bestTime))) return;
      best = value;
      bestTime = time;
    },
    result: () => picked(best),
  };
}

/** A picked moment is shown in epoch milliseconds, as the live service was seen to do. */
function picked(value: Value): Value {
  return typeof value === "object" && value !== null ? value.epochMs : value;
}
