import type { Question, Source, Told } from "./sources/source.ts";

/**
 * Asks every source every question at once, and hands on what they tell as it comes, each with the name of its source.
 * `until` is the deadline for all of them: a source that goes on after it is left behind, and that is a gap.
 */
export async function* gather(
  sources: readonly Source[],
  questions: readonly Question[],
  until: AbortSignal,
): AsyncGenerator<Told & { readonly source: string }> {
  const talks = sources.flatMap((source) =>
    (source.whole ? questions.slice(0, 1) : questions).map((question) => ({
      source: source.name,
      told: source.ask(question, until)[Symbol.asyncIterator](),
    })),
  );
  const pending = new Map(talks.map((talk) => [talk, nextOf(talk)]));
  const late = new Promise<null>((done) => {
    // A source gets a moment to say itself what it could not read.
    const after = (): void => void setTimeout(() => done(null), GRACE_MS).unref();
    if (until.aborted) after();
    else until.addEventListener("abort", after, { once: true });
  });
  while (pending.size > 0) {
    const next = await Promise.race([...pending.values(), late]);
    if (next === null) break;
    const { talk, result } = next;
    if (result.done === true) {
      pending.delete(talk);
      continue;
    }
    pending.set(talk, nextOf(talk));
    yield { ...result.value, source: talk.source };
  }
  for (const { source } of pending.keys()) {
    yield { gap: { what: source, why: "it did not answer in time", unread: true }, source };
  }
}

const GRACE_MS = 250;

interface Talk {
  readonly source: string;
  readonly told: AsyncIterator<Told>;
}

async function nextOf(talk: Talk): Promise<{ talk: Talk; result: IteratorResult<Told> }> {
  return { talk, result: await talk.told.next() };
}
