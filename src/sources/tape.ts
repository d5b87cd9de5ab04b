import { isUtf8 } from "node:buffer";
import { readFile, stat, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { z } from "zod";
import { Fault, sentenceOf } from "../fault.ts";
import { parseJson } from "../json.ts";
import type { Micros } from "../time.ts";
import type { Source, Told } from "./source.ts";

const MOST_BYTES = 256 * 1024 * 1024;

const moment = z.number().transform((value) => value as Micros);
const origin = z.object({
  source: z.string(),
  account: z.string().exactOptional(),
  region: z.string().exactOptional(),
  group: z.string().exactOptional(),
  stream: z.string().exactOptional(),
});
const FORMATS = ["log-events", "xray", "otlp-json", "jaeger-json", "zipkin-json", "metrics", "configuration"] as const;

/** One line: what a source told. Bytes are text where they are any. */
const Line = z.union([
  z.object({
    chunk: z.object({
      origin,
      format: z.enum([...FORMATS, "unknown"]),
      text: z.string(),
      base64: z.literal(true).exactOptional(),
    }),
  }),
  z.object({
    gap: z.object({
      what: z.string(),
      why: z.string(),
      origin: origin.exactOptional(),
      unread: z.literal(true).exactOptional(),
    }),
  }),
  z.object({ read: z.object({ source: z.string(), newest: moment.nullable(), ingested: z.boolean() }) }),
]);

/**
 * Everything that live sources told during an investigation, so that it can be thought over again without asking them: what
 * they could not read, and up to when they read, is part of it. What it cost is not.
 */
export class Tape {
  readonly #lines: string[] = [];
  readonly #open = new Map<string, number>();

  /** The same source, heard. */
  hear(source: Source): Source {
    const { name, whole } = source;
    return {
      name,
      whole,
      ask: (question, until) => this.#heard(name, source.ask(question, until)),
    };
  }

  async *#heard(name: string, told: AsyncIterable<Told>): AsyncGenerator<Told> {
    this.#open.set(name, (this.#open.get(name) ?? 0) + 1);
    for await (const one of told) {
      this.#note(one);
      yield one;
    }
    this.#open.set(name, (this.#open.get(name) ?? 1) - 1);
  }

  #note(told: Told): void {
    if ("cost" in told) return;
    this.#lines.push(JSON.stringify("chunk" in told ? { chunk: lineOf(told.chunk) } : told));
  }

  async save(path: string): Promise<void> {
    // Who was still asked when it ended did not tell everything.
    for (const [what, open] of this.#open)
      if (open > 0) this.#note({ gap: { what, why: "it did not answer in time", unread: true } });
    await writeFile(path, await promisify(gzip)(`${this.#lines.join("\n")}\n`));
  }
}

function lineOf({ origin: from, format, bytes }: Extract<Told, { chunk: unknown }>["chunk"]): object {
  const text = isUtf8(bytes);
  const content = Buffer.from(bytes).toString(text ? "utf8" : "base64");
  return { origin: from, format, text: content, ...(text ? {} : { base64: true }) };
}

/** What was heard, told again at the first question. Throws a fault where there is no such file, or it is none. */
export async function openTape(path: string): Promise<Source> {
  const told = await toldIn(path);
  let first = true;
  return {
    name: "tape",
    // It is asked round by round, as those were who spoke: what was asked for then is known to have been read.
    whole: false,
    async *ask(): AsyncGenerator<Told> {
      if (!first) return;
      first = false;
      yield* told;
    },
  };
}

async function toldIn(path: string): Promise<Told[]> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1024 / 1024} MB`);
    const text = (await promisify(gunzip)(await readFile(path), { maxOutputLength: 4 * MOST_BYTES })).toString();
    return text.split("\n").flatMap((line): Told[] => (line === "" ? [] : [toldBy(line)]));
  } catch (error) {
    throw new Fault("unreadable", `${path} cannot be read: ${sentenceOf(error).split("\n")[0]}`, { cause: error });
  }
}

function toldBy(line: string): Told {
  const parsed = Line.safeParse(parseJson(line));
  if (!parsed.success) throw new Error("a line of it is nothing that a source tells");
  if (!("chunk" in parsed.data)) return parsed.data;
  const { text, base64, ...chunk } = parsed.data.chunk;
  return { chunk: { ...chunk, bytes: Buffer.from(text, base64 === true ? "base64" : "utf8") } };
}
