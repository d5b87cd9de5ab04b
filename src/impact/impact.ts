import type { Catalog } from "../catalog.ts";
import type { Key } from "../key.ts";
import type { Place } from "../place.ts";
import type { EntryKind } from "../span.ts";
import type { Micros, Window } from "../time.ts";
import type { Hop } from "../transaction.ts";
import { type Answered, answeredOf } from "./answered.ts";
import { type Case, caseOf, kindOf, nameOfHop } from "./case.ts";
import type { Judged, JudgedEntry } from "./judge.ts";
import { HARMED } from "./outcome.ts";
import { Versions } from "./versions.ts";

/** What is known of one entry, request by request, without holding the requests. */
export interface EntryTally {
  readonly name: string;
  readonly kind: EntryKind;
  customerFacing: boolean | null;
  businessCritical: boolean | null;
  why: string;
  readonly owner: string | null;
  readonly runbook: string | null;
  /** When requests began that succeeded, in the order in which they were added. */
  readonly succeededAt: Micros[];
  /** The same requests, as far as it takes to compare others with them. */
  readonly answered: Answered[];
  /** When requests began of which nobody recorded an end. */
  readonly unknownAt: Micros[];
  readonly harmedAt: Micros[];
  /** Log lines tell its requests: then all of them are told. Traces tell a share, and of that mostly what failed. */
  counted: boolean;
  /** The log groups in which the requests are told: those of the entry and of the function behind it. */
  readonly groups: Set<string>;
  /** The resources that its requests come in by: the API, and the function behind it. */
  readonly places: Map<string, Place>;
  /** Of some of its requests a line tells whose they are that has to be read for it, and not the event that they came with. */
  namedInLines: boolean;
  /** By user, the successes: how many, and when the last began. */
  readonly healthy: Map<string, { count: number; last: Micros }>;
}

/** Transactions kept whole, of which the report shows some: more than it shows, because not all are about the alert. */
const MOST_EXAMPLES = 60;
const MOST_ALIKE = 3;

/**
 * The fold over transactions: they come one at a time and are let go, but for a few examples. Healthy ones leave a
 * moment behind, the others a short case, because which of them count is known only when all have been seen.
 */
export class Impact {
  readonly cases: Case[] = [];
  readonly entries = new Map<string, EntryTally>();
  readonly examples = new Map<string, Judged>();
  /** `service resource` → the functions that were seen to call it. */
  readonly callers = new Map<string, Set<string>>();
  /** `service resource` of everything that was seen → the names of the entries whose requests came to it. */
  readonly seen = new Map<string, Set<string>>();
  readonly resources = new Map<string, Place>();
  readonly versions = new Versions();
  /** `service resource` of everything that was seen in a request which log lines tell, and not traces alone. */
  readonly logged = new Set<string>();
  /** Of the examples, those of which every line was read. */
  readonly whole = new Set<string>();
  readonly #alike = new Map<string, string[]>();
  readonly #wasRead: (invocation: string) => boolean;

  readonly #timed: ReadonlySet<string>;

  /**
   * `wasRead`: whether all that an invocation wrote was read, by its request id. `timed`: names of the hops whose time matters
   * more than that of the whole request.
   */
  constructor(wasRead: (invocation: string) => boolean = () => true, timed: ReadonlySet<string> = new Set()) {
    this.#wasRead = wasRead;
    this.#timed = timed;
  }

  add(judged: Judged): void {
    this.#names(judged);
    this.versions.add(judged);
    const whole = this.#isWhole(judged);
    const one = caseOf(judged, whole);
    if (judged.entry !== null) this.#tally(judged, judged.entry);
    if (one === null) return;
    this.cases.push(one);
    this.#keep(one, judged, whole);
  }

  /** A few of each kind: the first, unless later ones are known better. */
  #keep(one: Case, judged: Judged, whole: boolean): void {
    const alike = this.#alike.get(kindOf(one)) ?? [];
    this.#alike.set(kindOf(one), alike);
    const full = alike.length >= MOST_ALIKE || this.examples.size >= MOST_EXAMPLES;
    const worse = full ? alike.findLastIndex((kept) => !this.whole.has(kept)) : -1;
    if (full && worse === -1) return;
    if (full && !whole) return;
    for (const gone of full ? alike.splice(worse, 1) : []) this.examples.delete(gone);
    alike.push(one.transaction);
    if (whole) this.whole.add(one.transaction);
    this.examples.set(one.transaction, judged);
  }

  #isWhole({ transaction }: Judged): boolean {
    return transaction.hops.every(({ keys }) => invocationsIn(keys).every(this.#wasRead));
  }

  #names({ transaction, entry, fates, through }: Judged): void {
    const logged = transaction.hops.some(isLogged);
    for (const { parent, child } of transaction.links) {
      const from = transaction.hops[parent];
      const to = transaction.hops[child];
      if (from?.resource == null || to?.resource == null) continue;
      const callers = this.callers.get(nameOfHop(to)) ?? new Set<string>();
      this.callers.set(nameOfHop(to), callers.add(nameOfHop(from)));
    }
    const lying = fates.flatMap(({ lies }) => lies ?? []);
    for (const { service, resource } of [...transaction.hops, ...lying, ...(through === null ? [] : [through])]) {
      if (resource === null) continue;
      const name = nameOfHop({ service, resource });
      if (logged) this.logged.add(name);
      const entries = this.seen.get(name) ?? new Set<string>();
      this.seen.set(name, entry === null ? entries : entries.add(entry.name));
      this.resources.set(name, { service, resource });
    }
  }

  #tally(judged: Judged, entry: JudgedEntry): void {
    const tally = this.entries.get(entry.name) ?? newTally(entry);
    this.entries.set(entry.name, tally);
    const facing = facingOfBoth(tally.customerFacing, entry.customerFacing);
    if (facing !== tally.customerFacing) {
      tally.customerFacing = facing;
      tally.why = entry.why;
    }
    tally.businessCritical ??= entry.businessCritical;
    tally.namedInLines ||= isNamedInLines(judged);
    if (judged.through !== null) tally.places.set(nameOfHop(judged.through), judged.through);
    tally.counted ||= judged.transaction.hops.slice(0, 2).some(isLogged);
    for (const { logs, service, resource } of judged.transaction.hops.slice(0, 2)) {
      const group = logs[0]?.origin.group;
      if (group !== undefined) tally.groups.add(group);
      if (resource !== null) tally.places.set(nameOfHop({ service, resource }), { service, resource });
    }
    if (HARMED.has(judged.outcome)) tally.harmedAt.push(judged.at);
    else if (judged.unknown) tally.unknownAt.push(judged.at);
    else this.#succeeded(judged, tally);
  }

  #succeeded(judged: Judged, tally: EntryTally): void {
    const { at, user } = judged;
    tally.succeededAt.push(at);
    tally.answered.push(answeredOf(judged, this.#timed, this.#isWhole(judged)));
    if (user === null || user.kind === "machine") return;
    const before = tally.healthy.get(user.id);
    tally.healthy.set(user.id, { count: (before?.count ?? 0) + 1, last: later(before?.last, at) });
  }
}

/** A customer stands behind an entry if one does behind any of its requests, and none does only if behind none of them. */
function facingOfBoth(one: boolean | null, other: boolean | null): boolean | null {
  return one === other ? one : one === true || other === true ? true : null;
}

function isNamedInLines({ user, transaction }: Judged): boolean {
  return user !== null && user === transaction.user && transaction.hops.every(({ arrival }) => arrival?.user == null);
}

function isLogged({ spans }: Hop): boolean {
  return spans.some(({ traced }) => traced === undefined);
}

/** Remembered by the keys of a hop, which are the same object in every transaction of a batch. */
const INVOCATIONS = new WeakMap<readonly Key[], readonly string[]>();

/** The request ids of the invocations that a hop is. */
function invocationsIn(keys: readonly Key[]): readonly string[] {
  const known = INVOCATIONS.get(keys);
  if (known !== undefined) return known;
  const own = keys.flatMap(({ kind, role, value }) => (kind === "lambda-request" && role === "self" ? value : []));
  INVOCATIONS.set(keys, own);
  return own;
}

function newTally({ name, kind, customerFacing, businessCritical, why, owner, runbook }: JudgedEntry): EntryTally {
  return {
    name,
    kind,
    customerFacing,
    businessCritical,
    why,
    owner,
    runbook,
    succeededAt: [],
    answered: [],
    unknownAt: [],
    harmedAt: [],
    counted: false,
    groups: new Set(),
    places: new Map(),
    namedInLines: false,
    healthy: new Map(),
  };
}

function later(a: Micros | undefined, b: Micros): Micros {
  return a !== undefined && a > b ? a : b;
}

/** Identities that too many of the healthy requests carry to be persons: a gateway's, a test's, a shared login. */
export function sharedIdentities(tally: EntryTally, { policy }: Catalog): ReadonlySet<string> {
  const total = tally.succeededAt.length;
  const shared = new Set<string>();
  if (total < policy.successesToStop) return shared;
  for (const [user, { count }] of tally.healthy) if (count / total > policy.sharedIdentity) shared.add(user);
  return shared;
}

/** How many requests of an entry began in a window. */
export function requestsIn({ succeededAt, unknownAt, harmedAt }: EntryTally, window: Window): number {
  const within = (at: Micros): boolean => at >= window.from && at <= window.to;
  return [succeededAt, unknownAt, harmedAt].reduce((sum, times) => sum + times.filter(within).length, 0);
}
