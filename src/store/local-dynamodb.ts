import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import dynalite from "dynalite";
import { Fault } from "../fault.ts";

/** A DynamoDB of our own, in this process. `url` is its endpoint. */
export interface LocalDynamoDb {
  readonly url: string;
  stop(): Promise<void>;
}

const LOCK = "process.lock";
const GRACE_MS = 1000;

/**
 * Starts dynalite over a folder, or in memory where that is null. One process owns the folder: a second one would break the
 * first, so a lock file names the owner; a lock whose process is gone is taken over.
 */
export async function startLocalDynamoDb(folder: string | null): Promise<LocalDynamoDb> {
  const unlock = folder === null ? async () => {} : await lock(folder);
  const server = dynalite({
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
    ...(folder === null ? {} : { path: join(folder, "dynamodb") }),
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(0, "127.0.0.1", listening);
  });
  const answering = new Set<Promise<void>>();
  server.on("request", (_request, response) => {
    const answered = new Promise<void>((closed) => response.once("close", closed));
    answering.add(answered);
    void answered.then(() => answering.delete(answered));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Fault("unavailable", "the local DynamoDB has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      // What is being answered still reads the files that are closed then, and dynalite throws where nobody catches.
      await Promise.race([Promise.all(answering), sleep(GRACE_MS, undefined, { ref: false })]);
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
      await unlock();
    },
  };
}

async function lock(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, LOCK);
  for (let tries = 0; tries < 2; tries++) {
    try {
      const file = await open(path, "wx");
      await file.writeFile(String(process.pid));
      await file.close();
      return () => rm(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      const owner = Number(await readFile(path, "utf8").catch(() => "0"));
      if (owner !== process.pid && isAlive(owner)) {
        throw new Fault(
          "configuration",
          `${folder} belongs to process ${owner}: run one process over it, or use a DynamoDB table`,
        );
      }
      await rm(path, { force: true });
    }
  }
  throw new Fault("configuration", `${folder} cannot be locked`);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
