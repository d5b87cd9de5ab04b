import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { Kept, Shown } from "../report.ts";

/** DynamoDB holds 400 KB an item, its names and keys included. */
const PART_BYTES = 350 * 1024;
const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A report as bytes, in as many parts as items have to hold it. */
export async function packReport(report: Shown<Kept>): Promise<Uint8Array[]> {
  const bytes = await pack(JSON.stringify(report), { level: 6 });
  const parts: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += PART_BYTES) parts.push(bytes.subarray(from, from + PART_BYTES));
  return parts;
}

/** What was packed here was redacted before: what comes back may be shown. */
export async function unpackReport(parts: readonly Uint8Array[]): Promise<Shown<Kept>> {
  return JSON.parse((await unpack(Buffer.concat(parts))).toString()) as Shown<Kept>;
}
