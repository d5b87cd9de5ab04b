import { arrayAt, isObject, type Json, type JsonObject, objectAt, textAt } from "../json.ts";
import { SECOND } from "../time.ts";
import { writesOf } from "./dynamodb-writes.ts";
import type { Change, Operation } from "./service.ts";

/**
 * What a stream says of a change, and what a call says that it wrote, both as the values of the table's keys. A stream
 * alone tells which attributes those are. The moment of a change is cut to the second.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
 */
export function changed({ operation, resource, input, start }: Operation): Change | null {
  const keys = isObject(input) ? objectAt(input, "Keys") : null;
  if (keys === null || resource === null || operation === "Expire") return null;
  const fields = Object.keys(keys).sort();
  const mark = markOf(operation === "REMOVE" ? "delete" : "write", resource, keys, fields);
  return mark === null ? null : { fields, mark, window: { from: start - SECOND, to: start + 2 * SECOND } };
}

/** The marks of everything that a call wrote: a batch and a transaction write several items, of several tables. */
export function wrote(call: Operation, fieldsOf: (table: string) => Iterable<readonly string[]>): string[] {
  return writesOf(call).flatMap(({ kind, table, item }) =>
    [...fieldsOf(table)].flatMap((fields) => markOf(kind, table, item, fields) ?? []),
  );
}

/** Long enough, and with a digit in it: an order's number, and no "ACTIVE" that stands in every line. */
const TELLING = /^(?=.*\d)[\w.:@#+/=-]{8,128}$/;

/** The values of the keys, as far as they tell one item from all that is logged. */
export function writtenBeside(item: Operation): string[] {
  const keys = changed(item) === null ? null : objectAt(item.input, "Keys");
  return Object.values(keys ?? {}).flatMap((value) => {
    const text = textAt(value, "S") ?? textAt(value, "N");
    return text !== null && TELLING.test(text) ? [text] : [];
  });
}

/**
 * A stream may show the item as it became (`NewImage`) and as it was (`OldImage`): what a call wrote is in the one, and what
 * it was answered with is all of either. False where a value is another; null where nothing can be compared.
 */
export function wroteJust(call: Operation, item: Operation): boolean | null {
  const seen = changed(item);
  const images = { new: objectAt(item.input, "NewImage"), old: objectAt(item.input, "OldImage") };
  if (seen === null || (images.new === null && images.old === null)) return null;
  const own = writesOf(call).filter((one) => markOf(one.kind, one.table, one.item, seen.fields) === seen.mark);
  const told = own.map(({ whole, values }) => {
    const returned = returnedBy(call);
    const compared = [
      whole === null || images.new === null ? null : isSameItem(whole, images.new),
      values === null || images.new === null ? null : hasValues(values, images.new),
      returned === null || own.length > 1 ? null : hasValues(returned.values, images[returned.image]),
    ];
    return compared.includes(false) ? false : compared.includes(true) ? true : null;
  });
  if (told.includes(true)) return true;
  return told.length > 0 && told.every((one) => one === false) ? false : null;
}

/** What an update said that it left behind, or what it found. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html */
function returnedBy({ input, output }: Operation): { image: "new" | "old"; values: JsonObject } | null {
  const values = objectAt(output, "Attributes");
  const which = textAt(input, "ReturnValues");
  if (values === null || which === null) return null;
  return { image: which.endsWith("_OLD") ? "old" : "new", values };
}

function isSameItem(item: JsonObject, image: JsonObject): boolean | null {
  const values = hasValues(item, image);
  return values === true && Object.keys(image).some((name) => item[name] === undefined) ? false : values;
}

/** Whether an image has these values, as far as they are plain: what is masked in a log, or nested, tells nothing. */
function hasValues(values: JsonObject, image: JsonObject | null): boolean | null {
  if (image === null) return null;
  let same: boolean | null = null;
  for (const [name, value] of Object.entries(values)) {
    const [one, other] = [plain(value), plain(image[name])];
    if (one === null || isMasked(one) || (other === null && image[name] !== undefined)) continue;
    if (one !== other) return false;
    same = true;
  }
  return same;
}

/** A value that no field of a key can have is compared as well. */
function plain(value: Json | undefined): string | null {
  const truth = isObject(value) ? value["BOOL"] : value;
  return typeof truth === "boolean" ? `B${truth}` : scalar(value);
}

function isMasked(text: string): boolean {
  return /\*{2,}|redacted|\.\.\.|…/i.test(text);
}

/** Null where one of the attributes is not there, or is of no type that a key can have. */
function markOf(kind: "write" | "delete", table: string, item: JsonObject, fields: readonly string[]): string | null {
  const values = fields.map((name) => scalar(item[name]));
  return values.includes(null) ? null : JSON.stringify([kind, table, fields, values]);
}

/** A key's value in one form, whether it was written with its type (`{"N": "1.0"}`), or plainly, as document clients do. */
function scalar(value: Json | undefined): string | null {
  if (typeof value === "string") return `S${value}`;
  if (typeof value === "number") return `N${plainNumber(String(value))}`;
  if (!isObject(value)) return null;
  const [text, number, binary] = [value["S"], value["N"], value["B"]];
  if (typeof text === "string") return `S${text}`;
  if (typeof number === "string" || typeof number === "number") return `N${plainNumber(String(number))}`;
  if (typeof binary === "string") return `B${Buffer.from(binary, "base64").toString("base64")}`;
  // A Buffer, as JSON.stringify writes it.
  const bytes = arrayAt(isObject(binary) ? binary : value, "data").filter((one) => typeof one === "number");
  return bytes.length === 0 ? null : `B${Buffer.from(bytes).toString("base64")}`;
}

/** 38 digits, or up to 130 places; anything longer is no number of a table. */
const LONGEST_NUMBER = 200;

/** Digits and the place of the point, for a number of up to 38 digits: `1.0`, `10e-1` and `01` are all `1`. */
function plainNumber(text: string): string {
  if (text.length > LONGEST_NUMBER) return text;
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim());
  if (match === null) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  const power = Number(exponent) - fraction.length + (digits.length - kept.length);
  return `${sign === "-" ? "-" : ""}${kept}e${power}`;
}
