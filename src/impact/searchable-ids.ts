import { idsIn } from "../evidence/scan.ts";
import type { Key, KeyKind } from "../key.ts";
import { facesOf } from "../services/table.ts";
import type { Hop, Transaction } from "../transaction.ts";
import type { Case } from "./case.ts";

/** Ids of single calls are in nobody else's lines, and containers are no ids at all. */
const NOT_SEARCHED: ReadonlySet<KeyKind> = new Set<KeyKind>(["aws-request", "invocation", "span"]);
/** An id that more requests with trouble share is a version, a tenant or a table, and finds everything. */
const MOST_SHARING = 20;

/** The ids of a transaction that are worth a search, in the order of its hops. */
export function searchableIds(transaction: Transaction): string[] {
  return [...new Set([...idsOf(transaction.hops.flatMap(({ keys }) => keys)), ...besideSender(transaction)])];
}

/** Of what was handed on without an id of its sender, the words that stand in the sender's lines as well. */
function besideSender({ hops, links }: Transaction): string[] {
  const parented = new Set(links.map(({ child }) => child));
  return hops.flatMap((hop, place) =>
    hop.drawn && !parented.has(place) ? facesOf(hop.service).flatMap((face) => face.writtenBeside?.(hop) ?? []) : [],
  );
}

/** Those of them that are its own: what else came in the same batch belongs to other requests. */
export function ownIds(transaction: Transaction): string[] {
  const { hops, links } = transaction;
  const itemsOf = Map.groupBy(links, ({ child }) => child);
  const ids = idsOf(
    hops.flatMap((hop, place) => {
      const items = new Set((itemsOf.get(place) ?? []).flatMap(({ by: [, received] }) => received.item ?? []));
      return items.size === 0 ? hop.keys : keysOfItems(hop, items);
    }),
  );
  return [...new Set([...ids, ...besideSender(transaction)])];
}

/** The same of requests that have nothing to do with each other: what two of them carry belongs to neither. */
export function idsApart(transactions: readonly Transaction[]): string[][] {
  const each = transactions.map(ownIds);
  const counts = new Map<string, number>();
  for (const id of each.flat()) counts.set(id, (counts.get(id) ?? 0) + 1);
  return each.map((ids) => ids.filter((id) => counts.get(id) === 1));
}

interface Placed {
  readonly place: number;
  readonly key: Key;
}

/** The keys of a batch: those that go with each item, and those that go with all of them. */
interface Batch {
  readonly byItem: ReadonlyMap<number, readonly Placed[]>;
  readonly common: readonly Placed[];
}

/** By the keys, which every transaction of a batch has from one hop: a batch is looked through once, and not by each. */
const BATCHES = new WeakMap<readonly Key[], Batch>();

function keysOfItems(hop: Hop, items: ReadonlySet<number>): readonly Key[] {
  const known = BATCHES.get(hop.keys);
  const { byItem, common } = known ?? batchOf(hop);
  if (known === undefined) BATCHES.set(hop.keys, { byItem, common });
  const own = [...items].flatMap((item) => byItem.get(item) ?? []);
  const others = byItem.size > [...items].filter((item) => byItem.has(item)).length;
  return others ? [...common, ...own].sort((a, b) => a.place - b.place).map(({ key }) => key) : hop.keys;
}

function batchOf({ keys, input }: Hop): Batch {
  const placed = keys.map((key, place) => ({ place, key }));
  const byItem = Map.groupBy(
    placed.filter(({ key }) => key.item !== undefined),
    ({ key }) => key.item ?? 0,
  );
  const inBatch = new Set(idsIn(JSON.stringify(input)));
  const common = placed.filter(({ key }) => {
    return key.item === undefined && (key.role !== "mentioned" || !inBatch.has(key.value));
  });
  return { byItem, common };
}

function idsOf(keys: readonly Key[]): string[] {
  return [...new Set(keys.filter(({ kind }) => !NOT_SEARCHED.has(kind)).map(({ value }) => value))];
}

/** Ids that so many requests with trouble carry that they tell nothing of any one of them. */
export function commonIds(cases: readonly Case[]): ReadonlySet<string> {
  const sharing = new Map<string, number>();
  for (const { ids } of cases) for (const id of ids) sharing.set(id, (sharing.get(id) ?? 0) + 1);
  return new Set([...sharing].filter(([, count]) => count > MOST_SHARING).map(([id]) => id));
}
