import { gunzipSync } from "node:zlib";
import { isObject, type Json, type JsonObject, parseJson, textAt } from "../json.ts";
import { withExactNanos } from "./nanos.ts";
import { otlpOfProtobuf } from "./otlp-protobuf.ts";

/** What a line of an exporter to standard output holds, and how many bytes that took; or why it cannot be told. */
export type Exported = { readonly request: Json; readonly bytes: number } | { readonly why: string };

/** No function exports more at once, and a few bytes can stand for gigabytes. */
const MOST_BYTES = 4_000_000;

/**
 * An export request of OTLP on one line, as exporters to standard output write it: protobuf or JSON, mostly packed. Null for a
 * line that exports neither spans nor log records. `left`: how many bytes may still be unpacked.
 * https://github.com/dev7a/serverless-otlp-forwarder
 */
export function otlpStdout(line: JsonObject, left: number): Exported | null {
  const endpoint = textAt(line, "endpoint") ?? "";
  if (/\/metrics\b/.test(endpoint)) return null;
  const payload = line["payload"];
  if (isObject(payload)) return { request: payload, bytes: 0 };
  if (typeof payload !== "string") return { why: "what was exported cannot be unpacked" };
  const most = Math.min(MOST_BYTES, left);
  if (most <= 0) return { why: "they unpack to more than is read" };
  try {
    const bytes = unpacked(payload, most);
    if (bytes.length > most) return { why: "they unpack to more than is read" };
    const request = requestIn(bytes, /\/logs\b/.test(endpoint) ? "logs" : "traces");
    return request === null ? { why: "what was exported cannot be unpacked" } : { request, bytes: bytes.length };
  } catch (error) {
    const large = error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    return { why: large ? "they unpack to more than is read" : "what was exported cannot be unpacked" };
  }
}

/** JSON stands in the line as it is, or in base64 as everything else; what is packed says so in its first two bytes. */
function unpacked(payload: string, most: number): Uint8Array {
  const bytes = Buffer.from(payload, payload.startsWith("{") ? "utf8" : "base64");
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: most }) : bytes;
}

/** No message of protobuf can begin with a brace: it would open a group, which OTLP has none of. */
function requestIn(bytes: Uint8Array, request: "traces" | "logs"): Json {
  if (bytes[0] !== "{".charCodeAt(0)) return otlpOfProtobuf(bytes, request);
  return parseJson(withExactNanos(new TextDecoder().decode(bytes))) ?? null;
}
