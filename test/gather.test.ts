import assert from "node:assert/strict";
import { test } from "node:test";
import { gather } from "../src/gather.ts";
import type { Question, Told } from "../src/sources/source.ts";
import { fakeSource, lines, moment, NOW, silentSource } from "./fake-source.ts";

const WINDOW = { from: moment(NOW - 60_000), to: moment(NOW) };
const FIND: Question = { window: WINDOW, find: ["id-1"] };
const FAILURES: Question = { window: WINDOW, failures: [], groups: null };
const cost = (queries: number): Told => ({ cost: { queries, bytesScanned: 0, usd: 0 } });

test("every source is asked every question, and each answer bears the name of its source", async () => {
  const logs = fakeSource("logs", (question) => [cost("find" in question ? 1 : 2)]);
  const traces = fakeSource("traces", () => [cost(3)]);
  const told = await all([logs, traces], [FIND, FAILURES], new AbortController().signal);
  assert.deepEqual(logs.asked, [FIND, FAILURES]);
  assert.deepEqual(traces.asked, [FIND, FAILURES]);
  const said = told.map((one) => `${one.source} ${"cost" in one ? one.cost.queries : ""}`);
  assert.deepEqual(said.sort(), ["logs 1", "logs 2", "traces 3", "traces 3"]);
});

test("a source that tells all it has is asked once", async () => {
  const files = fakeSource("files", () => [cost(1)], true);
  await all([files], [FIND, FAILURES], new AbortController().signal);
  assert.deepEqual(files.asked, [FIND]);
});

test("a slow source does not hold back what a fast one has to tell", async () => {
  const gate = Promise.withResolvers<void>();
  const slow = fakeSource("slow", async function* () {
    await gate.promise;
    yield cost(1);
  });
  const fast = fakeSource("fast", () => [cost(2), cost(3)]);
  const order: string[] = [];
  for await (const { source } of gather([slow, fast], [FIND], new AbortController().signal)) {
    order.push(source);
    if (order.length === 2) gate.resolve();
  }
  assert.deepEqual(order, ["fast", "fast", "slow"]);
});

test("a source that does not answer in time is a gap, and what the others told is kept", async () => {
  const told = await all([silentSource("slow"), fakeSource("fast", () => [cost(1)])], [FIND], AbortSignal.timeout(5));
  assert.deepEqual(told, [
    { ...cost(1), source: "fast" },
    { gap: { what: "slow", why: "it did not answer in time", unread: true }, source: "slow" },
  ]);
});

test("a source that notices the deadline itself says what it could not read, and is not counted late", async () => {
  const heedful = fakeSource("heedful", async function* (_question, until) {
    await new Promise((done) => until.addEventListener("abort", done, { once: true }));
    yield { gap: { what: "/aws/lambda/pay", why: "there was no time left", unread: true } };
  });
  const told = await all([heedful], [FIND], AbortSignal.timeout(5));
  assert.deepEqual(
    told.map((one) => "gap" in one && one.gap.what),
    ["/aws/lambda/pay"],
  );
});

test("a deadline that has passed leaves a moment for what is there already", async () => {
  const told = await all(
    [fakeSource("fast", () => [lines("s", [[NOW, "hello"]])]), silentSource("slow")],
    [FIND],
    AbortSignal.abort(),
  );
  assert.deepEqual(
    told.map((one) => [one.source, "gap" in one]),
    [
      ["fast", false],
      ["slow", true],
    ],
  );
});

test("without a source, or without a question, there is nothing to wait for", async () => {
  const until = new AbortController().signal;
  assert.deepEqual(await all([], [FIND], until), []);
  assert.deepEqual(await all([silentSource("slow")], [], until), []);
});

async function all(...asked: Parameters<typeof gather>): Promise<(Told & { readonly source: string })[]> {
  const told: (Told & { readonly source: string })[] = [];
  for await (const one of gather(...asked)) told.push(one);
  return told;
}
