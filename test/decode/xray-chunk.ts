import type { Json } from "../../src/json.ts";
import type { Chunk } from "../../src/record.ts";

/** X-Ray's answer or documents, as bytes. */
export function xrayChunk(...values: readonly Json[]): Chunk {
  const text = values.map((value) => JSON.stringify(value)).join("\n");
  return { origin: { source: "xray" }, format: "xray", bytes: new TextEncoder().encode(text) };
}
