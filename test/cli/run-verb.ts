import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import { httpEvent, type Invocation, invocationLines, NOW } from "../fake-source.ts";

const HOUSE = join(import.meta.dirname, "../..");

export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a verb of the terminal as its own process, in a folder that holds no catalog unless a test puts one there. */
export async function runVerb(
  verb: "trace" | "investigate" | "answers" | "backtest" | "doctor",
  words: readonly string[],
  folder: string = tmpdir(),
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const program = join(HOUSE, "src/cli", `${verb}.ts`);
  const preload = join(HOUSE, "src/node24.mjs");
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "--import", preload, program, ...words],
    {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const ended = new Promise<number | null>((done, failed) => child.once("error", failed).once("close", done));
  const [status, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { status, out, err };
}

/** A folder of the test's own, with files in it. */
export async function folderOf(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "verb-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** A failing request and a healthy one, an hour apart. */
export const FAILED: Invocation = {
  n: 7,
  atMs: NOW - 60_000,
  event: httpEvent(7, "user-7", NOW - 60_000),
  error: "no price",
};
export const HEALTHY: Invocation = { n: 8, atMs: NOW - 3_660_000, event: httpEvent(8, "user-8", NOW - 3_660_000) };

export function eventsOf(invocation: Invocation): { id: string; timestamp: number; message: string }[] {
  return invocationLines(invocation).map(([timestamp, message], i) => ({
    id: `${invocation.n}-${i}`,
    timestamp,
    message,
  }));
}

/** A subscription record of one stream, as a line. */
export function recordOf(invocation: Invocation): string {
  const place = { logGroup: "/aws/lambda/checkout", logStream: `s${invocation.n}`, subscriptionFilters: [] };
  return `${JSON.stringify({ messageType: "DATA_MESSAGE", owner: "111122223333", ...place, logEvents: eventsOf(invocation) })}\n`;
}

export function gzipped(invocation: Invocation): Uint8Array {
  return gzipSync(recordOf(invocation));
}
