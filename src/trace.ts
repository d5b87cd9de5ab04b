import type { Catalog } from "./catalog.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { unreadSession } from "./impact/case.ts";
import type { Judged } from "./impact/judge.ts";
import { searchableIds } from "./impact/searchable-ids.ts";
import { judgedIn } from "./judged-in.ts";
import type { Known } from "./plan.ts";
import { type Brought, pursue, type Room } from "./pursue.ts";
import { beganAt, formsOf, type Query, queryFor } from "./query.ts";
import type { Gap } from "./record.ts";
import { redact } from "./redact/redact.ts";
import type { GapView, Shown, TransactionView } from "./report.ts";
import { lambda } from "./services/lambda.ts";
import { DAY, fromMillis, HOUR, iso, MINUTE, type Micros, micros, plus, SECOND, type Window } from "./time.ts";
import { gapView, viewOfTransaction } from "./transaction-view.ts";
import { unnamedLines, unplacedErrors } from "./unplaced.ts";

/** What was found for an id: the transaction that it belongs to, or only what could not be read. */
export type Traced =
  | { readonly found: true; readonly kept: Shown<{ readonly transactions: readonly [TransactionView] }> }
  | {
      readonly found: false;
      readonly query: Query;
      readonly gaps: readonly GapView[];
      readonly further: Further | null;
    };

/** A search that was not begun, because it would cost more than the budget. */
export interface Further {
  readonly since: string;
  readonly usd: number;
}

/** How far back an id is looked for that carries no time: further, where it was not found. */
const REACHES = [HOUR, DAY, 7 * DAY];
/** Events of an API's request may be written a little before the time in its id, and the rest of its way takes a while. */
const AFTER_BEGINNING = 30 * SECOND;

/**
 * The transaction of one id of any kind. `atMs`: now, epoch ms; null where that is the newest record. Where an id stands in
 * several transactions (a batch), it is the one that carries it as its own, the earliest of them.
 */
export async function trace(text: string, room: Room, atMs: number | null): Promise<Traced> {
  const wanted = formsOf(text);
  const { budgetUsd } = room.catalog.policy;
  const until = AbortSignal.timeout(room.deadlineMs);
  const gaps: Gap[] = [];
  let last: Brought | null = null;
  let [usd, searched] = [0, 1];
  let further: Further | null = null;
  for (const sought of windowsFor(text, fromMillis(atMs ?? room.now()))) {
    // What is scanned grows with the time that is searched.
    const expected = (usd * (sought.to - sought.from)) / searched;
    const isTooDear = expected > budgetUsd;
    if (isTooDear) {
      const why = `looking there would cost about $${expected.toFixed(2)}, and the budget is $${budgetUsd}`;
      gaps.push({ what: `the time since ${iso(sought.from)}`, why, unread: true });
      further = { since: iso(sought.from), usd: expected };
    }
    last = await search(wanted, room, { sought, began: beganAt(text), ...(isTooDear ? { byIndex: true } : {}) }, until);
    if (!isTooDear) [usd, searched] = [last?.cost.usd ?? 0, sought.to - sought.from];
    const judged = transactionsWith(wanted, last?.evidence, room.catalog)[0];
    if (judged !== undefined) return found(text, wanted, judged, last?.gaps ?? [], room.catalog);
    if (last !== null && last.lacking > 0) further ??= { since: iso(sought.from), usd: last.lacking };
    if (further !== null || until.aborted || room.sources.every(({ whole }) => whole)) break;
  }
  return { found: false, query: queryFor(text, null), gaps: [...(last?.gaps ?? []), ...gaps].map(gapView), further };
}

/** Looks for an id where it is thought to be, and for what it leads to wherever that is. */
async function search(
  wanted: readonly string[],
  room: Room,
  { sought, began, ...how }: { readonly sought: Window; readonly began: Micros | null; readonly byIndex?: true },
  until: AbortSignal,
): Promise<Brought | null> {
  const window: Window = { from: micros(sought.to - Math.max(...REACHES)), to: sought.to };
  const knownFrom = ({ evidence }: { evidence: Evidence }, asked: ReadonlySet<string>): Known => {
    const seen = transactionsWith(wanted, evidence, room.catalog);
    const moments = seen.flatMap(({ at, transaction: { hops } }) => [at, hops.at(-1)?.start ?? at]);
    return {
      window,
      trouble: window,
      subjects: null,
      wanted,
      sought,
      ...how,
      follow: seen.map(({ transaction }) => searchableIds(transaction)),
      healthy: [],
      lost: [],
      waits: [],
      followed: { from: micros(seen.reduce<number>((min, { at }) => Math.min(min, at), window.to)), to: window.to },
      passing: began === null ? moments : [micros(began + AFTER_BEGINNING), ...moments],
      groups: [],
      failing: [],
      sessions: seen.flatMap(({ transaction }) => unreadSession(transaction) ?? []),
      unplaced: unplacedErrors(evidence),
      unnamed: unnamedLines(evidence.records, new Set(seen.flatMap(invocationsOf))),
      measured: [],
      described: [],
      alarms: [],
      asked,
    };
  };
  let last: Brought | null = null;
  for await (const so of pursue(room, knownFrom, until)) last = so;
  return last;
}

function invocationsOf({ transaction: { hops } }: Judged): string[] {
  return hops.flatMap(({ service, requestId }) => (service === lambda.name ? (requestId ?? []) : []));
}

function found(
  text: string,
  wanted: readonly string[],
  judged: Judged,
  gaps: readonly Gap[],
  catalog: Catalog,
): Traced {
  const view = viewOfTransaction(judged, queryFor(text, judged.transaction));
  const query = { ...view.query, foundIn: placesOf(wanted, judged) };
  const transaction: TransactionView = { ...view, query, gaps: [...view.gaps, ...gaps.map(gapView)] };
  return { found: true, kept: redact({ transactions: [transaction] }, catalog) };
}

const MOST_PLACES = 10;

/** Where an id stands: in the lines of which log groups, else in what which source recorded. */
function placesOf(forms: readonly string[], { transaction }: Judged): string[] {
  const holders = transaction.hops.filter(({ keys }) => keys.some(({ value }) => forms.includes(value)));
  const groups = holders.flatMap(({ logs }) => logs.flatMap(({ origin }) => origin.group ?? []));
  const places = groups.length > 0 ? groups : holders.flatMap(({ sources }) => sources);
  return [...new Set(places)].sort().slice(0, MOST_PLACES);
}

/** The time up to the moment that is judged, in steps; of an id that tells when it began, the day after that. */
function windowsFor(text: string, now: Micros): Window[] {
  const began = beganAt(text);
  if (began === null) return REACHES.map((reach) => ({ from: micros(now - reach), to: plus(now, SECOND) }));
  return [{ from: micros(began - MINUTE), to: micros(Math.min(now + SECOND, began + DAY)) }];
}

/** The transactions that hold an id in one of its forms, those first in which a hop has it as its own. */
function transactionsWith(forms: readonly string[], evidence: Evidence | undefined, catalog: Catalog): Judged[] {
  if (evidence === undefined) return [];
  const reached = evidence.reach(
    forms.map((value) => ({ kind: "external", value, role: "mentioned", path: "query" }) as const),
  );
  const all = reached.flatMap((component) => judgedIn(component, catalog));
  const holds = (judged: Judged, mentioned: boolean): boolean =>
    judged.transaction.hops.some((hop) =>
      hop.keys.some((key) => forms.includes(key.value) && (mentioned || key.role !== "mentioned")),
    );
  const own = all.filter((one) => holds(one, false));
  return (own.length > 0 ? own : all.filter((one) => holds(one, true))).sort((a, b) => a.at - b.at);
}
