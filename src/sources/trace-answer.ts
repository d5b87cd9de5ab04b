import { hexOf } from "../decode/otlp-value.ts";
import { Fault } from "../fault.ts";
import { arrayAt, at, isArray, isObject, type Json, parseJson, textAt } from "../json.ts";
import type { Chunk, Format } from "../record.ts";
import type { Answer } from "./http-json.ts";

/** An answer that has to be JSON with these lists in it; everything else is a fault that says what came instead. */
export function jsonOf({ status, json, bytes }: Answer): Json {
  if (status !== 200) throw new Fault("refused", `it answered ${status}${said(bytes)}`);
  if (json === undefined) throw new Fault("unavailable", `what it answered is no JSON, or breaks off${said(bytes)}`);
  return json;
}

/** Whether a page came instead of data: a sign-in, a proxy, or the user interface that answers for unknown paths. */
export function isPage({ bytes }: Answer): boolean {
  return /^\s*</.test(new TextDecoder().decode(bytes.subarray(0, 64)));
}

export function chunkOf(source: string, format: Format, { bytes }: Answer): Chunk {
  return { origin: { source }, format, bytes };
}

/** The first words of a plain answer: TraceQL's errors are such. A page or data would not help anybody. */
function said(bytes: Uint8Array): string {
  const text = new TextDecoder()
    .decode(bytes.subarray(0, 160))
    .replaceAll(/[^\x20-\x7e]+/g, " ")
    .trim();
  return text === "" || /^[<{["]/.test(text) ? "" : `: ${text}`;
}

/**
 * The traces in OTLP, in hexadecimal digits, and those that their spans follow: the senders of a batch have theirs. Null where it is none. Older versions of Jaeger stream one document for each
 * trace.
 */
export function otlpTraceIds(answer: Answer): { readonly ids: string[]; readonly follows: string[] } | null {
  const documents = answer.json === undefined ? lines(answer.bytes) : [answer.json];
  const ids = new Set<string>();
  const follows = new Set<string>();
  for (const document of documents) {
    if (!isObject(document)) return null;
    for (const span of spansIn(document)) {
      const id = hexOf(textAt(span, "traceId"));
      if (id !== null) ids.add(id);
      for (const link of arrayAt(span, "links")) {
        const other = hexOf(textAt(link, "traceId"));
        if (other !== null) follows.add(other);
      }
    }
  }
  return documents.length === 0 ? null : { ids: [...ids], follows: [...follows] };
}

function spansIn(document: Json): readonly Json[] {
  const holders = [document, at(document, "trace"), at(document, "result")];
  const batches = holders.flatMap((one) => [...arrayAt(one, "resourceSpans"), ...arrayAt(one, "batches")]);
  return batches
    .flatMap((one) => [...arrayAt(one, "scopeSpans"), ...arrayAt(one, "instrumentationLibrarySpans")])
    .flatMap((scope) => arrayAt(scope, "spans"));
}

function lines(bytes: Uint8Array): (Json | undefined)[] {
  const text = new TextDecoder().decode(bytes).trim();
  return text === "" ? [] : text.split("\n").map(parseJson);
}

/** The texts of a list. */
export function textsOf(list: Json | undefined): string[] {
  return (isArray(list) ? list : []).flatMap((one) => (typeof one === "string" && one !== "" ? [one] : []));
}
