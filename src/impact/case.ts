import type { Seen } from "../record.ts";
import { lambda } from "../services/lambda.ts";
import { FAILING } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Hop, Transaction } from "../transaction.ts";
import type { Fate } from "./fate.ts";
import type { Judged } from "./judge.ts";
import type { Outcome } from "./outcome.ts";
import { ownIds } from "./searchable-ids.ts";

/** One request that did not simply succeed, in short: enough to count it, and to find it again among the examples. */
export interface Case {
  readonly transaction: string;
  readonly requestId: string | null;
  readonly at: Micros;
  /** When its first hop began: long before `at` where it lay in a queue. */
  readonly began: Micros;
  readonly outcome: Outcome;
  readonly entry: string | null;
  readonly user: string | null;
  /** Nothing that was read tells whose it is, and not every line of it was read. */
  readonly userUnread: boolean;
  /** A program of ours, or the team's own tester, stands behind it. */
  readonly machine: boolean;
  readonly tester: boolean;
  readonly clientAddress: string | null;
  /** The hop at which it went wrong, and the function around it. */
  readonly hop: string;
  readonly hopName: string;
  readonly function: string | null;
  readonly functionHop: string | null;
  /** The function's request id: under it stands all that its invocation wrote. */
  readonly invocation: string | null;
  /** How often that function ran in it: every delivery of one message is a run, and may have failed. */
  readonly runs: number;
  readonly error: Seen | null;
  readonly timedOut: boolean;
  /** `service resource` of every hop that had trouble, and of those on the way from the entry to where it went wrong. */
  readonly touches: ReadonlySet<string>;
  /** `service resource` of every hop. */
  readonly passes: ReadonlySet<string>;
  /** The log groups of its hops. */
  readonly groups: ReadonlySet<string>;
  /** What becomes of its pieces of work that were handed over and failed. */
  readonly fates: readonly Fate[];
  /** Its ids under which other lines and traces of it may be found. */
  readonly ids: readonly string[];
  /** The lasting connection it came in, where nobody read how that began, long before perhaps, and so who it is. */
  readonly session: string | null;
  /** Of what came in a batch that failed: whether it made it fail; null where nothing tells. */
  readonly atFault: boolean | null;
}

export function nameOfHop({ service, resource }: Pick<Hop, "service" | "resource">): string {
  return `${service} ${resource ?? ""}`;
}

/** Cases of one kind came in alike, failed alike, and ended alike. */
export function kindOf({ entry, outcome, hopName, error, atFault }: Case): string {
  return `${entry} ${outcome} ${hopName} ${error?.type} ${atFault}`;
}

/** The short form of a judged transaction, read whole or not; null for one in which nothing went wrong. */
export function caseOf(judged: Judged, whole: boolean): Case | null {
  const { transaction, hop: place } = judged;
  const hop = place === null ? undefined : transaction.hops[place];
  if (place === null || hop === undefined) return null;
  const way = wayTo(transaction, place);
  const program = way.findLast((one) => one.service === lambda.name);
  // Work that was given up lies in a queue that no line names, which an alarm may be about.
  const lying = judged.fates.flatMap(({ lies }) => (lies === null ? [] : nameOfHop(lies)));
  const door = judged.through === null ? [] : [nameOfHop(judged.through)];
  const touches = new Set([...door, ...way.map(nameOfHop), ...lying]);
  for (const one of transaction.hops)
    if (FAILING.has(one.outcome) || one.attempts > 1 || one.partial) touches.add(nameOfHop(one));
  return {
    transaction: transaction.id,
    requestId: transaction.hops[0]?.requestId ?? hop.requestId,
    at: judged.at,
    began: transaction.hops[0]?.start ?? judged.at,
    outcome: judged.outcome,
    entry: judged.entry?.name ?? null,
    user: judged.user === null || judged.user.kind === "machine" ? null : judged.user.id,
    userUnread: judged.user === null && !whole,
    machine: judged.user?.kind === "machine",
    tester: judged.tester,
    clientAddress: judged.clientAddress,
    hop: hop.id,
    hopName: nameOfHop(hop),
    function: program?.resource ?? null,
    functionHop: program?.id ?? null,
    invocation: program?.requestId ?? null,
    runs: program === undefined ? 1 : transaction.hops.filter((one) => nameOfHop(one) === nameOfHop(program)).length,
    error: hop.error ?? program?.error ?? null,
    timedOut: way.some(({ outcome }) => outcome === "timeout"),
    touches,
    groups: new Set(transaction.hops.flatMap(({ logs }) => logs[0]?.origin.group ?? [])),
    passes: new Set([...door, ...transaction.hops.map(nameOfHop), ...lying]),
    fates: judged.fates,
    ids: ownIds(transaction),
    atFault: atFaultIn(transaction),
    session: judged.user === null ? unreadSession(transaction) : null,
  };
}

function atFaultIn({ links }: Transaction): boolean | null {
  const told = links.flatMap(({ atFault }) => atFault ?? []);
  return told.length === 0 ? null : told.includes(true);
}

/** The session of a transaction of which the beginning is to be looked for. */
export function unreadSession({ session }: Transaction): string | null {
  return session === null || session.input !== null ? null : session.id;
}

/** The hops from a root to a hop, that hop included, by the first parent of each. */
export function wayTo({ hops, links }: Transaction, place: number): Hop[] {
  const parentOf = new Map<number, number>();
  for (const { parent, child } of links) if (!parentOf.has(child)) parentOf.set(child, parent);
  const way: Hop[] = [];
  for (let here: number | undefined = place; here !== undefined; here = parentOf.get(here)) {
    const hop: Hop | undefined = hops[here];
    if (hop !== undefined) way.push(hop);
  }
  return way.reverse();
}
