import type { AwsPlace } from "./aws-place.ts";
import type { Catalog } from "./catalog.ts";
import { type Evidence, EvidenceInMemory } from "./evidence/evidence.ts";
import { Gathering, type Heard } from "./gather.ts";
import type { Inventory } from "./inventory.ts";
import { type Known, namesOf, plan } from "./plan.ts";
import { Purse } from "./purse.ts";
import type { Gap } from "./record.ts";
import type { Cost } from "./report.ts";
import type { Read, Source } from "./sources/source.ts";
import type { Standing } from "./standing.ts";
import { contentsIn } from "./stitch/contents-in.ts";
import type { Micros } from "./time.ts";

/** What an investigation works with: where evidence comes from, what the team knows, and the time (epoch ms). */
export interface Room {
  readonly sources: readonly Source[];
  readonly catalog: Catalog;
  /** The accounts and regions of AWS that are read, where the catalog names them: what lies elsewhere is not seen. */
  readonly places?: readonly AwsPlace[];
  /** What could not be read before. */
  readonly gaps?: readonly Gap[];
  readonly now: () => number;
  /** What was found out beforehand; nothing depends on it. */
  readonly inventory?: Inventory | null;
  /** Told how far the sources are whenever one has answered; nothing depends on it. Never throws. */
  readonly heard?: (standing: Standing) => void;
  /** How long sources may take in all, in milliseconds. */
  readonly deadlineMs: number;
}

/** Everything that was brought so far. */
export interface Brought {
  readonly evidence: Evidence;
  readonly gaps: readonly Gap[];
  readonly reads: readonly Read[];
  /** Everybody who was asked, whether or not anything came of it. */
  readonly sources: readonly string[];
  readonly cost: Cost;
  readonly rounds: number;
  /** What else it would have cost, in US dollars, to read what was left out for its price. */
  readonly lacking: number;
  /** Sources that have still to answer: what they bring may change everything. Each is a gap until it does. */
  readonly awaited: readonly string[];
  /** What was asked for, under the names that the plan gives; null where everything there is was read. */
  readonly asked: ReadonlySet<string> | null;
}

const MOST_ROUNDS = 12;

/**
 * Plan, gather, and plan again from what came, until nothing is left to ask, or the time or the money is spent. After each
 * round the caller thinks, and says what is known. A source that does not answer holds back no round; when there is nothing left
 * to ask it is waited for until the time is up. `around`: the moment that matters most, where not all can be paid.
 */
export async function* pursue(
  room: Pick<Room, "sources" | "catalog" | "heard">,
  knownFrom: (brought: Brought, asked: ReadonlySet<string>) => Known,
  until: AbortSignal,
  around: Micros | null = null,
): AsyncGenerator<Brought> {
  const { budgetUsd } = room.catalog.policy;
  const purse = new Purse(budgetUsd, around);
  const asked = new Set<string>();
  const names = [...new Set(room.sources.map(({ name }) => name))];
  const ledger = new Ledger(room.sources.every(({ whole }) => whole) ? null : asked, names, purse);
  const gathering: Gathering = new Gathering(until, () => room.heard?.(ledger.standing(gathering.awaited)));
  let sources = room.sources;
  while (ledger.rounds < MOST_ROUNDS) {
    const questions = sources.length === 0 ? [] : plan(knownFrom(ledger.brought(gathering.awaited), asked));
    for (const name of questions.flatMap(namesOf)) asked.add(name);
    gathering.ask(sources, questions, purse);
    sources = sources.filter(({ whole }) => !whole);
    if (gathering.awaited.length === 0) return;
    if (questions.length > 0) ledger.rounds++;
    const patient = questions.length === 0 || ledger.rounds === MOST_ROUNDS;
    await ledger.takeAll(patient ? gathering.listen() : gathering.listenAWhile());
    const ended = ledger.isSpent(budgetUsd) || until.aborted;
    if (ended) await ledger.takeAll(gathering.listen());
    yield ledger.brought(gathering.awaited);
    if (ended) return;
  }
}

class Ledger {
  readonly #evidence = new EvidenceInMemory(contentsIn);
  readonly #gaps = new Map<string, Gap>();
  readonly #reads: Read[] = [];
  readonly #asked: ReadonlySet<string> | null;
  readonly #purse: Purse;
  readonly #brought = new Set<string>();
  readonly #lacked = new Set<string>();
  readonly #sources: readonly string[];
  #cost: Cost = { queries: 0, bytesScanned: 0, usd: 0 };
  rounds = 0;

  constructor(asked: ReadonlySet<string> | null, sources: readonly string[], purse: Purse) {
    this.#asked = asked;
    this.#sources = sources;
    this.#purse = purse;
  }

  take(told: Heard): void {
    if ("chunk" in told || "read" in told) this.#brought.add(told.source);
    else if ("gap" in told) this.#lacked.add(told.source);
    if ("chunk" in told) for (const gap of this.#evidence.add(told.chunk)) this.#note(gap);
    else if ("gap" in told) this.#note(told.gap);
    else if ("read" in told) this.#reads.push(told.read);
    else {
      this.#cost = sum(this.#cost, told.cost);
      this.#purse.spend(told.cost.usd);
    }
  }

  async takeAll(heard: AsyncIterable<Heard>): Promise<void> {
    for await (const told of heard) this.take(told);
  }

  /** Whether no money is left. That the search ends for this, or after so many rounds, is a gap. */
  isSpent(budgetUsd: number): boolean {
    const spent = this.#cost.usd >= budgetUsd;
    if (this.rounds === MOST_ROUNDS) this.#end(`after ${MOST_ROUNDS} rounds`);
    else if (spent) this.#end(`when its budget of $${budgetUsd} was spent`);
    return spent;
  }

  #end(when: string): void {
    this.#note({ what: "the search", why: `it was ended ${when}`, unread: true });
  }

  /** Whoever told nothing knew nothing of what was asked, and is not said to have answered. */
  standing(awaited: readonly string[]): Standing {
    const there = this.#sources.filter((name) => !awaited.includes(name));
    return {
      answered: there.filter((name) => this.#brought.has(name)),
      unread: there.filter((name) => this.#lacked.has(name) && !this.#brought.has(name)),
      awaited,
    };
  }

  brought(awaited: readonly string[]): Brought {
    const open = awaited.map((what): Gap => ({ what, why: "it has not answered yet", unread: true }));
    return {
      evidence: this.#evidence,
      gaps: [...this.#gaps.values(), ...open],
      awaited,
      reads: [...this.#reads],
      sources: this.#sources,
      cost: this.#cost,
      rounds: this.rounds,
      lacking: this.#purse.lacking,
      asked: this.#asked,
    };
  }

  /** The same gap met twice is one. */
  #note(gap: Gap): void {
    this.#gaps.set(`${gap.what}\n${gap.why}`, gap);
  }
}

function sum(a: Cost, b: Cost): Cost {
  return { queries: a.queries + b.queries, bytesScanned: a.bytesScanned + b.bytesScanned, usd: a.usd + b.usd };
}
