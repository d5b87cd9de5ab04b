import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** An emulator of AWS that others wrote: https://docs.getmoto.org/en/latest/docs/server_mode.html */
export interface Moto {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts `moto_server`, where it is on the machine; else says why not. */
export async function startMoto(): Promise<Moto | string> {
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
  const stopped = once(server, "close").catch(() => []);
  const url = await Promise.race([addressSaid(server), refused(server), silence()]);
  if (url.startsWith("http://")) return { url, stop: () => ended(server, stopped) };
  if (server.pid !== undefined) await ended(server, stopped);
  return url;
}

const PATIENCE_MS = 30_000;

async function addressSaid({ stderr }: ChildProcess): Promise<string> {
  if (stderr === null) return "moto_server cannot be listened to";
  const said: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    if (url !== undefined) {
      stderr.resume();
      return url;
    }
    said.push(line);
  }
  return `moto_server does not run: ${said.at(-1) ?? "it ended without a word"}`;
}

/** A machine that does not have it. */
async function refused(server: ChildProcess): Promise<string> {
  const [error] = await once(server, "error").catch((problem: unknown) => [problem]);
  return `moto_server is not on this machine: ${error instanceof Error ? error.message : "it could not be started"}`;
}

function silence(): Promise<string> {
  const why = `moto_server did not say where it listens within ${PATIENCE_MS / 1000} s`;
  return new Promise((done) => void setTimeout(() => done(why), PATIENCE_MS).unref());
}

async function ended(server: ChildProcess, stopped: Promise<unknown>): Promise<void> {
  server.kill();
  await stopped;
}
