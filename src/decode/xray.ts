import { isArray, isObject, type Json, numberAt, parseJson, textAt } from "../json.ts";
import type { Chunk } from "../record.ts";
import type { Decoded, Decoder } from "./decoder.ts";
import { spansOfSegment } from "./xray-segment.ts";

/**
 * X-Ray: the answer of BatchGetTraces, one trace of it, several in a list, or bare segment documents. A document is JSON
 * text inside JSON. https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
 */
export const xray: Decoder = {
  format: "xray",
  sniff: (head) => /"(Segments|Traces|trace_id)"/.test(head),
  decode(chunk, out) {
    const text = new TextDecoder().decode(chunk.bytes);
    const whole = parseJson(text);
    const values = whole === undefined ? text.split("\n").filter((one) => one.trim() !== "") : [whole];
    // A list used as a stack: what holds documents is opened, what is a document is read.
    const open: Json[] = [...values].reverse();
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const value: Json | undefined = typeof one === "string" ? parseJson(one) : one;
      const inner = value === undefined ? null : contentsOf(value);
      if (isObject(value) && value["LimitExceeded"] === true) {
        const what = `trace ${textAt(value, "Id") ?? ""}`.trim();
        out({ gap: { what, why: "X-Ray cut it: it is larger than a trace may be", origin: chunk.origin } });
      }
      if (inner !== null) for (let i = inner.length - 1; i >= 0; i--) open.push(inner[i] ?? null);
      else read(value, chunk, out);
    }
  },
};

/** What a list, an answer or a trace holds; null where the value is a document itself. */
function contentsOf(value: Json): readonly Json[] | null {
  if (isArray(value)) return value;
  if (!isObject(value)) return null;
  if (isArray(value["Traces"])) return value["Traces"];
  if (isArray(value["Segments"])) return value["Segments"];
  const document = value["Document"];
  return document === undefined ? null : [document];
}

function read(value: Json | undefined, chunk: Chunk, out: (one: Decoded) => void): void {
  const id = textAt(value, "id");
  const trace = textAt(value, "trace_id");
  if (!isObject(value) || id === null || trace === null || numberAt(value, "start_time") === null) {
    const what = id === null ? "a segment document" : `segment ${id}`;
    out({ gap: { what, why: "not a segment document: it needs id, trace_id and start_time", origin: chunk.origin } });
    return;
  }
  spansOfSegment(value, trace, chunk.origin, out);
}
