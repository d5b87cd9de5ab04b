import type { Contents, SeenChange, Session } from "../evidence/contents.ts";
import type { Invocation } from "../evidence/invocation.ts";
import { facesOf, SERVICES } from "../services/table.ts";
import { FAILING, type ServiceName, type Span } from "../span.ts";
import { spansOfInvocation } from "./invocation.ts";
import { sessionIdOf } from "./sessions.ts";

interface Read {
  readonly changes: readonly SeenChange[];
  readonly writes: readonly Span[];
  readonly sessions: readonly Session[];
}

/** Which words stand in the lines. */
interface Said {
  readonly changed: boolean;
  readonly wrote: ReadonlySet<ServiceName>;
  readonly session: boolean;
}

const NOTHING: Read = { changes: [], writes: [], sessions: [] };
/** Remembered for as long as the invocation is the same object: evidence comes in rounds, which leave most as they were. */
const KNOWN = new WeakMap<Invocation, Read>();
const SAID = new WeakMap<Invocation, Said>();
const CHANGED = SERVICES.flatMap(({ contentWords }) => contentWords?.changed ?? []);
const SESSION = SERVICES.flatMap(({ sessionWords }) => sessionWords ?? []);
const WROTE = SERVICES.flatMap(({ name, contentWords }) =>
  contentWords === undefined ? [] : [{ name, words: contentWords.wrote }],
);

/** What invocations, and spans that somebody recorded, show of changes, writes and sessions. Payloads are read only where words promise some. */
export const contentsIn: Contents = {
  changes: (what) => ("lines" in what && saidIn(what).changed ? readOnce(what).changes : []),
  writes(what, services) {
    if ("lines" in what) return saidIn(what).wrote.isDisjointFrom(services) ? [] : readOnce(what).writes;
    return "operation" in what && services.has(what.service) && isWrite(what) ? [what] : [];
  },
  sessions: (what) => ("lines" in what && saidIn(what).session ? readOnce(what).sessions : []),
};

function saidIn(invocation: Invocation): Said {
  const known = SAID.get(invocation);
  if (known !== undefined) return known;
  const lines = invocation.lines.map(({ text, body }) => (body === null ? text : JSON.stringify(body)));
  const says = (words: readonly RegExp[]): boolean => lines.some((line) => words.some((one) => one.test(line)));
  const said = {
    changed: says(CHANGED),
    wrote: new Set(WROTE.flatMap(({ name, words }) => (says([words]) ? [name] : []))),
    session: says(SESSION),
  };
  SAID.set(invocation, said);
  return said;
}

function readOnce(invocation: Invocation): Read {
  const known = KNOWN.get(invocation);
  if (known !== undefined) return known;
  const spans = spansOfInvocation(invocation);
  const sessions = saidIn(invocation).session ? sessionsAmong(spans) : [];
  const found = { changes: changesAmong(spans), writes: spans.filter(isWrite), sessions };
  const read = found.changes.length + found.writes.length + sessions.length === 0 ? NOTHING : found;
  KNOWN.set(invocation, read);
  return read;
}

function changesAmong(spans: readonly Span[]): SeenChange[] {
  const takenAt = spans.find(({ drawn, kind }) => !drawn && kind === "server")?.start ?? Number.POSITIVE_INFINITY;
  return spans.flatMap((span) => {
    if (!span.drawn) return [];
    const change = facesOf(span.service)
      .map((face) => face.changed?.(span) ?? null)
      .find((one) => one !== null);
    if (change === null || change === undefined) return [];
    const { from, to } = change.window;
    return [{ span, change: { ...change, window: { from, to: Math.min(to, takenAt) } } }];
  });
}

/** A user that only log lines name is the word of the invocation that the beginning came to. */
function sessionsAmong(spans: readonly Span[]): Session[] {
  return spans.flatMap(({ drawn, ...span }) => {
    const id = drawn ? sessionIdOf(span) : null;
    if (id === null) return [];
    const user = spans.find(({ arrival }) => arrival?.user != null)?.arrival?.user ?? null;
    const { start, operation, resource, input } = span;
    return [{ id, at: start, operation, resource, user, input }];
  });
}

/** Only to ask where it wrote: what the fields are is known later. */
function isWrite(span: Span): boolean {
  if (FAILING.has(span.outcome) && !span.partial) return false;
  return facesOf(span.service).some((face) => {
    let writes = false;
    const marks = face.wrote?.(span, () => {
      writes = true;
      return [];
    });
    return writes || (marks?.length ?? 0) > 0;
  });
}
