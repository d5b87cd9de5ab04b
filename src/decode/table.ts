import type { Chunk, Gap } from "../record.ts";
import { configuration } from "./configuration.ts";
import type { Decoded, Decoder } from "./decoder.ts";
import { jaegerJson } from "./jaeger-json.ts";
import { logEvents } from "./log-events.ts";
import { metrics } from "./metrics.ts";
import { otlpJson } from "./otlp-json.ts";
import { xray } from "./xray.ts";
import { zipkinJson } from "./zipkin-json.ts";

/** Every format of evidence, in the order in which unknown content is shown to them. */
export const DECODERS: readonly Decoder[] = [logEvents, xray, otlpJson, jaegerJson, zipkinJson, metrics, configuration];

const HEAD_BYTES = 4096;

/** Decodes a chunk by its format, or by its first bytes where that is unknown. What nobody knows is a gap. */
export function decode(chunk: Chunk, out: (one: Decoded) => void): void {
  const head = new TextDecoder().decode(chunk.bytes.subarray(0, HEAD_BYTES));
  const decoder = DECODERS.find(({ format, sniff }) =>
    chunk.format === "unknown" ? sniff(head) : format === chunk.format,
  );
  if (decoder !== undefined) decoder.decode(chunk, out);
  else out({ gap: unknownFormat(chunk) });
}

function unknownFormat({ origin }: Chunk): Gap {
  return { what: origin.stream ?? origin.group ?? origin.source, why: "no known format of logs or traces", origin };
}
