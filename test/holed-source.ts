import type { Story } from "../sandbox/scenarios/story.ts";
import { asksForTraces, type Question, type Source, type Told } from "../src/sources/source.ts";
import { fromMillis } from "../src/time.ts";

/** What of a story's logs cannot be read. Moments are epoch ms. */
export interface Holes {
  /** Groups that answer 403. */
  readonly denied: readonly string[];
  /** Stretches of groups of which an answer was cut off. */
  readonly cut: readonly { readonly group: string; readonly from: number; readonly to: number }[];
  /** Nothing that was taken in later is there; null: nothing is late. */
  readonly takenInUntil: number | null;
}

export const WHOLE: Holes = { denied: [], cut: [], takenInUntil: null };

/** A store of the lines of a story, as of its moment, that answers questions as a live one does, with holes. */
export function holedSource({ streams, at }: Story, holes: Holes): Source {
  const until = holes.takenInUntil ?? at;
  const groups = new Set(streams.map(({ group }) => group));
  const written = streams.map(({ group, stream, lines }) => {
    const cut = holes.cut.filter((one) => one.group === group);
    const there = lines.filter(
      ({ timestamp, ingestionTime }) =>
        ingestionTime <= until && !cut.some(({ from, to }) => timestamp >= from && timestamp <= to),
    );
    return { group, stream, lines: there };
  });
  return {
    name: "cloudwatch-logs",
    whole: false,
    async *ask(question): AsyncGenerator<Told> {
      if (!asksForTraces(question)) return;
      const asked = [...groups].filter((group) => groupsOf(question)?.has(group) ?? true);
      for (const group of asked) yield* gapsIn(group, question, holes);
      const open = new Set(asked.filter((group) => !holes.denied.includes(group)));
      for (const { group, stream, lines } of written) {
        if (!open.has(group)) continue;
        const found = lines.filter(({ timestamp, message }) => isAsked(question, stream, timestamp, message));
        if (found.length === 0) continue;
        const bytes = Buffer.from(JSON.stringify({ logGroup: group, logStream: stream, logEvents: found }));
        yield { chunk: { origin: { source: "cloudwatch-logs" }, format: "log-events", bytes } };
      }
      yield { read: { source: "cloudwatch-logs", newest: fromMillis(until), ingested: true } };
    },
  };
}

/** A gap as a source tells it: what was not read, and why. */
function* gapsIn(group: string, { window }: Question, { denied, cut }: Holes): Generator<Told> {
  const origin = { source: "cloudwatch-logs", group };
  if (denied.includes(group)) yield { gap: { what: group, why: "it may not be read", origin, unread: true } };
  for (const { group: own, from, to } of cut) {
    if (own !== group || fromMillis(to) < window.from || fromMillis(from) > window.to) continue;
    yield { gap: { what: group, why: "an answer was cut off", origin, unread: true } };
  }
}

function groupsOf(question: Question): Set<string> | null {
  if ("keyed" in question) return question.keyed === null ? null : new Set(question.keyed);
  if ("streams" in question) return new Set(question.streams.map(({ group }) => group));
  return "failures" in question && question.groups !== null ? new Set(question.groups) : null;
}

function isAsked(question: Question, stream: string, atMs: number, message: string): boolean {
  const at = fromMillis(atMs);
  if ("streams" in question)
    return question.streams.some((one) => one.stream === stream && at >= one.from && at <= one.to);
  if (at < question.window.from || at > question.window.to) return false;
  if ("find" in question) return question.find.some((id) => message.includes(id));
  if ("failures" in question) return /error|fail|timed out|throttl|attempts|exception|"statusCode":\s?5/i.test(message);
  return true;
}
