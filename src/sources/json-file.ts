import { readFile, stat } from "node:fs/promises";
import { decode } from "../decode/table.ts";
import { Fault, sentenceOf } from "../fault.ts";
import type { Chunk, Gap } from "../record.ts";
import type { Source, Told } from "./source.ts";

const MOST_BYTES = 256 * 1024 * 1024;
const SAID = {
  metrics: "CloudWatch metrics",
  configuration: "answers of services about their configuration",
} as const;

/**
 * One file that is one JSON value of a known format. Throws a fault that names it where it is missing, may not be read, is no
 * such JSON, or holds nothing of the kind; an empty list or object is a reading that found nothing.
 */
export async function openJsonFile(path: string, format: keyof typeof SAID): Promise<Source> {
  const bytes = await bytesOf(path);
  const chunk: Chunk = { origin: { source: SAID[format] }, format, bytes };
  const broken = brokenness(chunk);
  if (broken !== null) throw new Fault("unreadable", `${path} holds no ${SAID[format]}: ${broken.why}`);
  return {
    name: SAID[format],
    whole: true,
    async *ask(): AsyncGenerator<Told> {
      yield { chunk };
    },
  };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1024 / 1024} MB`);
    return await readFile(path);
  } catch (error) {
    throw new Fault("unreadable", `${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
  }
}

/** Why nothing of it can be used; null where something can, or where there is nothing in it. */
function brokenness(chunk: Chunk): Gap | null {
  const gaps: Gap[] = [];
  let used = false;
  decode(chunk, (one) => {
    if ("gap" in one) gaps.push(one.gap);
    else used = true;
  });
  return used ? null : (gaps.find(({ unread }) => unread) ?? null);
}
