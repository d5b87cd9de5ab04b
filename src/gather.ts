import type { Purse } from "./purse.ts";
import type { Question, Source, Told } from "./sources/source.ts";

/** What a source tells, with its name. */
export type Heard = Told & { readonly source: string };

/**
 * Asks every source every question at once, and hands on what they tell as it comes, each with the name of its source.
 * `until` is the deadline for all of them: a source that goes on after it is left behind, and that is a gap.
 */
export async function* gather(
  sources: readonly Source[],
  questions: readonly Question[],
  until: AbortSignal,
): AsyncGenerator<Heard> {
  const gathering = new Gathering(until);
  gathering.ask(sources, questions);
  yield* gathering.listen();
}

/** What was asked and is not answered whole, over as many rounds as there are. */
export class Gathering {
  readonly #pending = new Map<Talk, Promise<Next>>();
  /** Sources that a round was ended without. */
  readonly #tardy = new Set<string>();
  readonly #until: AbortSignal;
  readonly #late: Promise<"late">;
  readonly #ended: () => void;

  /** `ended`: called when a source has answered all that it was asked. */
  constructor(until: AbortSignal, ended: () => void = () => {}) {
    this.#until = until;
    this.#ended = ended;
    this.#late = new Promise((done) => {
      // A source gets a moment to say itself what it could not read.
      const after = (): void => void setTimeout(() => done("late"), GRACE_MS).unref();
      if (until.aborted) after();
      else until.addEventListener("abort", after, { once: true });
    });
  }

  /** The sources that have still to answer. */
  get awaited(): readonly string[] {
    return [...new Set([...this.#pending.keys()].map(({ source }) => source))];
  }

  ask(sources: readonly Source[], questions: readonly Question[], purse?: Purse): void {
    for (const source of sources) {
      for (const question of source.whole ? questions.slice(0, 1) : questions) {
        const told = source.ask(question, this.#until, purse)[Symbol.asyncIterator]();
        const talk = { source: source.name, told };
        this.#pending.set(talk, nextOf(talk));
      }
    }
  }

  /** What is told until everybody has answered or the time is up. */
  async *listen(): AsyncGenerator<Heard> {
    yield* this.#hear(() => []);
    for (const source of this.awaited) {
      yield { gap: { what: source, why: "it did not answer in time", unread: true }, source };
    }
    this.#pending.clear();
  }

  /**
   * What is told until there is something to think about: a source that is silent while all others have answered is waited
   * for a moment longer, once, and goes on answering in the rounds to come.
   */
  async *listenAWhile(): AsyncGenerator<Heard> {
    const brought = new Set<string>();
    let patience: Promise<"patience"> | null = null;
    const limits = (): readonly Promise<"patience">[] => {
      const { awaited } = this;
      const known = awaited.every((source) => this.#tardy.has(source));
      if (awaited.some((source) => brought.has(source)) || (brought.size === 0 && !known)) return [];
      patience ??= new Promise((done) => void setTimeout(() => done("patience"), known ? 0 : PATIENCE_MS).unref());
      return [patience];
    };
    for await (const heard of this.#hear(limits)) {
      if ("chunk" in heard) {
        brought.add(heard.source);
        this.#tardy.delete(heard.source);
      }
      yield heard;
    }
    for (const source of this.awaited) this.#tardy.add(source);
  }

  async *#hear(limits: () => readonly Promise<"patience">[]): AsyncGenerator<Heard> {
    while (this.#pending.size > 0) {
      const next = await Promise.race([...this.#pending.values(), this.#late, ...limits()]);
      if (next === "late" || next === "patience") return;
      const { talk, result } = next;
      if (result.done === true) {
        this.#pending.delete(talk);
        if (!this.awaited.includes(talk.source)) this.#ended();
        continue;
      }
      this.#pending.set(talk, nextOf(talk));
      yield { ...result.value, source: talk.source };
    }
  }
}

const GRACE_MS = 250;
/** Others are seldom so much slower than the one that brought something. */
const PATIENCE_MS = 1000;

interface Talk {
  readonly source: string;
  readonly told: AsyncIterator<Told>;
}

interface Next {
  readonly talk: Talk;
  readonly result: IteratorResult<Told>;
}

async function nextOf(talk: Talk): Promise<Next> {
  return { talk, result: await talk.told.next() };
}
