import type { Certainty } from "../../src/key.ts";
import type { Hop, Transaction } from "../../src/transaction.ts";
import type { TrueLink, Truth } from "./truth.ts";

/** How what was stitched differs from what happened, in words for a failing test. */
export interface Compared {
  readonly exact: number;
  readonly proven: number;
  /** Links said to be exact between hops of which one did not cause the other. */
  readonly falseLinks: readonly string[];
  /** Weaker links between hops that have no transaction in common. */
  readonly strangers: readonly string[];
  readonly missed: readonly TrueLink[];
  /** Links by content that are true, and those that are not. */
  readonly contents: number;
  readonly falseContents: readonly string[];
  /** Operations that the logs show, and that are no hop, or more than one, or one together with another. */
  readonly notOnce: readonly string[];
}

export function compare(transactions: readonly Transaction[], truth: Truth): Compared {
  const proven = truth.proven;
  const { exact, falseLinks, strangers, contents, falseContents } = linksOf(transactions, truth);
  const missed = proven.filter(({ parent, child }) => !exact.has(`${parent} ${child}`));
  const notOnce = notOnceIn(transactions, truth);
  return { exact: exact.size, proven: proven.length, falseLinks, strangers, missed, notOnce, contents, falseContents };
}

function notOnceIn(transactions: readonly Transaction[], truth: Truth): string[] {
  const found = new Map<string, Set<string>>();
  const wrong: string[] = [];
  for (const { id, hops } of transactions) {
    if (new Set(hops.map((hop) => hop.id)).size !== hops.length) wrong.push(`${id} has a hop twice`);
    for (const hop of hops) {
      const own = ownNames(hop, truth);
      for (const name of own) found.set(name, (found.get(name) ?? new Set()).add(plainId(hop)));
      const operations = new Set([...own].map((name) => truth.hopOf.get(name)));
      if (operations.size > 1) wrong.push(`several in one: ${[...own].join(", ")}`);
    }
  }
  for (const name of truth.shown) {
    const count = found.get(name)?.size ?? 0;
    if (count !== 1) wrong.push(`${name} stands in ${count} hops`);
  }
  return wrong;
}

interface Met {
  readonly certainty: Certainty;
  readonly parents: ReadonlySet<string>;
  readonly children: ReadonlySet<string>;
  readonly words: string;
}

function metIn({ hops, links }: Transaction, truth: Truth): Met[] {
  return links.flatMap(({ parent, child, certainty, by }) => {
    const [from, to] = [hops[parent], hops[child]];
    if (from === undefined || to === undefined) return [];
    const words = `${wordsOf(from)} -> ${wordsOf(to)} by ${by[0].role} ${by[0].kind} ${by[0].path}`;
    return [{ certainty, parents: ownNames(from, truth), children: ownNames(to, truth), words }];
  });
}

function linksOf(transactions: readonly Transaction[], truth: Truth) {
  const all = transactions.flatMap((one) => metIn(one, truth));
  const sure = all.filter(({ certainty }) => certainty === "exact");
  const exact = new Set(
    sure.flatMap(({ parents, children }) =>
      [...parents].flatMap((one) => [...children].map((other) => `${one} ${other}`)),
    ),
  );
  const isFalse = ({ parents, children }: Met): boolean =>
    parents.size + children.size > 0 && !truth.isTrue(parents, children);
  const strangers = all.filter((one) => one.certainty !== "exact" && !meet(one.parents, one.children, truth));
  const byContent = new Map(
    all
      .filter(({ certainty }) => certainty === "content")
      .map((one) => [`${[...one.parents].join()} ${[...one.children].join()}`, one]),
  );
  return {
    exact,
    contents: [...byContent.values()].filter(({ parents, children }) => truth.isTrue(parents, children)).length,
    falseContents: [...byContent.values()].filter(isFalse).map(({ words }) => words),
    falseLinks: sure.filter(isFalse).map(({ words }) => words),
    strangers: strangers.map(({ words }) => words),
  };
}

function ownNames({ keys }: Hop, truth: Truth): ReadonlySet<string> {
  const own = keys.filter(({ role }) => role === "self").map(({ kind, value }) => `${kind}:${value}`);
  return new Set(own.filter((name) => truth.hopOf.has(name)));
}

/** Without that of the transaction: a batch is in several. */
function plainId({ id }: Hop): string {
  return id.slice(id.indexOf("#") + 1);
}

function meet(parents: ReadonlySet<string>, children: ReadonlySet<string>, truth: Truth): boolean {
  const of = [...parents].flatMap((name) => [...(truth.hopOf.get(name)?.of ?? [])]);
  return [...children].some((name) => of.some((one) => truth.hopOf.get(name)?.of.has(one)));
}

function wordsOf({ service, resource, requestId }: Hop): string {
  return `${service} ${resource} ${requestId}`;
}
