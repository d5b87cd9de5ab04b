import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import { formsOf } from "../../src/query.ts";
import type { Gap } from "../../src/record.ts";
import type { Cost } from "../../src/report.ts";
import type { Question, Read, Source } from "../../src/sources/source.ts";
import { fromMillis, type Window } from "../../src/time.ts";

/** The moment at which every source is asked, epoch ms. It is asked for the hour before. */
export const ASKED_AT = Date.UTC(2026, 10, 22, 2, 32);
const HOUR_MS = 3_600_000;
const WINDOW: Window = { from: fromMillis(ASKED_AT - HOUR_MS), to: fromMillis(ASKED_AT) };
const FAILURES: Question = { window: WINDOW, failures: [], groups: null };
/** Sooner than what is slow, or never ends, would have answered. */
const DEADLINE_MS = 300;
/** "Soon after" that deadline, on a machine with other things to do. */
const SOON_MS = 6000;

/** A request that is in the store which a source reads. */
export interface Held {
  readonly n: number;
  readonly atMs: number;
  readonly failed: boolean;
}

/**
 * What goes wrong with every answer from now on: it comes a minute late; it is refused for want of permission, or for the rate
 * without a word on when to come back; it is a proxy's page with status 500; it breaks off in the middle; it never ends; it is
 * the answer to another question.
 */
export type Trouble = "slow" | "refused" | "throttled" | "page" | "cut-off" | "endless" | "mixed-up";

/** A source, with a store at hand that holds what a case needs. */
export interface SourceAtHand {
  readonly source: Source;
  /** An id under which a request is found. */
  idOf(n: number): string;
  trouble(what: Trouble): void | Promise<void>;
  /** Refuses for the rate, and says when to come back. Gives how many requests came before that nevertheless. */
  throttle(seconds: number): () => number;
}

type Case = Trouble | "told when to come back" | "pages" | "empty pages" | "too much" | "cost";

export interface SourceUnderTest {
  /** A source over a store that holds these requests; both end with the test. */
  open(t: TestContext, held: readonly Held[]): Promise<SourceAtHand>;
  /** So many requests do not fit one answer. */
  readonly pages: number;
  /** So many in one second are more than it reads. */
  readonly tooMany: number;
  /** Cases that cannot happen to it, each with the reason. */
  readonly leftOut: Partial<Readonly<Record<Case, string>>>;
}

/** What every source promises, wherever its bytes come from. See src/sources/source.ts. */
export function sourceContract(name: string, { open, pages, tooMany, leftOut }: SourceUnderTest): void {
  /** Not run where the source's own suite says why. A source that never ends fails by the time limit. */
  const maybe = (which: Case, sentence: string, run: (t: TestContext) => Promise<void>): void =>
    void test(sentence, { skip: leftOut[which] ?? false, timeout: waits(which) ? SOON_MS : 20_000 }, run);
  const always = (sentence: string, run: (t: TestContext) => Promise<void>): void =>
    void test(sentence, { timeout: 20_000 }, run);

  // Most of them wait, each with a store of its own.
  describe(`a source that is ${name}`, { concurrency: 8 }, () => {
    always("finds what holds an id", async (t) => {
      const at = await open(t, [request(1), request(2)]);
      const { has, gaps } = await asked(at.source, find(at.idOf(2)));
      nothingUnread(gaps);
      assert.ok(has(at.idOf(2)));
    });

    always("finds what failed", async (t) => {
      const at = await open(t, [request(1), request(2, true)]);
      const { has, gaps } = await asked(at.source, FAILURES);
      nothingUnread(gaps);
      assert.ok(has(at.idOf(2)));
    });

    always("tells nothing of an id that nobody has, and that is no gap", async (t) => {
      const at = await open(t, [request(1)]);
      const { has, gaps } = await asked(at.source, find(at.idOf(99)));
      nothingUnread(gaps);
      assert.ok(!has(at.idOf(99)));
    });

    always("holds nothing at all, and that is no gap", async (t) => {
      const at = await open(t, []);
      nothingUnread((await asked(at.source, FAILURES)).gaps);
    });

    always("has nothing to say of a log group and a stream that it does not have", async (t) => {
      const at = await open(t, [request(1)]);
      const group = "/aws/lambda/nobodys";
      nothingUnread((await asked(at.source, { window: WINDOW, keyed: [group] })).gaps);
      const streams = [{ ...WINDOW, group, stream: "s" }];
      nothingUnread((await asked(at.source, { window: WINDOW, streams })).gaps);
    });

    always("tells that it was read to the end, by its name", async (t) => {
      const at = await open(t, [request(1, true)]);
      const { reads } = await asked(at.source, FAILURES);
      assert.deepEqual([...new Set(reads.map(({ source }) => source))], [at.source.name]);
    });

    always("is asked after the time is up, and says that it was not read", async (t) => {
      const at = await open(t, [request(1)]);
      const { gaps } = await asked(at.source, find(at.idOf(1)), AbortSignal.abort());
      unread(gaps);
    });

    maybe("cost", "counts what it asked", async (t) => {
      const at = await open(t, [request(1)]);
      const { costs } = await asked(at.source, find(at.idOf(1)));
      assert.ok(costs.reduce((sum, { queries }) => sum + queries, 0) >= 1);
    });

    for (const [trouble, sentence] of Object.entries(BROKEN) as [Trouble, string][]) {
      maybe(trouble, `${sentence} is a gap, whatever was asked, and nothing is thrown`, async (t) => {
        const at = await open(t, [request(1, true)]);
        await at.trouble(trouble);
        for (const question of [find(at.idOf(1)), FAILURES]) {
          const { gaps, has } = await asked(at.source, question, AbortSignal.timeout(DEADLINE_MS));
          unread(gaps);
          assert.ok(trouble === "cut-off" || !has(at.idOf(1)));
        }
      });
    }

    maybe("refused", "says that it may not be read", async (t) => {
      const at = await open(t, [request(1)]);
      await at.trouble("refused");
      const { gaps } = await asked(at.source, find(at.idOf(1)));
      unread(gaps);
      for (const { why } of gaps) assert.match(why, /^it may not be read/);
    });

    maybe("slow", "says that it did not answer in time", async (t) => {
      const at = await open(t, [request(1)]);
      await at.trouble("slow");
      const { gaps } = await asked(at.source, find(at.idOf(1)), AbortSignal.timeout(DEADLINE_MS));
      unread(gaps);
      for (const { why } of gaps) assert.equal(why, "it did not answer in time");
    });

    maybe("throttled", "gives up on what refuses it for its rate again and again", async (t) => {
      const at = await open(t, [request(1)]);
      await at.trouble("throttled");
      unread((await asked(at.source, find(at.idOf(1)))).gaps);
    });

    maybe("told when to come back", "comes back when it was told to, and no sooner", async (t) => {
      const at = await open(t, [request(1, true)]);
      const tooEarly = at.throttle(1);
      const { gaps, has } = await asked(at.source, FAILURES);
      nothingUnread(gaps);
      assert.ok(has(at.idOf(1)));
      assert.equal(tooEarly(), 0);
    });

    maybe("mixed-up", "does not take the answer to another question for its own", async (t) => {
      const at = await open(t, [request(1)]);
      await at.trouble("mixed-up");
      const { gaps, chunks } = await asked(at.source, find(at.idOf(1)));
      unread(gaps);
      assert.equal(chunks, 0);
    });

    maybe("pages", "reads on to the end of what does not fit one answer", async (t) => {
      const at = await open(t, spread(pages, ASKED_AT - HOUR_MS, HOUR_MS));
      const { gaps, has } = await asked(at.source, FAILURES);
      nothingUnread(gaps);
      for (let n = 0; n < pages; n++) assert.ok(has(at.idOf(n)), `request ${n}`);
    });

    maybe("empty pages", "is not stopped by a time in which nothing happened", async (t) => {
      const half = Math.ceil(pages / 2);
      const early = spread(half, ASKED_AT - HOUR_MS, HOUR_MS / 10);
      const late = spread(half, ASKED_AT - HOUR_MS / 10, HOUR_MS / 10).map((one) => ({ ...one, n: one.n + half }));
      const at = await open(t, [...early, ...late]);
      const { gaps, has } = await asked(at.source, FAILURES);
      nothingUnread(gaps);
      for (let n = 0; n < 2 * half; n++) assert.ok(has(at.idOf(n)), `request ${n}`);
    });

    maybe("too much", "says that there is more than it reads", async (t) => {
      const at = await open(t, spread(tooMany, ASKED_AT - HOUR_MS / 2, 900));
      const { gaps, reads } = await asked(at.source, FAILURES);
      unread(gaps);
      assert.ok(gaps.some(({ why }) => /^more than \d+ .*the rest was not read$/.test(why)));
      assert.deepEqual(reads, [], "what was not read to the end is not told as read");
    });
  });
}

function waits(which: Case): boolean {
  return which === "slow" || which === "endless";
}

/** How a store breaks, as sentences. */
const BROKEN: Readonly<Record<Exclude<Trouble, "mixed-up" | "throttled">, string>> = {
  slow: "an answer that does not come in time",
  refused: "a refusal",
  page: "a proxy's page instead of an answer",
  "cut-off": "an answer that breaks off",
  endless: "an answer that never ends",
};

function request(n: number, failed = false): Held {
  return { n, atMs: ASKED_AT - 10 * 60_000 - n * 1000, failed };
}

/** Failed requests, evenly over a stretch of time. */
function spread(count: number, fromMs: number, lengthMs: number): Held[] {
  return Array.from({ length: count }, (_, n) => ({
    n,
    atMs: Math.floor(fromMs + (n * lengthMs) / count),
    failed: true,
  }));
}

function find(id: string): Question {
  return { window: WINDOW, find: [id] };
}

/** Somebody says that something was not read, and everybody says it in one line. */
function unread(gaps: readonly Gap[]): void {
  assert.ok(
    gaps.some((gap) => gap.unread === true),
    "nothing was said of what could not be read",
  );
  for (const { why } of gaps) assert.match(why, /^\S.*$/);
}

/** Everything was read. That a source keeps no more than a sample may be said all the same. */
function nothingUnread(gaps: readonly Gap[]): void {
  assert.deepEqual(
    gaps.filter(({ unread }) => unread === true),
    [],
  );
}

interface Found {
  /** Whether a line or a span has an id, in whichever form. */
  readonly has: (id: string) => boolean;
  readonly gaps: readonly Gap[];
  readonly reads: readonly Read[];
  readonly costs: readonly Cost[];
  readonly chunks: number;
}

async function asked(
  source: Source,
  question: Question,
  until: AbortSignal = new AbortController().signal,
): Promise<Found> {
  const evidence = new EvidenceInMemory();
  const gaps: Gap[] = [];
  const reads: Read[] = [];
  const costs: Cost[] = [];
  let chunks = 0;
  for await (const told of source.ask(question, until)) {
    if ("chunk" in told) {
      chunks++;
      gaps.push(...evidence.add(told.chunk));
    } else if ("gap" in told) gaps.push(told.gap);
    else if ("read" in told) reads.push(told.read);
    else costs.push(told.cost);
  }
  const words = new Set<string>();
  for (const { text, keys } of evidence.records) {
    for (const word of text.split(/\s+/)) words.add(word);
    for (const { value } of keys) words.add(value);
  }
  for (const { keys } of evidence.spans) for (const { value } of keys) words.add(value);
  return { has: (id) => formsOf(id).some((form) => words.has(form)), gaps, reads, costs, chunks };
}
