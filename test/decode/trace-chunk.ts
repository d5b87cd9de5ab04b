import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Json } from "../../src/json.ts";
import type { Chunk, Format } from "../../src/record.ts";
import type { Span } from "../../src/span.ts";
import { stitch } from "../../src/stitch/stitch.ts";
import type { Transaction } from "../../src/transaction.ts";
import { decoded } from "./decoded.ts";

/** What a store of traces answered, as bytes. */
export function traceChunk(value: Json | string, format: Format | "unknown" = "unknown"): Chunk {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return { origin: { source: "traces" }, format, bytes: new TextEncoder().encode(text) };
}

export function spansIn(value: Json | string): Span[] {
  return decoded(traceChunk(value)).spans;
}

/** The transactions of all these chunks together. */
export function stitched(...chunks: readonly Chunk[]): Transaction[] {
  const evidence = new EvidenceInMemory();
  for (const chunk of chunks) evidence.add(chunk);
  return evidence.reach("all").flatMap(stitch);
}

/** Each hop as `service resource`, with the number of its parent and how surely, in the order of the transaction. */
export function treeOf({ hops, links }: Transaction): string[] {
  return hops.map((hop, place) => {
    const from = links
      .filter(({ child }) => child === place)
      .map(({ parent, certainty }) => ` < ${parent} ${certainty}`)
      .join("");
    return `${hop.service} ${hop.resource}${from}`;
  });
}
