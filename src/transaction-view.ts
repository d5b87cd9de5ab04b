import { type Configuration, NOTHING_READ } from "./configuration.ts";
import { cut } from "./cut.ts";
import type { Judged } from "./impact/judge.ts";
import { type Json, unwrapped } from "./json.ts";
import { KEPT } from "./kept.ts";
import type { Certainty, Key } from "./key.ts";
import { Proofs } from "./link-proof.ts";
import type { Query } from "./query.ts";
import type { Gap, LogRecord } from "./record.ts";
import type { GapView, HopView, LinkView, LogView, SkewView, TransactionView, TryView } from "./report.ts";
import { titleOf } from "./services/table.ts";
import type { Try } from "./span.ts";
import { streamsOf, traceIn } from "./streams-view.ts";
import { iso } from "./time.ts";
import type { Hop, Link, OutsideLink, Transaction } from "./transaction.ts";

const MOST_TRIES = 20;
const MOST_TAGS = 5;
const SUREST: readonly Certainty[] = ["exact", "trace", "content", "time"];

/** Any variable may hold a secret, whatever it is called; that one is empty, or is there at all, is none. */
const HIDDEN = "[hidden]";

/** A judged transaction in the shape of the contract (DESIGN section 5): places counted from 1, times as text. */
export function viewOfTransaction(judged: Judged, query: Query, known: Configuration = NOTHING_READ): TransactionView {
  const { transaction, entry, user, outcome } = judged;
  const parents = Map.groupBy(transaction.links, ({ child }) => child);
  const outside = Map.groupBy(transaction.outside, ({ child }) => child);
  const proofs = new Proofs();
  const hops = transaction.hops.map((hop, place) => {
    const [links, others] = [parents.get(place) ?? [], outside.get(place) ?? []];
    const parentOf = (link: Link): Hop | null => transaction.hops[link.parent] ?? null;
    return hopView(hop, place, linksOf(hop, links, others, parentOf, proofs), known);
  });
  return {
    id: transaction.id,
    query: { id: query.id, kind: query.kind },
    entry: entry === null ? null : { ...entry, hop: entry.hop + 1 },
    user,
    outcome,
    hops,
    skew: skewIn(transaction),
    gaps: [...transaction.gaps.map(gapView), ...hops.flatMap((hop, place) => cutLines(hop, transaction, place))],
  };
}

export function gapView({ what, why }: Gap): GapView {
  return { what, why };
}

/** The links from its parents, surest first, and then those from other transactions. */
function linksOf(
  hop: Hop,
  links: readonly Link[],
  outside: readonly OutsideLink[],
  parentOf: (link: Link) => Hop | null,
  proofs: Proofs,
): LinkView[] {
  const inner = links.toSorted(
    (a, b) => SUREST.indexOf(a.certainty) - SUREST.indexOf(b.certainty) || a.parent - b.parent,
  );
  const shared = (link: Link | OutsideLink): Omit<LinkView, "hop" | "proof" | "entry"> => ({
    certainty: link.certainty,
    ...provenBy(link.by),
    outcome: link.outcome,
    ...(link.atFault === undefined ? {} : { atFault: link.atFault }),
  });
  return [
    ...inner.map(
      (link): LinkView => ({
        hop: link.parent + 1,
        ...shared(link),
        proof: proofs.of(link.by, link.certainty, parentOf(link), hop),
      }),
    ),
    ...outside.map(
      (link): LinkView => ({
        hop: null,
        ...shared(link),
        entry: link.entry,
        proof: proofs.of(link.by, link.certainty, null, hop),
      }),
    ),
  ];
}

function hopView(hop: Hop, place: number, links: readonly LinkView[], known: Configuration): HopView {
  const [first = null] = links;
  // What lies in other transactions is no parent to walk to.
  const from = first?.hop === null ? null : first;
  const streams = streamsOf(hop);
  const trace = traceIn(hop);
  return {
    id: hop.id,
    n: place + 1,
    service: hop.service,
    resource: hop.resource,
    operation: hop.operation,
    requestId: hop.requestId,
    account: hop.account,
    region: hop.region,
    startedAt: iso(hop.start),
    durationMs: hop.end === null ? null : (hop.end - hop.start) / 1000,
    dwellMs: hop.dwell === null ? null : hop.dwell / 1000,
    outcome: hop.outcome,
    decidedBy: hop.decidedBy,
    attempts: hop.attempts,
    ...(hop.tries.length < 2 ? {} : { tries: hop.tries.slice(0, MOST_TRIES).map(tryView) }),
    delivery: hop.delivery ?? 1,
    error: hop.error,
    from,
    alsoFrom: from === null ? links : links.slice(1),
    tags: tagsOf(hop),
    input: payload(hop.input),
    output: payload(hop.output),
    environment: payload(hop.environment ?? configuredEnvironment(hop, known)),
    // What went wrong stands at the end.
    logs: hop.logs.slice(-KEPT.lines).map(logView),
    ...(hop.logs.length > KEPT.lines ? { logLines: hop.logs.length } : {}),
    ...(streams.length === 0 ? {} : { streams }),
    ...(trace === null ? {} : { trace }),
    source: hop.sources,
  };
}

function tryView({ start, end, outcome }: Try): TryView {
  return { startedAt: iso(start), durationMs: end === null ? null : (end - start) / 1000, outcome };
}

/** The correlation ids of a hop, by the names under which they are carried; several under one name are those of a batch. */
function tagsOf({ keys }: Hop): Record<string, string> {
  const carried = keys.filter(
    ({ kind, role }) => kind === "correlation" && (role === "shared" || role === "mentioned"),
  );
  const byName = Map.groupBy(carried, ({ path }) => path);
  return Object.fromEntries(
    [...byName].map(([name, all]): [string, string] => {
      const values = [...new Set(all.map(({ value }) => value))];
      const shown = values.slice(0, MOST_TAGS).join(", ");
      return [name, values.length > MOST_TAGS ? `${shown}, … (${values.length} in all)` : shown];
    }),
  );
}

/** Less than this is the time that it takes to write a line, and no clock. */
const LEAST_SKEW_MS = 100;

function skewIn({ hops, skew }: Transaction): SkewView[] {
  return [...skew].flatMap(([clock, off]): SkewView[] => {
    const own = hops.filter((hop) => hop.clock === clock);
    const [first] = own;
    if (first === undefined || off < LEAST_SKEW_MS * 1000) return [];
    const name = `${titleOf(first.service)} ${first.resource ?? first.operation}`;
    return [{ clock: name, ms: off / 1000, hops: own.map(({ id }) => id) }];
  });
}

/** What no recorder gave, as it is configured now: the names of the variables, and whether they hold anything. */
function configuredEnvironment({ service, resource }: Hop, known: Configuration): Json {
  const environment = resource === null ? null : (known.settingsOf({ service, resource })?.environment ?? null);
  if (environment === null) return null;
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value === "" ? "" : HIDDEN]));
}

/** A container that a recorder wrote down is named by the id that people know it by. */
function provenBy([sent, received]: readonly [Key, Key]): { by: string; key: string } {
  const kind = received.kind === "external" ? sent.kind : received.kind;
  return { by: kind === "invocation" ? "lambda-request" : kind, key: received.value };
}

/** JSON text is parsed once, as people would read it. */
function payload(value: Json): Json {
  return cut(unwrapped(value), KEPT.payloadBytes);
}

function logView({ id, at, level, text, body }: LogRecord): LogView {
  const said = body === null ? text : `${text} ${JSON.stringify(body)}`.trim();
  const bytes = Buffer.from(said);
  const fits = bytes.length <= KEPT.lineBytes;
  const shown = fits
    ? said
    : `${bytes
        .subarray(0, KEPT.lineBytes)
        .toString()
        .replace(/\ufffd+$/, "")} … (${bytes.length} bytes)`;
  return { id, at: iso(at), level, text: shown };
}

function cutLines(hop: HopView, { hops }: Transaction, place: number): GapView[] {
  const all = hops[place]?.logs.length ?? 0;
  if (all <= KEPT.lines) return [];
  return [{ what: `log lines of ${hop.resource ?? hop.operation}`, why: `the last ${KEPT.lines} of ${all} are shown` }];
}

/** One gap of each source, and then the others: however few are shown, no source is forgotten. */
export function eachSourceFirst(gaps: readonly Gap[]): Gap[] {
  const bySource = Map.groupBy(gaps, ({ what, origin }) => origin?.source ?? what);
  const first = [...bySource.values()].flatMap(([one]) => one ?? []);
  return [...new Set([...first, ...gaps])];
}
