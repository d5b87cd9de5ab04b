import type { Gap } from "../record.ts";
import { micros, type Window } from "../time.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { Answer, Insights } from "./insights.ts";
import { isRefusal, unreadGroup } from "./log-gaps.ts";
import type { LogGroup } from "./log-groups.ts";
import { toldByRows } from "./log-rows.ts";
import { groupNamedIn, type RefusedGroups } from "./refused-groups.ts";
import type { Told } from "./source.ts";

/** One query. */
export interface Search {
  readonly groups: readonly LogGroup[];
  readonly text: string;
  readonly window: Window;
  /** How often it may be split in time where its answer is full. */
  readonly splits: number;
  /** All of the time that is asked again where the window held nothing. */
  readonly before?: Window;
  /** A query for these groups and one more was refused. */
  readonly refused?: true;
  /** The groups are all that begin so: there are more of them than a query can name. */
  readonly prefixes?: readonly string[];
}

/** What one query told. What it could not do for all its groups, or for all its window, comes back as smaller searches. */
export interface Searched {
  readonly told: readonly Told[];
  readonly again: readonly Search[];
}

export async function runSearch(
  insights: Insights,
  search: Search,
  refused: RefusedGroups,
  until: AbortSignal,
): Promise<Searched> {
  try {
    if (search.prefixes === undefined) {
      const found = await insights.run(search.groups, search.text, search.window, until);
      return answered(search, found, search.groups);
    }
    const under = { prefixes: search.prefixes, kind: search.groups[0]?.kind ?? null };
    const found = await insights.runUnder(under, search.text, search.window, until);
    const missing = search.groups.filter((group) => !found.read(group));
    const { told, again } = answered(search, found, search.groups);
    return { told, again: [...again, ...inBatches({ ...search, groups: missing })] };
  } catch (error) {
    if (search.prefixes !== undefined && !until.aborted) {
      refused.prefixes = true;
      return { told: [], again: inBatches(search) };
    }
    const { groups } = search;
    if (!isRefusal(error))
      return { told: groups.map((group) => ({ gap: unreadGroup(group, error, until) })), again: [] };
    const again = readable(search, error, refused);
    return { told: [], again: again.map((part) => ({ ...search, groups: part, refused: true })) };
  }
}

/** The same search, with its groups named, as many in each as a query takes. */
export function inBatches({ prefixes: _, ...search }: Search): Search[] {
  const { groups } = search;
  const batches: Search[] = [];
  for (let i = 0; i < groups.length; i += LIMITS.queryGroups)
    batches.push({ ...search, groups: groups.slice(i, i + LIMITS.queryGroups) });
  return batches;
}

function answered(search: Search, found: Answer, groups: readonly LogGroup[]): Searched {
  const { window, splits, before } = search;
  const told = toldByRows(found, groups);
  if (found.rows.length === 0 && before !== undefined) {
    const { before: _, ...whole } = search;
    return { told, again: [{ ...whole, window: before }] };
  }
  if (!found.full) return { told, again: [] };
  const middle = micros((window.from + window.to) / 2);
  if (splits > 0) {
    const halves = [
      { from: window.from, to: middle },
      { from: middle, to: window.to },
    ];
    return { told, again: halves.map((half) => ({ ...search, window: half, splits: splits - 1 })) };
  }
  const gap: Gap = {
    what: "log lines",
    why: `more than ${LIMITS.queryRows} in one slice of time; the rest was not read`,
    unread: true,
  };
  return { told: [...told, { gap }], again: [] };
}

/**
 * One group that may not be read, or is gone, refuses the query for all of them. The service mostly says which, and then the
 * others are asked; where it does not, or refuses them too, halves are asked until each such group stands alone.
 */
function readable({ groups, refused: again }: Search, error: unknown, refused: RefusedGroups): LogGroup[][] {
  const named = groups.length === 1 ? (groups[0] ?? null) : groupNamedIn(error, groups);
  if (named !== null) refused.note(named, error);
  const rest = groups.filter((group) => !refused.has(group));
  if (rest.length === 0) return [];
  if (named !== null && again === undefined) return [rest];
  const half = Math.ceil(rest.length / 2);
  return [rest.slice(0, half), rest.slice(half)].filter((part) => part.length > 0);
}
