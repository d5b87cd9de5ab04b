import type { Union } from "../evidence/union.ts";
import type { Key } from "../key.ts";
import { HOUR } from "../time.ts";
import type { Hop, Link } from "../transaction.ts";
import { nameOf } from "./merge.ts";

interface Member {
  readonly place: number;
  readonly key: Key;
  readonly hop: Hop;
  readonly works: boolean;
}

/**
 * Links for hops that no id ties to a parent, but that carry the trace of others: the latest hop of that trace that began
 * before it and that works rather than being called. It says "the same transaction", not "this called that".
 * `trees` holds what is linked already, and whoever takes a link joins it: a hop is not linked to what follows from it.
 */
export function* sharedParents(hops: readonly Hop[], parented: ReadonlySet<number>, trees: Union): Generator<Link> {
  const linked = new Set<number>();
  const isApart = (one: Member | undefined, other: Member): boolean =>
    one !== undefined && trees.find(one.place) !== trees.find(other.place);
  for (const ordered of membersOf(hops)) {
    let before: Member | undefined;
    // The latest of another tree than that of `before`: clocks may make a cause later than what follows from it.
    let elsewhere: Member | undefined;
    for (const member of ordered) {
      const { place, key, hop } = member;
      const parent = [before, elsewhere].find((one) => isApart(one, member));
      if (parent !== undefined && !parented.has(place) && !linked.has(place)) {
        linked.add(place);
        yield { parent: parent.place, child: place, certainty: "trace", by: [parent.key, key], outcome: hop.outcome };
      }
      if (!member.works && before !== undefined) continue;
      if (isApart(before, member)) elsewhere = before;
      before = member;
    }
  }
}

/** A correlation id that so many carry is a constant, such as a tenant or a version, and no transaction. */
const MOST_SHARING = 500;
/**
 * After such a silence, who carries a correlation id again is another transaction of the same order, session or nightly job. What
 * waits for longer lies in a queue or a workflow, which hand on ids of their own.
 */
const LONGEST_SILENCE = HOUR;

/** By trace, and then by correlation id, the hops that carry it, in the order in which they began. */
function membersOf(hops: readonly Hop[]): Member[][] {
  const members = new Map<string, Member[]>();
  hops.forEach((hop, place) => {
    const shared = hop.keys.filter(({ role }) => role === "shared");
    if (shared.length === 0) return;
    // Once for a hop, which may have as many spans as it has keys.
    const at = { place, hop, works: works(hop) };
    for (const key of shared) {
      const list = members.get(nameOf(key));
      if (list === undefined) members.set(nameOf(key), [{ ...at, key }]);
      else list.push({ ...at, key });
    }
  });
  const isCorrelation = ([member]: readonly Member[]): boolean => member?.key.kind === "correlation";
  const groups = [...members.values()].filter((list) => !isCorrelation(list) || list.length <= MOST_SHARING);
  for (const list of groups) list.sort((a, b) => a.hop.start - b.hop.start || a.place - b.place);
  return [...groups.filter((list) => !isCorrelation(list)), ...groups.filter(isCorrelation).flatMap(untilSilence)];
}

/** Those that carry one correlation id, in runs between which nobody was at work for long. */
function untilSilence(ordered: readonly Member[]): Member[][] {
  const runs: Member[][] = [];
  let quietSince = Number.NEGATIVE_INFINITY;
  for (const member of ordered) {
    const { start, end } = member.hop;
    if (start - quietSince > LONGEST_SILENCE) runs.push([]);
    runs.at(-1)?.push(member);
    quietSince = Math.max(quietSince, end ?? start);
  }
  return runs;
}

/** A program or a service that takes requests, as against a call that somebody made. */
function works({ spans }: Hop): boolean {
  return spans.some(
    ({ kind }) => kind === "server" || kind === "consumer" || kind === "internal" || kind === "producer",
  );
}
