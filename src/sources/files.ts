import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { createGunzip } from "node:zlib";
import { DECODERS } from "../decode/table.ts";
import { Fault, sentenceOf } from "../fault.ts";
import { parseJson } from "../json.ts";
import type { Chunk, Format, Gap, Origin } from "../record.ts";
import type { Source, Told } from "./source.ts";

/** Longer than any line that is delivered at once: a first line that ends in here is one of many. */
const HEAD_BYTES = 1024 * 1024;
/** Lines are handed on in pieces of this size; a file that is one JSON value has to be held whole. */
const PIECE_BYTES = 4 * 1024 * 1024;
const MOST_WHOLE_BYTES = 256 * 1024 * 1024;
const NEWLINE = 10;

/** One file and what is known of its content before it is read. */
interface EvidenceFile {
  readonly path: string;
  readonly gzipped: boolean;
  /** Null: what else lies in a folder of evidence. */
  readonly format: Format | null;
  readonly lines: boolean;
}

/** The paths to read, folders included, and the log group of those that do not name it. */
export interface FilePaths {
  readonly logs: readonly string[];
  readonly traces: readonly string[];
  readonly logGroup: string | null;
}

/**
 * Evidence from files. Throws a fault that names the first path which is missing, may not be read, or holds no known format.
 * What turns out broken later, half way through, is a gap; so is what lies in a folder and is no evidence.
 */
export async function openFiles(paths: FilePaths): Promise<Source> {
  const files: EvidenceFile[] = [];
  for (const path of [...paths.logs, ...paths.traces]) files.push(...(await filesAt(path)));
  return {
    name: "files",
    whole: true,
    async *ask(_question, until): AsyncGenerator<Told> {
      for (const file of files) {
        if (until.aborted) {
          yield { gap: { what: file.path, why: "there was no time left to read it", unread: true } };
          continue;
        }
        const { path, format } = file;
        if (format === null) yield { gap: { what: path, why: `it ${UNKNOWN}` } };
        else yield* read({ ...file, format }, paths.logGroup);
      }
      yield { read: { source: "files", newest: null, ingested: false } };
    },
  };
}

const UNKNOWN = "holds no known format: neither CloudWatch Logs events nor traces";

async function filesAt(path: string): Promise<EvidenceFile[]> {
  const files: EvidenceFile[] = [];
  const names = await orUnreadable(path, () => pathsAt(path));
  if (names.length === 0) throw new Fault("unreadable", `${path} holds no files`);
  for (const name of names) {
    const file = await orUnreadable(name, () => look(name));
    if (file.format === null && name === path) throw new Fault("unreadable", `${path} ${UNKNOWN}`);
    files.push(file);
  }
  return files;
}

/** The path itself, or the files in the folder that it is. Hidden ones are nobody's evidence. */
async function pathsAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const inside = await readdir(path, { recursive: true, withFileTypes: true });
  return inside
    .filter((one) => one.isFile() && !one.name.startsWith("."))
    .map((one) => join(one.parentPath, one.name))
    .sort();
}

async function orUnreadable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault("unreadable", `${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
  }
}

/** Reads the first bytes of a file, to know its format before anything else happens. */
async function look(path: string): Promise<EvidenceFile> {
  const handle = await open(path);
  const magic = Buffer.alloc(2);
  await handle.read(magic, 0, 2, 0).finally(() => handle.close());
  const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
  const head = await headOf(path, gzipped);
  const known = DECODERS.find(({ sniff }) => sniff(head))?.format;
  const format = known ?? (head.trim() === "" ? "log-events" : null);
  const firstLine = head.slice(0, Math.max(0, head.indexOf("\n")));
  return { path, gzipped, format, lines: parseJson(firstLine) !== undefined };
}

async function headOf(path: string, gzipped: boolean): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of bytesOf(path, gzipped)) {
      parts.push(part);
      size += part.length;
      if (size >= HEAD_BYTES) break;
    }
  } catch (error) {
    // An archive that breaks off tells by its beginning what it is; that it breaks off is told when it is read.
    if (size === 0) throw error;
  }
  return Buffer.concat(parts).toString();
}

function bytesOf(path: string, gzipped: boolean): AsyncIterable<Uint8Array> {
  const raw = createReadStream(path, { highWaterMark: 256 * 1024 });
  if (!gzipped) return raw;
  const plain = createGunzip();
  raw.once("error", (error) => plain.destroy(error));
  plain.once("close", () => raw.destroy());
  return raw.pipe(plain);
}

async function* read(file: EvidenceFile & { readonly format: Format }, logGroup: string | null): AsyncGenerator<Told> {
  const origin: Origin = { source: sourceOf(file.format), ...(logGroup === null ? {} : { group: logGroup }) };
  const chunk = (bytes: Uint8Array): Told => ({ chunk: { origin, format: file.format, bytes } satisfies Chunk });
  const gap = (why: string): Told => ({ gap: { what: file.path, why, unread: true } satisfies Gap });
  let held: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of bytesOf(file.path, file.gzipped)) {
      held.push(part);
      size += part.length;
      if (file.lines && size >= PIECE_BYTES) {
        const all = Buffer.concat(held);
        const end = all.lastIndexOf(NEWLINE) + 1;
        if (end > 0) yield chunk(all.subarray(0, end));
        held = [all.subarray(end)];
        size = all.length - end;
      }
      if (size > MOST_WHOLE_BYTES) {
        yield gap(`one JSON value of more than ${MOST_WHOLE_BYTES / 1024 / 1024} MB; write it as lines`);
        return;
      }
    }
  } catch (error) {
    yield gap(`it breaks off: ${sentenceOf(error)}`);
  }
  if (size > 0) yield chunk(Buffer.concat(held));
}

/** Where the bytes came from before somebody saved them: the name under which hops show it. */
const SOURCES: Readonly<Record<Format, string>> = {
  "log-events": "cloudwatch-logs",
  xray: "xray",
  "otlp-json": "otlp",
  "jaeger-json": "jaeger",
  "zipkin-json": "zipkin",
  metrics: "cloudwatch",
  configuration: "aws",
};

function sourceOf(format: Format): string {
  return SOURCES[format];
}
