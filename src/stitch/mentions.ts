import type { Union } from "../evidence/union.ts";
import type { Key, KeyKind } from "../key.ts";
import { fromMillis, SECOND } from "../time.ts";
import type { Hop, Link } from "../transaction.ts";

/**
 * Ids that one program hands to another. An id of a call (`aws-request`) or of a recorder's span is never handed on, and
 * whoever wrote to a table is not told the ids of the change.
 */
const HANDED_ON: ReadonlySet<KeyKind> = new Set<KeyKind>([
  "lambda-request",
  "sqs-message",
  "sns-message",
  "eventbridge-event",
  "s3-request",
  "kinesis-sequence",
  "stepfunctions-execution",
  "external",
]);

/** Functions whose clocks disagree a little. */
const CLOCKS = fromMillis(20);
/** Of more than so many that write down one id, none is believed in anything. */
const MOST_RIVALS = 8;
/** How long after its last line a program may still have been at it. */
const LAST_WORDS = 2 * SECOND;

interface Mention {
  readonly parent: number;
  readonly key: Key;
}

interface Claimed {
  readonly child: number;
  readonly own: Key;
  /** Those that wrote the id down, and by the time of it may have sent it. */
  readonly able: readonly Mention[];
}

/**
 * Links for hops whose id nobody recorded sending, but somebody wrote down: "published event 6f…". That is proof only if
 * one hop alone can have sent it: it ran at the moment of sending. Where several did, nothing is claimed, and whoever
 * writes down what others sent is believed in nothing. Who already follows from the hop, or from what it came with, only
 * speaks of it. `links` are those that are known already.
 */
export function* mentionedBy(hops: readonly Hop[], links: Iterable<Link>, trees: Union): Generator<Link> {
  if (!hops.some(({ keys }) => keys.some(({ role }) => role === "mentioned"))) return;
  const parented = new Set<number>();
  const takenAt = new Map<number, number>();
  for (const { parent, child } of links) {
    parented.add(child);
    const at = hops[child]?.start ?? Number.POSITIVE_INFINITY;
    takenAt.set(parent, Math.min(at, takenAt.get(parent) ?? at));
  }
  const claims = claimsOf(hops, trees, takenAt);
  const bystanders = bystandersIn(claims, parented);
  const linked = new Set<number>();
  for (const { child, own, able } of claims) {
    const [sender] = able;
    if (sender === undefined || able.length > 1 || parented.has(child) || linked.has(child)) continue;
    if (bystanders.has(sender.parent)) continue;
    linked.add(child);
    const outcome = hops[child]?.outcome ?? "unknown";
    yield { parent: sender.parent, child, certainty: "exact", by: [sender.key, own], outcome };
  }
}

function claimsOf(hops: readonly Hop[], trees: Union, takenAt: ReadonlyMap<number, number>): Claimed[] {
  const mentions = new Map<string, Mention[]>();
  hops.forEach((hop, parent) => {
    for (const key of hop.keys) {
      if (key.role !== "mentioned") continue;
      const list = mentions.get(key.value);
      if (list === undefined) mentions.set(key.value, [{ parent, key }]);
      else list.push({ parent, key });
    }
  });
  const claims: Claimed[] = [];
  for (const [child, hop] of hops.entries()) {
    const taken = takenAt.get(child) ?? Number.POSITIVE_INFINITY;
    for (const own of hop.keys) {
      if (own.role !== "self" || !HANDED_ON.has(own.kind)) continue;
      const able = (mentions.get(own.value) ?? []).filter(({ parent }) => {
        const mentioner = hops[parent];
        if (mentioner === undefined || parent === child || !ranWhen(mentioner, hop, taken)) return false;
        // Of what hangs together already, only who began before anybody took it: the rest may follow from it.
        return trees.find(parent) !== trees.find(child) || mentioner.start < taken;
      });
      if (able.length > 0) claims.push({ child, own, able });
    }
  }
  return claims;
}

/**
 * Those that write down ids which others sent: of somebody who recorded it, or, one by one, of several who wrote it down as
 * well. What else they write down proves nothing.
 */
function bystandersIn(claims: readonly Claimed[], parented: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set<number>();
  for (const { child, able } of claims) {
    if (parented.has(child) || able.length > MOST_RIVALS) for (const { parent } of able) found.add(parent);
  }
  // By claimant, who else claims all that it does not claim alone: none is left of those if it speaks of everybody.
  const rivals = new Map<number, ReadonlySet<number>>();
  for (const { able } of claims) {
    const claimants = new Set(able.map(({ parent }) => parent)).difference(found);
    if (claimants.size < 2) continue;
    for (const one of claimants) {
      rivals.set(one, rivals.get(one)?.intersection(claimants) ?? claimants.difference(new Set([one])));
    }
  }
  for (const [one, others] of rivals) if (others.size === 0) found.add(one);
  return found;
}

/**
 * Whether a hop was running when another was sent, or, where the other's beginning is its arrival, had begun by then. Some
 * services write the moment of sending in whole seconds; it was sent before anybody took it (`taken`) all the same: whoever
 * began after that was told of it.
 */
function ranWhen(mentioner: Hop, sent: Hop, taken: number): boolean {
  const latest = Math.min(taken, sent.drawn && sent.start % SECOND === 0 ? sent.start + SECOND : sent.start);
  if (mentioner.start - CLOCKS > latest) return false;
  return !sent.drawn || mentioner.end === null || sent.start <= mentioner.end + LAST_WORDS;
}
