import type { Key } from "../key.ts";
import { traceKey, xrayTraceId } from "../services/trace-id.ts";

const QUOTE = `\\\\{0,7}["']`;
/** What carries an id from one program to the next, in headers, attributes of messages, `__context__` and fields of lines. */
const NAMES =
  "x-correlation-[\\w-]{1,64}|correlation[-_]?id|x-request-id|traceparent|x-amzn-trace-id|awstraceheader|baggage|dd\\.trace_id";
/** An attribute of a message is an object that holds its value: `{"Type":"String","Value":"…"}`. */
const ATTRIBUTE = `(?:\\{[^{}]{0,120}?["'](?:string)?value${QUOTE}\\s{0,4}:\\s{0,4})?`;
/** Payloads stand in payloads, so that a quote may be escaped several times over. No parsing: the text holds them all. */
const CARRIER = new RegExp(`["'](${NAMES})${QUOTE}\\s{0,4}:\\s{0,4}\\[?${ATTRIBUTE}${QUOTE}([^"'\\\\]{1,512})`, "gi");
/** https://docs.datadoghq.com/tracing/other_telemetry/connect_logs_and_traces/ */
const DATADOG = /\bdd\.trace_id[=:]\s?"?([0-9a-f]{8,32})\b/g;
const SAME_TRANSACTION = /^(x-correlation-id|correlation[-_]?id|x-request-id|dd\.trace_id)$/;
const MOST = 256;

/**
 * The ids that a line shows being carried along a transaction. `x-correlation-id` and a trace are shared by all of it; every other
 * `x-correlation-*` names what it is about, such as an order, of which there may be many transactions: it is only mentioned.
 * https://www.w3.org/TR/trace-context/ https://www.w3.org/TR/baggage/
 */
export function carriersIn(text: string): Key[] {
  const keys = new Map<string, Key>();
  const add = (key: Key): void => {
    const name = `${key.kind} ${key.value}`;
    if (keys.size < MOST && keys.get(name)?.role !== "shared") keys.set(name, key);
  };
  for (const [, name = "", value = ""] of text.matchAll(CARRIER)) {
    for (const key of keysOf(name.toLowerCase(), value)) add(key);
  }
  for (const [, value = ""] of text.matchAll(DATADOG)) {
    for (const key of correlation("dd.trace_id", value)) add(key);
  }
  return [...keys.values()];
}

function keysOf(name: string, value: string): Key[] {
  if (name === "traceparent") return ofTraceparent(value, name);
  if (name === "baggage") return ofBaggage(value);
  if (name === "x-amzn-trace-id" || name === "awstraceheader" || name === "x-correlation-trace-id")
    return traceKey(value, name);
  return correlation(name, value);
}

function ofTraceparent(value: string, path: string): Key[] {
  const id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/i.exec(value)?.[1] ?? "";
  const trace = /^0*$/.test(id) ? null : xrayTraceId(id);
  return trace === null ? [] : [{ kind: "xray-trace", value: trace, role: "shared", path }];
}

/** `key=value;property,key=value`, percent-encoded. What has no name of a correlation id is none. */
function ofBaggage(value: string): Key[] {
  return value.split(",").flatMap((entry) => {
    const [name = "", said = ""] = (entry.split(";")[0] ?? "").split("=").map((one) => one.trim());
    const plain = name.toLowerCase().replace(/^baggage[-.]/, "");
    return SAME_TRANSACTION.test(plain) ? correlation(plain, decoded(said)) : [];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `none`, `undefined`, `test` and numbers that count are no ids: whoever carries them has nothing in common. */
function correlation(name: string, value: string): Key[] {
  const text = value.trim();
  const isId = /^[\w.:=+/@~-]{8,256}$/.test(text) && /\d/.test(text) && new Set(text).size >= 4;
  if (!isId) return [];
  return [{ kind: "correlation", value: text, role: SAME_TRANSACTION.test(name) ? "shared" : "mentioned", path: name }];
}
