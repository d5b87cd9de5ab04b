import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { gzipSync } from "node:zlib";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import { Fault } from "../../src/fault.ts";
import type { Gap, LogRecord } from "../../src/record.ts";
import { type FilePaths, openFiles } from "../../src/sources/files.ts";
import type { Question, Read } from "../../src/sources/source.ts";
import { micros } from "../../src/time.ts";

const QUESTION: Question = { window: { from: micros(0), to: micros(1) }, find: ["whatever"] };
const AT = Date.UTC(2026, 10, 22, 2, 30);
const SEGMENT = {
  name: "checkout",
  id: "53995c3f42cd8ad8",
  trace_id: "1-6742f0a1-3c9b1f2e8d7a6b5c4d3e2f10",
  start_time: AT / 1000,
  end_time: AT / 1000 + 1,
};

test("subscription records are read with their group and stream, plain or gzipped", async (t) => {
  const text = `${record("checkout", ["one", "two"])}\n${record("pay", ["three"])}\n`;
  const folder = await folderWith(t, { "a.jsonl": text, "b.jsonl.gz": gzipSync(text.replaceAll("one", "uno")) });
  const { said, gaps } = await readFrom({ logs: [join(folder, "a.jsonl"), join(folder, "b.jsonl.gz")] });
  assert.deepEqual(gaps, []);
  // What stands in both files is one line.
  assert.deepEqual(said, ["checkout one", "checkout two", "checkout uno", "pay three"]);
});

test("gzip is told by its bytes and not by a file's name", async (t) => {
  const folder = await folderWith(t, {
    "logs.txt": gzipSync(record("checkout", ["one"])),
    "plain.gz": record("pay", ["two"]),
  });
  assert.deepEqual((await readFrom({ logs: [folder] })).said, ["checkout one", "pay two"]);
});

test("of a folder every file is read, those in folders inside too, and hidden ones are left", async (t) => {
  const folder = await folderWith(t, {
    "2026/11/22/a.jsonl": record("checkout", ["one"]),
    "b.jsonl": record("pay", ["two"]),
    ".DS_Store": "no logs at all",
  });
  assert.deepEqual((await readFrom({ logs: [folder] })).said, ["checkout one", "pay two"]);
});

test("a control message says nothing, and a record of several lines of JSON is one value", async (t) => {
  const control = JSON.stringify({
    messageType: "CONTROL_MESSAGE",
    owner: "CloudwatchLogs",
    logGroup: "",
    logStream: "",
    logEvents: [{ id: "", timestamp: AT, message: "CWL CONTROL MESSAGE" }],
  });
  const folder = await folderWith(t, {
    "control.jsonl": `${control}\n${record("checkout", ["one"])}\n`,
    "pretty.json": JSON.stringify(JSON.parse(record("pay", ["two"])), null, 2),
  });
  assert.deepEqual((await readFrom({ logs: [folder] })).said, ["checkout one", "pay two"]);
});

test("the output of filter-log-events takes its group from the option, and its streams from the events", async (t) => {
  const events = ["one", "two"].map((message, i) => ({
    logStreamName: `s${i}`,
    timestamp: AT + i,
    message,
    ingestionTime: AT,
    eventId: `${i}`,
  }));
  const folder = await folderWith(t, { "filtered.json": JSON.stringify({ events, searchedLogStreams: [] }, null, 4) });
  const named = await readFrom({ logs: [folder], logGroup: "/aws/lambda/checkout" });
  assert.deepEqual(named.said, ["checkout one", "checkout two"]);
  assert.deepEqual(named.gaps, []);
  assert.deepEqual(
    named.records.map(({ origin }) => origin.stream),
    ["s0", "s1"],
  );
  const unnamed = await readFrom({ logs: [folder] });
  assert.equal(unnamed.records.length, 2);
  assert.deepEqual(
    unnamed.gaps.map(({ why }) => why),
    ["the log group of these events was not given"],
  );
});

test("the option's group does not rename the records that name their own", async (t) => {
  const folder = await folderWith(t, { "a.jsonl": record("checkout", ["one"]) });
  assert.deepEqual((await readFrom({ logs: [folder], logGroup: "/aws/lambda/other" })).said, ["checkout one"]);
});

test("traces are known by their content, whichever option names them", async (t) => {
  const folder = await folderWith(t, { "traces.json": JSON.stringify([SEGMENT]) });
  for (const paths of [{ traces: [folder] }, { logs: [folder] }]) {
    const { evidence, gaps } = await readFrom(paths);
    assert.deepEqual(gaps, []);
    assert.equal([...evidence.spans].length, 1);
  }
});

test("a path that is missing, may not be read or holds no known format is named before anything is read", async (t) => {
  const folder = await folderWith(t, {
    "notes.txt": "buy milk\n",
    "rubbish.gz": Buffer.from([0x1f, 0x8b, 1, 2, 3]),
  });
  for (const [path, named] of [
    ["missing.jsonl", "missing.jsonl"],
    ["notes.txt", "notes.txt"],
    ["rubbish.gz", "rubbish.gz"],
  ] as const) {
    await assert.rejects(openFiles({ logs: [join(folder, path)], traces: [], logGroup: null }), (error) => {
      assert.ok(error instanceof Fault);
      assert.equal(error.code, "unreadable");
      assert.ok(error.message.startsWith(join(folder, named)), error.message);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  }
});

test("what else lies in a folder is a gap, and the evidence beside it is read", async (t) => {
  const folder = await folderWith(t, { "traces.json": JSON.stringify([SEGMENT]), "deep/inside.json": '{"hello": 1}' });
  const { evidence, gaps } = await readFrom({ logs: [folder] });
  assert.equal([...evidence.spans].length, 1);
  assert.deepEqual(
    gaps.map(({ what, unread }) => [what, unread]),
    [[join(folder, "deep/inside.json"), undefined]],
  );
});

test("a folder without any file is no place to look", async (t) => {
  const folder = await folderWith(t, {});
  await assert.rejects(openFiles({ logs: [folder], traces: [], logGroup: null }), /holds no files$/);
});

test("an empty file holds nothing, and that is no fault", async (t) => {
  const folder = await folderWith(t, { "empty.jsonl": "", "blank.jsonl": "\n\n", "empty.jsonl.gz": gzipSync("") });
  const { records, gaps, reads } = await readFrom({ logs: [folder] });
  assert.deepEqual(records, []);
  assert.deepEqual(gaps, []);
  assert.deepEqual(reads, [{ source: "files", newest: null, ingested: false }]);
});

test("an archive that breaks off gives what came before, and a gap that names it", async (t) => {
  // Random words do not shrink, so that half of the archive is half of the lines.
  const text = Array.from({ length: 4000 }, (_, i) => `${record("checkout", [`${i} ${noise(i)}`])}\n`).join("");
  const whole = gzipSync(text);
  for (const share of [0.5, 0.02]) {
    const folder = await folderWith(t, {
      "broken.jsonl.gz": whole.subarray(0, whole.length * share),
      "fine.jsonl": record("pay", ["two"]),
    });
    const { records, gaps, said } = await readFrom({ logs: [folder] });
    assert.ok(records.length > 4000 * share * 0.5 && records.length < 4000 * share * 1.5, `${records.length} lines`);
    assert.ok(said.includes("pay two"));
    const broken = gaps.find(({ what }) => what === join(folder, "broken.jsonl.gz"));
    assert.match(broken?.why ?? "", /^it breaks off: /);
    assert.equal(broken?.unread, true);
  }
});

test("a line that is no JSON is a gap with its number, and the lines around it are read", async (t) => {
  const folder = await folderWith(t, {
    "a.jsonl": `${record("checkout", ["one"])}\n{"logGroup": oops\n${record("checkout", ["two"])}\n`,
  });
  const { said, gaps } = await readFrom({ logs: [folder] });
  assert.deepEqual(said, ["checkout one", "checkout two"]);
  assert.deepEqual(
    gaps.map(({ why }) => why),
    ["line 2 is not a JSON object"],
  );
});

test("a large file comes in pieces, and no line is lost or cut where one ends", async (t) => {
  const message = "x".repeat(1000);
  const text = Array.from({ length: 110 }, (_, i) =>
    record(
      "checkout",
      Array.from({ length: 90 }, (__, j) => `${i}-${j} ${message}ü`),
    ),
  ).join("\n");
  assert.ok(text.length > 9e6);
  const folder = await folderWith(t, { "large.jsonl": text });
  const { records, gaps, chunks } = await readFrom({ logs: [folder] });
  assert.deepEqual(gaps, []);
  assert.ok(chunks > 1);
  assert.equal(records.length, 110 * 90);
  assert.ok(records.every(({ text: said }) => said.endsWith("xü")));
});

test("a first line as long as a whole delivery does not make a file of lines one value", async (t) => {
  const long = record(
    "checkout",
    Array.from({ length: 300 }, (_, i) => `${i} ${"y".repeat(1000)}`),
  );
  const folder = await folderWith(t, { "long.jsonl": `${long}\n`.repeat(16) });
  assert.ok((await readFrom({ logs: [folder] })).chunks > 1);
});

test("files are told whole and once, whatever is asked of them", async (t) => {
  const folder = await folderWith(t, { "a.jsonl": record("checkout", ["one"]) });
  const source = await openFiles({ logs: [folder], traces: [], logGroup: null });
  assert.equal(source.whole, true);
});

test("what there was no time left to read is a gap by name", async (t) => {
  const folder = await folderWith(t, { "a.jsonl": record("checkout", ["one"]), "b.jsonl": record("pay", ["two"]) });
  const { records, gaps } = await readFrom({ logs: [folder] }, AbortSignal.abort());
  assert.deepEqual(records, []);
  assert.deepEqual(
    gaps.map(({ what, why, unread }) => [what, why, unread]),
    ["a.jsonl", "b.jsonl"].map((name) => [join(folder, name), "there was no time left to read it", true]),
  );
});

function record(name: string, messages: readonly string[]): string {
  const logEvents = messages.map((message, i) => ({ id: `${i}`, timestamp: AT + i, message }));
  return JSON.stringify({
    messageType: "DATA_MESSAGE",
    owner: "111122223333",
    logGroup: `/aws/lambda/${name}`,
    logStream: "s",
    subscriptionFilters: [],
    logEvents,
  });
}

/** Text that does not shrink, the same for the same number. */
function noise(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 60 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(36);
  }).join("");
}

async function folderWith(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "files-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

interface Found {
  readonly evidence: EvidenceInMemory;
  readonly records: readonly LogRecord[];
  /** "checkout one": each line after the function that wrote it, sorted. */
  readonly said: readonly string[];
  readonly gaps: readonly Gap[];
  readonly reads: readonly Read[];
  readonly chunks: number;
}

async function readFrom(paths: Partial<FilePaths>, until: AbortSignal = new AbortController().signal): Promise<Found> {
  const source = await openFiles({ logs: [], traces: [], logGroup: null, ...paths });
  const evidence = new EvidenceInMemory();
  const gaps: Gap[] = [];
  const reads: Read[] = [];
  let chunks = 0;
  for await (const told of source.ask(QUESTION, until)) {
    if ("chunk" in told) {
      chunks++;
      gaps.push(...evidence.add(told.chunk));
    } else if ("gap" in told) gaps.push(told.gap);
    else if ("read" in told) reads.push(told.read);
  }
  const records = [...evidence.records];
  const said = records.map(({ origin, text }) => `${origin.group?.split("/").at(-1)} ${text}`).sort();
  return { evidence, records, said, gaps, reads, chunks };
}
