import type { Catalog } from "./catalog.ts";
import type { Evidence } from "./evidence/evidence.ts";
import type { Judged } from "./impact/judge.ts";
import { searchableIds } from "./impact/searchable-ids.ts";
import { judgedIn } from "./judged-in.ts";
import type { Known } from "./plan.ts";
import { type Brought, pursue, type Room } from "./pursue.ts";
import { beganAt, formsOf, type Query, queryFor } from "./query.ts";
import { redact } from "./redact/redact.ts";
import type { GapView, Shown, TransactionView } from "./report.ts";
import { DAY, fromMillis, MINUTE, type Micros, micros, plus, SECOND, type Window } from "./time.ts";
import { gapView, viewOfTransaction } from "./transaction-view.ts";
import { unplacedErrors } from "./unplaced.ts";

/** What was found for an id: the transaction that it belongs to, or only what could not be read. */
export type Traced =
  | { readonly found: true; readonly kept: Shown<{ readonly transactions: readonly [TransactionView] }> }
  | { readonly found: false; readonly query: Query; readonly gaps: readonly GapView[] };

/** How far back an id is looked for that carries no time. */
const LOOK_BACK = DAY;

/**
 * The transaction of one id of any kind. `atMs`: now, epoch ms; null where that is the newest record. Where an id stands in
 * several transactions (a batch), it is the one that carries it as its own, the earliest of them.
 */
export async function trace(text: string, room: Room, atMs: number | null): Promise<Traced> {
  const wanted = formsOf(text);
  const window = windowFor(text, fromMillis(atMs ?? room.now()));
  let last: Brought | null = null;
  const knownFrom = ({ evidence }: { evidence: Evidence }, asked: ReadonlySet<string>): Known => {
    const found = transactionsWith(wanted, evidence, room.catalog);
    return {
      window,
      trouble: window,
      subjects: null,
      wanted,
      follow: found.map(({ transaction }) => searchableIds(transaction)),
      followed: { from: micros(found.reduce<number>((min, { at }) => Math.min(min, at), window.to)), to: window.to },
      entryGroups: [],
      unplaced: unplacedErrors(evidence),
      asked,
    };
  };
  for await (const so of pursue(room, knownFrom)) last = so;
  const judged = last === null ? undefined : transactionsWith(wanted, last.evidence, room.catalog)[0];
  const gaps = (last?.gaps ?? []).map(gapView);
  if (judged === undefined) return { found: false, query: queryFor(text, null), gaps };
  const view = viewOfTransaction(judged, queryFor(text, judged.transaction));
  const query = { ...view.query, foundIn: placesOf(wanted, judged) };
  const transaction: TransactionView = { ...view, query, gaps: [...view.gaps, ...gaps] };
  return { found: true, kept: redact({ transactions: [transaction] }, room.catalog) };
}

const MOST_PLACES = 10;

/** Where an id stands: in the lines of which log groups, else in what which source recorded. */
function placesOf(forms: readonly string[], { transaction }: Judged): string[] {
  const holders = transaction.hops.filter(({ keys }) => keys.some(({ value }) => forms.includes(value)));
  const groups = holders.flatMap(({ logs }) => logs.flatMap(({ origin }) => origin.group ?? []));
  const places = groups.length > 0 ? groups : holders.flatMap(({ sources }) => sources);
  return [...new Set(places)].sort().slice(0, MOST_PLACES);
}

/** The day before the moment that is judged; of an id that tells when it began, the day after that. */
function windowFor(text: string, now: Micros): Window {
  const began = beganAt(text);
  if (began === null) return { from: micros(now - LOOK_BACK), to: plus(now, SECOND) };
  return { from: micros(began - MINUTE), to: micros(Math.min(now + SECOND, began + LOOK_BACK)) };
}

/** The transactions that hold an id in one of its forms, those first in which a hop has it as its own. */
function transactionsWith(forms: readonly string[], evidence: Evidence, catalog: Catalog): Judged[] {
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
