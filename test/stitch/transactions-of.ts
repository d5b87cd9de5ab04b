import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Chunk } from "../../src/record.ts";
import { contentsIn } from "../../src/stitch/contents-in.ts";
import { stitch } from "../../src/stitch/stitch.ts";
import type { Transaction } from "../../src/transaction.ts";
import { type LoggedStream, logChunk } from "../decode/log-chunk.ts";

/** The transactions in some streams and chunks, as they follow from nothing else. */
export function transactionsOf(...read: readonly (LoggedStream | Chunk)[]): Transaction[] {
  const evidence = new EvidenceInMemory(contentsIn);
  for (const one of read) evidence.add("bytes" in one ? one : logChunk(one));
  return evidence.reach("all").flatMap(stitch);
}
