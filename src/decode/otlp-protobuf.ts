import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import type { JsonObject } from "../json.ts";

/** JSON in the making. */
type Made = string | number | boolean | Made[] | MadeObject;
interface MadeObject {
  [name: string]: Made;
}

type Message =
  | ("traces" | "resourceSpans" | "scopeSpans" | "span" | "event" | "link" | "status")
  | ("logs" | "resourceLogs" | "scopeLogs" | "logRecord")
  | ("resource" | "keyValue" | "anyValue" | "arrayValue" | "kvlistValue");

/** A field of a message: its name in JSON, and how its value is read, or the message that it holds. */
interface Field {
  readonly name: string;
  readonly wire: WireType;
  readonly holds: ((reader: BinaryReader) => Made) | Message;
  readonly many: boolean;
}

/**
 * What is read of the messages of OTLP, by field number; all other fields are passed over.
 * https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto
 */
const MESSAGES: Readonly<Record<Message, Readonly<Record<number, Field>>>> = {
  traces: { 1: many("resourceSpans", "resourceSpans") },
  logs: { 1: many("resourceLogs", "resourceLogs") },
  resourceSpans: { 1: one("resource", "resource"), 2: many("scopeSpans", "scopeSpans") },
  resourceLogs: { 1: one("resource", "resource"), 2: many("scopeLogs", "scopeLogs") },
  resource: { 1: many("attributes", "keyValue") },
  scopeSpans: { 2: many("spans", "span") },
  scopeLogs: { 2: many("logRecords", "logRecord") },
  span: {
    1: id("traceId"),
    2: id("spanId"),
    4: id("parentSpanId"),
    5: text("name"),
    6: number("kind"),
    7: moment("startTimeUnixNano"),
    8: moment("endTimeUnixNano"),
    9: many("attributes", "keyValue"),
    11: many("events", "event"),
    13: many("links", "link"),
    15: one("status", "status"),
  },
  event: { 1: moment("timeUnixNano"), 2: text("name"), 3: many("attributes", "keyValue") },
  link: { 1: id("traceId"), 2: id("spanId") },
  status: { 2: text("message"), 3: number("code") },
  logRecord: {
    1: moment("timeUnixNano"),
    2: number("severityNumber"),
    3: text("severityText"),
    5: one("body", "anyValue"),
    6: many("attributes", "keyValue"),
    9: id("traceId"),
    10: id("spanId"),
    11: moment("observedTimeUnixNano"),
    12: text("eventName"),
  },
  keyValue: { 1: text("key"), 2: one("value", "anyValue") },
  anyValue: {
    1: text("stringValue"),
    2: field("boolValue", WireType.Varint, (reader) => reader.bool()),
    3: field("intValue", WireType.Varint, (reader) => String(reader.int64())),
    4: field("doubleValue", WireType.Bit64, doubleOf),
    5: one("arrayValue", "arrayValue"),
    6: one("kvlistValue", "kvlistValue"),
    7: field("bytesValue", WireType.LengthDelimited, (reader) => Buffer.from(reader.bytes()).toString("base64")),
  },
  arrayValue: { 1: many("values", "anyValue") },
  kvlistValue: { 1: many("values", "keyValue") },
};

/** Values may hold values; what is deeper than any attribute is left out, and says how much it was. */
const DEEPEST = 64;
/** An empty message takes two bytes on the wire and much more than that in memory. */
const MOST_FIELDS = 500_000;

interface Open {
  readonly message: Message;
  readonly into: MadeObject;
  readonly end: number;
}

/**
 * An export request of OTLP in protobuf as the same request in JSON, with ids in hexadecimal and 64-bit numbers as text. Null
 * where the bytes are none. No recursion; linear; never throws.
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 */
export function otlpOfProtobuf(bytes: Uint8Array, request: "traces" | "logs"): JsonObject | null {
  const made: MadeObject = {};
  try {
    readInto({ message: request, into: made, end: bytes.length }, new BinaryReader(bytes));
    return made;
  } catch {
    // Cut off, or something else than protobuf: the reader throws at the first byte that it does not understand.
    return null;
  }
}

function readInto(request: Open, reader: BinaryReader): void {
  const open = [request];
  let left = MOST_FIELDS;
  for (let here = open.at(-1); here !== undefined; here = open.at(-1)) {
    // A message that runs on behind the one around it ends here as well.
    if (reader.pos > here.end || left-- === 0) throw new RangeError("not a request, or too large a one");
    if (reader.pos === here.end) open.pop();
    else readField(here, reader, open);
  }
}

function readField({ message, into }: Open, reader: BinaryReader, open: Open[]): void {
  const [number, wire] = reader.tag();
  const known = MESSAGES[message][number];
  if (known === undefined || known.wire !== wire) {
    reader.skip(wire, number);
    return;
  }
  if (typeof known.holds !== "string") {
    into[known.name] = known.holds(reader);
    return;
  }
  const length = reader.uint32();
  const inner: MadeObject = {};
  if (known.many) add(into, known.name, inner);
  else into[known.name] = inner;
  if (open.length < DEEPEST) {
    open.push({ message: known.holds, into: inner, end: reader.pos + length });
  } else {
    inner["$cut"] = length;
    reader.pos += length;
  }
}

function add(into: MadeObject, name: string, inner: MadeObject): void {
  const list = into[name];
  if (Array.isArray(list)) list.push(inner);
  else into[name] = [inner];
}

function one(name: string, message: Message): Field {
  return field(name, WireType.LengthDelimited, message);
}

function many(name: string, message: Message): Field {
  return { ...one(name, message), many: true };
}

function field(name: string, wire: WireType, holds: Field["holds"]): Field {
  return { name, wire, holds, many: false };
}

function text(name: string): Field {
  return field(name, WireType.LengthDelimited, (reader) => reader.string());
}

function id(name: string): Field {
  return field(name, WireType.LengthDelimited, (reader) => Buffer.from(reader.bytes()).toString("hex"));
}

function number(name: string): Field {
  return field(name, WireType.Varint, (reader) => reader.int32());
}

function moment(name: string): Field {
  return field(name, WireType.Bit64, (reader) => String(reader.fixed64()));
}

/** JSON has no word for what is no finite number but text. */
function doubleOf(reader: BinaryReader): Made {
  const value = reader.double();
  return Number.isFinite(value) ? value : String(value);
}
