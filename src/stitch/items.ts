import { batchItemFailures } from "../services/batch-item-failures.ts";
import { facesOf } from "../services/table.ts";
import { FAILING } from "../span.ts";
import type { Hop, ItemError, Link } from "../transaction.ts";

const LONGEST_PAYLOAD = 20_000;
/** What may tell one item from another: an id, or a word that is long enough and has a digit in it. */
const WORD = /[\w-]{4,128}/g;

/**
 * What became of each item of a batch. Where the function named those that failed, the others did not; a stream is read again
 * from the first of them on. Where all of it failed together all of it comes back, but the error, or the line before it, may
 * name the one item that was at fault.
 */
export function withItems(hops: readonly Hop[], links: readonly Link[]): Link[] {
  const batches = Map.groupBy(
    links.filter(({ by: [, { item }] }) => item !== undefined),
    ({ child }) => child,
  );
  const told = new Map<Link, Told>();
  for (const [child, items] of batches) {
    const hop = hops[child];
    if (hop === undefined) continue;
    for (const [link, one] of reported(hop, items, hops) ?? blamed(hop, items, hops)) told.set(link, one);
  }
  return links.map((link) => ({ ...link, ...told.get(link) }));
}

type Told = Pick<Link, "outcome" | "atFault" | "error">;

/** By what the function answered to the poller; null where it named none, or one that is not in the batch. */
function reported(hop: Hop, items: readonly Link[], hops: readonly Hop[]): [Link, Told][] | null {
  const named = new Set(batchItemFailures(hop.output));
  if (named.size === 0) return null;
  const names = namesIn(hop);
  const isNamed = ({ by: [, { item = 0 }] }: Link): boolean =>
    names.get(item)?.some((name) => named.has(name)) === true;
  const failed = items.filter(isNamed);
  if (failed.length === 0 || named.has("")) return null;
  const first = Math.min(...failed.map(({ by: [, { item = 0 }] }) => item));
  const errors = errorsOf(hop, items, failed, hops);
  return items.map((link): [Link, Told] => {
    const error = errors.get(link.by[1].item ?? 0);
    if (isNamed(link)) return [link, { outcome: "error", atFault: true, ...(error === undefined ? {} : { error }) }];
    const again = isOrdered(link, hops) && (link.by[1].item ?? 0) > first;
    return [link, { outcome: again ? "error" : "ok", atFault: false }];
  });
}

/**
 * By failed item, the error that was logged beside the answer: the one that speaks of that item alone. One that speaks of none, or
 * of several, is of the batch, and so of the item only if no other failed.
 */
function errorsOf(
  hop: Hop,
  items: readonly Link[],
  failed: readonly Link[],
  hops: readonly Hop[],
): ReadonlyMap<number, ItemError> {
  const logged = hop.logs.flatMap(({ reported: by, level, error, text, body, mark }) => {
    if (mark !== null || (by !== "handled" && level !== "error" && level !== "fatal")) return [];
    const seen = error ?? { type: null, message: text.slice(0, LONGEST_MESSAGE), stack: [], causes: [] };
    return [{ seen, text: `${seen.message} ${body === null ? text : JSON.stringify(body)}` }];
  });
  if (logged.length === 0) return new Map();
  const spokenOf = speaking(hop, items, hops);
  const own = new Map<number, ItemError>();
  let common: ItemError | null = null;
  for (const { seen, text } of logged) {
    const [item, another] = spokenOf(text);
    if (item === undefined || another !== undefined) common = { seen, of: "batch" };
    else own.set(item, { seen, of: "item" });
  }
  const wanted = new Set(failed.map(({ by: [, { item = 0 }] }) => item));
  const rest: ItemError = wanted.size === 1 && common !== null ? { ...common, of: "item" } : (common ?? NOT_TOLD);
  return new Map([...wanted].map((item) => [item, own.get(item) ?? rest]));
}

const LONGEST_MESSAGE = 2000;
/** What was logged is about others. */
const NOT_TOLD: ItemError = {
  seen: { type: null, message: "the function named it as failed", stack: [], causes: [] },
  of: "item",
};

/** Of a text, the items that it speaks of. */
function speaking(hop: Hop, items: readonly Link[], hops: readonly Hop[]): (text: string) => ReadonlySet<number> {
  const itemsOf = wordsOf(hop, items, hops);
  return (text) => new Set((text.match(WORD) ?? []).flatMap((word) => itemsOf.get(word) ?? []));
}

function isOrdered({ parent }: Link, hops: readonly Hop[]): boolean {
  const service = hops[parent]?.service;
  return service !== undefined && facesOf(service).some(({ ordered }) => ordered === true);
}

/** By item, its ids as they are, and without what was put before them to tell them from others: a table, a queue. */
function namesIn({ keys }: Hop): Map<number, string[]> {
  const names = new Map<number, string[]>();
  for (const { role, item, value } of keys) {
    if (role !== "received" || item === undefined) continue;
    names.set(item, [...(names.get(item) ?? []), value, value.split(/[@/]/).at(-1) ?? value]);
  }
  return names;
}

/** All of the batch failed: which item the error speaks of, or else the last line that speaks of any. */
function blamed(hop: Hop, items: readonly Link[], hops: readonly Hop[]): [Link, Told][] {
  const all = new Set(items.map(({ by: [, { item }] }) => item));
  if (!FAILING.has(hop.outcome) || all.size < 2) return [];
  const spokenOf = speaking(hop, items, hops);
  const texts = function* (): Generator<string> {
    if (hop.error !== null) yield hop.error.message;
    const until = hop.logs.findLastIndex(({ reported: by }) => by !== null);
    for (const { text, body, mark } of hop.logs.slice(0, until === -1 ? undefined : until + 1).reverse()) {
      if (mark === null) yield body === null ? text : `${text} ${JSON.stringify(body)}`;
    }
  };
  for (const text of texts()) {
    const spoken = spokenOf(text);
    if (spoken.size === 0) continue;
    const [item] = spoken;
    if (spoken.size > 1) return [];
    return items.map((link): [Link, Told] => [link, { outcome: link.outcome, atFault: link.by[1].item === item }]);
  }
  return [];
}

/** By word, the one item in which it stands; a word of several tells nothing. */
function wordsOf(hop: Hop, items: readonly Link[], hops: readonly Hop[]): Map<string, number> {
  const names = namesIn(hop);
  const itemsOf = new Map<string, number | null>();
  for (const link of items) {
    const { item = 0, value } = link.by[1];
    const drawn = hops[link.parent]?.spans.find((span) => span.drawn && span.keys.some((key) => key.value === value));
    const payload = (JSON.stringify(drawn?.input) ?? "").slice(0, LONGEST_PAYLOAD);
    const words = (payload.match(WORD) ?? []).filter((word) => /\d/.test(word) && /[A-Za-z]|\d{8}/.test(word));
    for (const word of new Set([...(names.get(item) ?? []), ...words])) {
      const before = itemsOf.get(word);
      itemsOf.set(word, before === undefined || before === item ? item : null);
    }
  }
  return new Map([...itemsOf].flatMap(([word, item]) => (item === null ? [] : [[word, item]])));
}
