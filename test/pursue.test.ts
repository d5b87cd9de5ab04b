import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import type { Known } from "../src/plan.ts";
import { type Brought, pursue, type Room } from "../src/pursue.ts";
import type { Source } from "../src/sources/source.ts";
import type { Standing } from "../src/standing.ts";
import { fakeSource, lines, moment, NOW, readUpTo, silentSource } from "./fake-source.ts";

const WINDOW = { from: moment(NOW - 3_600_000), to: moment(NOW) };

test("each round asks for what the one before brought, until nothing is new", async () => {
  // a leads to b, b to c, and c to nothing.
  const next: Readonly<Record<string, string>> = { a: "b", b: "c" };
  const found: string[] = ["a"];
  const source = fakeSource("logs", function* (question) {
    for (const id of "find" in question ? question.find : []) {
      const led = next[id];
      if (led !== undefined) found.push(led);
      yield lines("s", [[NOW, `${id} leads on`]]);
    }
  });
  const rounds = await all(room(source), () => ({ wanted: [...found] }));
  assert.deepEqual(
    source.asked.map((question) => "find" in question && question.find),
    [["a"], ["b"], ["c"]],
  );
  assert.deepEqual(
    rounds.map(({ rounds: n }) => n),
    [1, 2, 3],
  );
  assert.equal([...(rounds.at(-1)?.evidence.records ?? [])].length, 3);
});

test("a search ends when its budget is spent, and says so", async () => {
  const source = fakeSource("logs", () => [{ cost: { queries: 1, bytesScanned: 1, usd: 0.1 } }]);
  const rounds = await all(room(source), ({ rounds: n }) => ({ wanted: [`id-${n}`] }));
  assert.equal(rounds.length, 3);
  assert.deepEqual(rounds[2]?.gaps, [
    { what: "the search", why: "it was ended when its budget of $0.25 was spent", unread: true },
  ]);
});

test("files are read once, whatever turns up in them", async () => {
  const files = fakeSource("files", () => [lines("s", [[NOW, "hello"]])], true);
  const rounds = await all(room(files), ({ rounds: n }) => ({ wanted: [`id-${n}`] }));
  assert.equal(files.asked.length, 1);
  assert.equal(rounds.length, 1);
  assert.equal(rounds[0]?.asked, null);
});

test("beside a live source, what was asked for is known by name", async () => {
  const [brought] = await all(room(fakeSource("logs", () => [])), () => ({ wanted: ["a"], subjects: [] }));
  assert.ok(brought?.asked?.has("a"));
});

test("what every source told is added up, and the same gap is told once", async () => {
  const gap = { what: "/aws/lambda/pay", why: "it may not be read", unread: true } as const;
  const source = fakeSource("logs", () => [
    { cost: { queries: 2, bytesScanned: 1000, usd: 0.05 } },
    { gap },
    readUpTo("logs", NOW - 40_000),
  ]);
  const rounds = await all(room(source), ({ rounds: n }) => ({ wanted: n < 2 ? [`id-${n}`] : [] }));
  const last = rounds.at(-1);
  assert.deepEqual(last?.cost, { queries: 4, bytesScanned: 2000, usd: 0.1 });
  assert.deepEqual(last?.gaps, [gap]);
  assert.equal(last?.reads.length, 2);
});

test("what could not be decoded is a gap beside what could", async () => {
  const source = fakeSource("logs", () => [
    { chunk: { origin: { source: "logs" }, format: "unknown", bytes: Buffer.from("what is this") } },
    lines("s", [[NOW, "hello"]]),
  ]);
  const [brought] = await all(room(source), () => ({ wanted: ["a"] }));
  assert.deepEqual(
    brought?.gaps.map(({ why }) => why),
    ["no known format of logs or traces"],
  );
  assert.equal([...(brought?.evidence.records ?? [])].length, 1);
});

test("a search that finds ever more ids is ended, and says so", async () => {
  const source = fakeSource("logs", () => []);
  const rounds = await all(room(source), ({ rounds: n }) => ({ wanted: [`id-${n}`] }));
  assert.equal(rounds.length, 12);
  assert.deepEqual(rounds[10]?.gaps, []);
  assert.deepEqual(rounds[11]?.gaps, [{ what: "the search", why: "it was ended after 12 rounds", unread: true }]);
});

test("a source that does not answer holds back no round of the others, and is a gap as long as it does not", async () => {
  const next: Readonly<Record<string, string>> = { a: "b", b: "c" };
  const found: string[] = ["a"];
  const fast = fakeSource("fast", function* (question) {
    for (const id of "find" in question ? question.find : []) {
      const led = next[id];
      if (led !== undefined) found.push(led);
      yield lines("s", [[NOW, `${id} leads on`]]);
    }
  });
  const rounds = await all({ ...room(silentSource("slow"), fast), deadlineMs: 3000 }, () => ({ wanted: [...found] }));
  const waiting = { what: "slow", why: "it has not answered yet", unread: true } as const;
  const late = { what: "slow", why: "it did not answer in time", unread: true } as const;
  assert.deepEqual(
    rounds.map(({ rounds: n, gaps, awaited }) => ({ n, gaps, awaited })),
    [...[1, 2, 3].map((n) => ({ n, gaps: [waiting], awaited: ["slow"] })), { n: 3, gaps: [late], awaited: [] }],
  );
  assert.equal([...(rounds.at(-1)?.evidence.records ?? [])].length, 3);
});

test("what a slow source brings at last is followed like everything else", async () => {
  const gate = Promise.withResolvers<void>();
  const asked: string[] = [];
  const slow = fakeSource("slow", async function* (question) {
    for (const id of "find" in question ? question.find : []) asked.push(id);
    await gate.promise;
    yield lines("t", [[NOW, "x leads on"]]);
  });
  const fast = fakeSource("fast", () => [lines("s", [[NOW, "hello"]])]);
  const rounds = await all(room(fast, slow), ({ evidence, awaited }) => {
    const records = [...evidence.records];
    if (awaited.includes("slow")) gate.resolve();
    return { wanted: records.some(({ text }) => text.startsWith("x")) ? ["a", "x"] : ["a"] };
  });
  assert.deepEqual(asked, ["a", "x"]);
  assert.deepEqual(rounds.at(-1)?.gaps, []);
});

test("whoever answers is told of as it does: who answered, who only lacked something, and who is still out", async () => {
  const gate = Promise.withResolvers<void>();
  const fast = fakeSource("fast", () => [lines("s", [[NOW, "hello"]])]);
  const refused = fakeSource("refused", () => [{ gap: { what: "refused", why: "it may not be read", unread: true } }]);
  const other = fakeSource("asked for something else", () => []);
  const slow = fakeSource("slow", async function* () {
    await gate.promise;
    yield readUpTo("slow", NOW);
  });
  const heard: Standing[] = [];
  const at = { ...room(fast, refused, other, slow), heard: (standing: Standing) => void heard.push(standing) };
  const rounds = await all(at, ({ rounds: n }) => {
    if (n > 0) gate.resolve();
    return { wanted: ["a"] };
  });
  const [answered, unread] = [["fast"], ["refused"]];
  assert.deepEqual(heard.at(-2), { answered, unread, awaited: ["slow"] });
  assert.deepEqual(heard.at(-1), { answered: ["fast", "slow"], unread, awaited: [] });
  assert.equal(heard.length, 4, "as often as somebody ended, and no more");
  assert.deepEqual(rounds.at(-1)?.awaited, []);
});

test("when the time is up the round that was under way is the last", async () => {
  const fast = fakeSource("fast", () => [lines("s", [[NOW, "hello"]])]);
  const rounds = await all({ ...room(silentSource("slow"), fast), deadlineMs: 20 }, ({ rounds: n }) => ({
    wanted: [`id-${n}`],
  }));
  assert.equal(rounds.length, 1);
  assert.deepEqual(rounds[0]?.gaps, [{ what: "slow", why: "it did not answer in time", unread: true }]);
  assert.equal([...(rounds[0]?.evidence.records ?? [])].length, 1);
});

test("without sources, or without anything to ask, there is no round", async () => {
  assert.deepEqual(await all(room(), () => ({ wanted: ["a"] })), []);
  assert.deepEqual(await all(room(silentSource("slow")), () => ({})), []);
});

function room(...sources: readonly Source[]): Room {
  return { sources, catalog: EMPTY_CATALOG, now: () => NOW, deadlineMs: 60_000 };
}

/** What each round brought, as it stood then; `know` says what the plan gets to know before each. */
async function all(at: Room, know: (brought: Brought) => Partial<Known>): Promise<Brought[]> {
  const nothing = {
    window: WINDOW,
    trouble: WINDOW,
    subjects: null,
    wanted: [],
    sought: WINDOW,
    sessions: [],
    follow: [],
    healthy: [],
    lost: [],
    waits: [],
    followed: WINDOW,
    passing: [],
    groups: [],
    failing: [],
    unplaced: [],
    unnamed: [],
    measured: [],
    described: [],
    alarms: [],
  };
  const rounds: Brought[] = [];
  const until = AbortSignal.timeout(at.deadlineMs);
  const known = (brought: Brought, asked: ReadonlySet<string>) => ({ ...nothing, asked, ...know(brought) });
  for await (const one of pursue(at, known, until)) rounds.push(one);
  return rounds;
}
