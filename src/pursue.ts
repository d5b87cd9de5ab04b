import type { Catalog } from "./catalog.ts";
import { type Evidence, EvidenceInMemory } from "./evidence/evidence.ts";
import { gather } from "./gather.ts";
import { type Known, namesOf, plan } from "./plan.ts";
import type { Gap } from "./record.ts";
import type { Cost } from "./report.ts";
import type { Read, Source, Told } from "./sources/source.ts";
import { contentsIn } from "./stitch/contents-in.ts";

/** What an investigation works with: where evidence comes from, what the team knows, and the time (epoch ms). */
export interface Room {
  readonly sources: readonly Source[];
  readonly catalog: Catalog;
  readonly now: () => number;
  /** How long sources may take in all, in milliseconds. */
  readonly deadlineMs: number;
}

/** Everything that was brought so far. */
export interface Brought {
  readonly evidence: Evidence;
  readonly gaps: readonly Gap[];
  readonly reads: readonly Read[];
  readonly cost: Cost;
  readonly rounds: number;
  /** What was asked for, under the names that the plan gives; null where everything there is was read. */
  readonly asked: ReadonlySet<string> | null;
}

const MOST_ROUNDS = 12;

/**
 * Plan, gather, and plan again from what came, until nothing is left to ask, or the time or the money is spent. After each
 * round the caller thinks, and says what is known.
 */
export async function* pursue(
  room: Pick<Room, "sources" | "catalog">,
  knownFrom: (brought: Brought, asked: ReadonlySet<string>) => Known,
  until: AbortSignal,
): AsyncGenerator<Brought> {
  const { budgetUsd } = room.catalog.policy;
  const asked = new Set<string>();
  const ledger = new Ledger(room.sources.every(({ whole }) => whole) ? null : asked);
  let sources = room.sources;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const questions = sources.length === 0 ? [] : plan(knownFrom(ledger.brought(), asked));
    if (questions.length === 0) return;
    for (const question of questions) for (const name of namesOf(question)) asked.add(name);
    for await (const told of gather(sources, questions, until)) ledger.take(told);
    sources = sources.filter(({ whole }) => !whole);
    ledger.rounds = round;
    const spent = ledger.usd >= budgetUsd;
    if (round === MOST_ROUNDS) ledger.end(`after ${round} rounds`);
    else if (spent) ledger.end(`when its budget of $${budgetUsd} was spent`);
    yield ledger.brought();
    if (until.aborted || spent) return;
  }
}

class Ledger {
  readonly #evidence = new EvidenceInMemory(contentsIn);
  readonly #gaps = new Map<string, Gap>();
  readonly #reads: Read[] = [];
  readonly #asked: ReadonlySet<string> | null;
  #cost: Cost = { queries: 0, bytesScanned: 0, usd: 0 };
  rounds = 0;

  constructor(asked: ReadonlySet<string> | null) {
    this.#asked = asked;
  }

  take(told: Told): void {
    if ("chunk" in told) for (const gap of this.#evidence.add(told.chunk)) this.#note(gap);
    else if ("gap" in told) this.#note(told.gap);
    else if ("read" in told) this.#reads.push(told.read);
    else this.#cost = sum(this.#cost, told.cost);
  }

  get usd(): number {
    return this.#cost.usd;
  }

  end(when: string): void {
    this.#note({ what: "the search", why: `it was ended ${when}`, unread: true });
  }

  brought(): Brought {
    return {
      evidence: this.#evidence,
      gaps: [...this.#gaps.values()],
      reads: [...this.#reads],
      cost: this.#cost,
      rounds: this.rounds,
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
