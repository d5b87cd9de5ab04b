import { arrayAt, isArray, isObject, type Json, type JsonObject, objectAt, textAt } from "../json.ts";
import { SECOND } from "../time.ts";
import { plainName } from "./arn.ts";
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

interface Write {
  readonly kind: "write" | "delete";
  readonly table: string;
  readonly item: JsonObject;
}

/** The marks of everything that a call wrote: a batch and a transaction write several items, of several tables. */
export function wrote(call: Operation, fieldsOf: (table: string) => Iterable<readonly string[]>): string[] {
  return writesOf(call).flatMap(({ kind, table, item }) =>
    [...fieldsOf(table)].flatMap((fields) => markOf(kind, table, item, fields) ?? []),
  );
}

function writesOf({ operation, input }: Operation): Write[] {
  if (!isObject(input)) return [];
  const table = textAt(input, "TableName");
  const single = table === null ? null : SINGLE[operation];
  if (single) return written(single.kind, table, objectAt(input, single.field));
  const batch = Object.entries(objectAt(input, "RequestItems") ?? {}).flatMap(([name, requests]) =>
    (isArray(requests) ? requests : []).flatMap((one) => [
      ...written("write", name, objectAt(one, "PutRequest", "Item")),
      ...written("delete", name, objectAt(one, "DeleteRequest", "Key")),
    ]),
  );
  const transacted = arrayAt(input, "TransactItems").flatMap((one) => [
    ...written("write", textAt(one, "Put", "TableName"), objectAt(one, "Put", "Item")),
    ...written("write", textAt(one, "Update", "TableName"), objectAt(one, "Update", "Key")),
    ...written("delete", textAt(one, "Delete", "TableName"), objectAt(one, "Delete", "Key")),
  ]);
  return [...batch, ...transacted];
}

const SINGLE: Readonly<Record<string, { readonly kind: Write["kind"]; readonly field: string } | undefined>> = {
  PutItem: { kind: "write", field: "Item" },
  UpdateItem: { kind: "write", field: "Key" },
  DeleteItem: { kind: "delete", field: "Key" },
};

function written(kind: Write["kind"], table: string | null, item: JsonObject | null): Write[] {
  return table === null || item === null ? [] : [{ kind, table: plainName(table), item }];
}

/** Null where one of the attributes is not there, or is of no type that a key can have. */
function markOf(kind: Write["kind"], table: string, item: JsonObject, fields: readonly string[]): string | null {
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

/** Digits and the place of the point, for a number of up to 38 digits: `1.0`, `10e-1` and `01` are all `1`. */
function plainNumber(text: string): string {
  const match = /^([+-]?)0*(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text.trim());
  if (match === null) return text;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  if (kept === "") return "0";
  const power = Number(exponent) - fraction.length + (digits.length - kept.length);
  return `${sign === "-" ? "-" : ""}${kept}e${power}`;
}
