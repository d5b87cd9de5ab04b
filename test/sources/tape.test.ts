import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { Fault } from "../../src/fault.ts";
import type { Question, Source, Told } from "../../src/sources/source.ts";
import { openTape, Tape } from "../../src/sources/tape.ts";
import { fromMillis } from "../../src/time.ts";
import { fakeSource, lines, NOW, readUpTo, silentSource } from "../fake-source.ts";

const QUESTION: Question = { window: { from: fromMillis(0), to: fromMillis(NOW) }, find: ["a"] };
const GAP = {
  what: "/aws/lambda/pay",
  why: "it may not be read",
  origin: { source: "logs", group: "/aws/lambda/pay" },
  unread: true,
} as const;
const BINARY = {
  chunk: { origin: { source: "x" }, format: "unknown", bytes: Buffer.from([0xff, 0xfe, 0, 1]) },
} as const;

test("what a live source told is told again, holes and all, once and for nothing", async (t) => {
  const said: Told[] = [lines("s", [[NOW, "Grüße\n"]]), BINARY, { gap: GAP }, readUpTo("logs", NOW)];
  const cost: Told = { cost: { queries: 1, bytesScanned: 5, usd: 0.1 } };
  const tape = new Tape();
  const heard = tape.hear(fakeSource("logs", () => [...said, cost]));
  assert.equal(heard.name, "logs");
  assert.deepEqual(await told(heard), [...said, cost], "who asks hears everything");
  const path = await saved(t, tape);
  const again = await openTape(path);
  assert.deepEqual(await told(again), said);
  assert.deepEqual(await told(again), []);
});

test("who was still asked when it ended did not tell everything, and that is a gap", async (t) => {
  const tape = new Tape();
  const asked = tape.hear(silentSource("traces")).ask(QUESTION, AbortSignal.abort())[Symbol.asyncIterator]();
  asked.next().catch(() => {});
  const again = await openTape(await saved(t, tape));
  assert.deepEqual(await told(again), [{ gap: { what: "traces", why: "it did not answer in time", unread: true } }]);
});

for (const [what, bytes] of [
  ["is no archive", Buffer.from("{}")],
  ["holds something else", gzipSync('{"hello": 1}\n')],
  ["holds no JSON", gzipSync("hello\n")],
] as const) {
  test(`a tape that ${what} is a fault that names it`, async (t) => {
    const folder = await folderOf(t);
    await writeFile(join(folder, "tape"), bytes);
    await assert.rejects(
      openTape(join(folder, "tape")),
      (error) => error instanceof Fault && /tape cannot be read/.test(error.message),
    );
  });
}

async function told(source: Source): Promise<Told[]> {
  const all: Told[] = [];
  for await (const one of source.ask(QUESTION, AbortSignal.timeout(1000))) all.push(one);
  return all.map((one) => ("chunk" in one ? { chunk: { ...one.chunk, bytes: Buffer.from(one.chunk.bytes) } } : one));
}

async function saved(t: TestContext, tape: Tape): Promise<string> {
  const path = join(await folderOf(t), "tape");
  await tape.save(path);
  return path;
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tape-"));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}
