import type { Key } from "../key.ts";
import { base64Text } from "../services/base64-text.ts";
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
const PACKED = new RegExp(`["']data${QUOTE}\\s{0,4}:\\s{0,4}${QUOTE}([A-Za-z0-9+/]{16,}={0,2})\\\\{0,7}["']`, "gi");
const SAME_TRANSACTION = /^(x-correlation-id|correlation[-_]?id|x-request-id|dd\.trace_id)$/;
const MOST = 256;

/** Something that a line shows being carried along, by its name in lower case; an entry of baggage is `baggage <its name>`. */
export interface Carried {
  readonly name: string;
  readonly value: string;
}

/** What a line shows being carried along, as it is written there: in the line itself, and in what a stream packed in base64. */
export function carriedIn(line: string): Carried[] {
  const found: Carried[] = [];
  for (const text of [line, ...unpackedIn(line)]) {
    for (const [, name = "", value = ""] of text.matchAll(CARRIER)) {
      if (name.toLowerCase() === "baggage") found.push(...ofBaggage(value));
      else found.push({ name: name.toLowerCase(), value });
    }
    for (const [, value = ""] of text.matchAll(DATADOG)) found.push({ name: "dd.trace_id", value });
  }
  return found;
}

/**
 * The ids that a line shows being carried along a transaction. `x-correlation-id` and a trace are shared by all of it; every other
 * `x-correlation-*` names what it is about, such as an order, of which there may be many transactions: it is only mentioned.
 * https://www.w3.org/TR/trace-context/ https://www.w3.org/TR/baggage/
 */
export function carriersIn(line: string): Key[] {
  return keysOf(carriedIn(line));
}

/** What everything in a record's transaction shares, as the record's own text carries it. */
export function sharedIn(text: string | null): Key[] {
  return text === null ? [] : carriersIn(text).filter(({ role }) => role === "shared");
}

export function keysOf(carried: readonly Carried[]): Key[] {
  const keys = new Map<string, Key>();
  for (const one of carried) {
    for (const key of keysOfOne(one)) {
      const name = `${key.kind} ${key.value}`;
      if (keys.size < MOST && keys.get(name)?.role !== "shared") keys.set(name, key);
    }
  }
  return [...keys.values()];
}

/**
 * Records of a stream come in base64. What is packed as well is the log of others, whose lines belong to other transactions.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
 */
function unpackedIn(line: string): string[] {
  return [...line.matchAll(PACKED)].flatMap(([, encoded = ""]) => base64Text(encoded) ?? []);
}

function keysOfOne({ name, value }: Carried): Key[] {
  if (name === "traceparent") return ofTraceparent(value, name);
  if (name === "x-amzn-trace-id" || name === "awstraceheader" || name === "x-correlation-trace-id")
    return traceKey(value, name);
  const plain = name.replace(/^baggage (baggage[-.])?/, "");
  // What has no name of a correlation id is none.
  return name === plain || SAME_TRANSACTION.test(plain) ? correlation(plain, value) : [];
}

function ofTraceparent(value: string, path: string): Key[] {
  const id = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/i.exec(value)?.[1] ?? "";
  const trace = /^0*$/.test(id) ? null : xrayTraceId(id);
  return trace === null ? [] : [{ kind: "xray-trace", value: trace, role: "shared", path }];
}

/** `key=value;property,key=value`, percent-encoded. */
function ofBaggage(header: string): Carried[] {
  return header.split(",").map((entry) => {
    const [name = "", value = ""] = (entry.split(";")[0] ?? "").split("=").map((one) => one.trim());
    return { name: `baggage ${name.toLowerCase()}`, value: decoded(value) };
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
