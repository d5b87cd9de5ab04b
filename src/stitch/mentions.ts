import type { Union } from "../evidence/union.ts";
import type { Key, KeyKind } from "../key.ts";
import { SECOND } from "../time.ts";
import type { Hop, Link } from "../transaction.ts";

/** Ids that one program hands to another. An id of a call (`aws-request`) or of a recorder's span is never handed on. */
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

/** Moments that services round to a second, and clocks that disagree a little. */
const SLACK = 2 * SECOND;

interface Mention {
  readonly parent: number;
  readonly key: Key;
}

/**
 * Links for hops whose id nobody recorded sending, but somebody wrote down: "published event 6f…". That is proof only if
 * one hop alone can have sent it: it ran at the moment of sending. Where several did, nothing is claimed. Who already follows from the hop, or from what it
 * came with, only speaks of it.
 */
export function* mentionedBy(hops: readonly Hop[], parented: ReadonlySet<number>, trees: Union): Generator<Link> {
  const mentions = new Map<string, Mention[]>();
  hops.forEach((hop, parent) => {
    for (const key of hop.keys) {
      if (key.role !== "mentioned") continue;
      const list = mentions.get(key.value);
      if (list === undefined) mentions.set(key.value, [{ parent, key }]);
      else list.push({ parent, key });
    }
  });
  for (const [child, hop] of hops.entries()) {
    if (parented.has(child)) continue;
    for (const own of hop.keys) {
      if (own.role !== "self" || !HANDED_ON.has(own.kind)) continue;
      const able = (mentions.get(own.value) ?? []).filter(
        ({ parent }) => trees.find(parent) !== trees.find(child) && ranWhen(hops[parent], hop),
      );
      const [sender] = able;
      if (sender === undefined || able.length > 1) continue;
      yield { parent: sender.parent, child, certainty: "exact", by: [sender.key, own], outcome: hop.outcome };
      break;
    }
  }
}

/** Whether a hop was running when another was sent, or, where the other's beginning is its arrival, had begun by then. */
function ranWhen(mentioner: Hop | undefined, sent: Hop): boolean {
  if (mentioner === undefined || mentioner.start - SLACK > sent.start) return false;
  if (!sent.drawn) return true;
  return mentioner.end === null || sent.start <= mentioner.end + SLACK;
}
