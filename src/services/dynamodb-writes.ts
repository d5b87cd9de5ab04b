import { arrayAt, isArray, isObject, type Json, type JsonObject, objectAt, textAt } from "../json.ts";
import { plainName } from "./arn.ts";
import { writeInStatement } from "./dynamodb-partiql.ts";

/** One item that a call wrote. */
export interface Write {
  readonly kind: "write" | "delete";
  readonly table: string;
  /** The values that are known, its keys among them. */
  readonly item: JsonObject;
  /** All of it, where the call replaced it. */
  readonly whole: JsonObject | null;
  /** What the call set, where it left the rest alone. */
  readonly values: JsonObject | null;
}

/** Everything that a call wrote, by its request. */
export function writesOf({ operation, input }: { readonly operation: string; readonly input: Json }): Write[] {
  if (!isObject(input)) return [];
  const table = textAt(input, "TableName");
  const single = table === null ? null : SINGLE[operation];
  if (single) return single(table, input);
  return [...batched(input), ...transacted(input), ...stated(input)];
}

const SINGLE: Readonly<Record<string, ((table: string | null, request: JsonObject) => Write[]) | undefined>> = {
  PutItem: (table, request) => put(table, objectAt(request, "Item")),
  UpdateItem: update,
  DeleteItem: (table, request) => removal(table, objectAt(request, "Key")),
};

function batched(input: JsonObject): Write[] {
  return Object.entries(objectAt(input, "RequestItems") ?? {}).flatMap(([table, requests]) =>
    (isArray(requests) ? requests : []).flatMap((one) => [
      ...put(table, objectAt(one, "PutRequest", "Item")),
      ...removal(table, objectAt(one, "DeleteRequest", "Key")),
    ]),
  );
}

function transacted(input: JsonObject): Write[] {
  return arrayAt(input, "TransactItems").flatMap((one) => [
    ...put(textAt(one, "Put", "TableName"), objectAt(one, "Put", "Item")),
    ...update(textAt(one, "Update", "TableName"), objectAt(one, "Update") ?? {}),
    ...removal(textAt(one, "Delete", "TableName"), objectAt(one, "Delete", "Key")),
  ]);
}

/** PartiQL: one statement, several, or several that are one transaction. */
function stated(input: JsonObject): Write[] {
  const all = [input, ...arrayAt(input, "Statements"), ...arrayAt(input, "TransactStatements")];
  return all.flatMap((one) => {
    const statement = textAt(one, "Statement");
    const write = statement === null ? null : writeInStatement(statement, arrayAt(one, "Parameters"));
    return write === null ? [] : [write];
  });
}

function put(table: string | null, item: JsonObject | null): Write[] {
  return table === null || item === null
    ? []
    : [{ kind: "write", table: plainName(table), item, whole: item, values: null }];
}

function removal(table: string | null, key: JsonObject | null): Write[] {
  return table === null || key === null
    ? []
    : [{ kind: "delete", table: plainName(table), item: key, whole: null, values: null }];
}

function update(table: string | null, request: JsonObject): Write[] {
  const key = objectAt(request, "Key");
  if (table === null || key === null) return [];
  return [{ kind: "write", table: plainName(table), item: key, whole: null, values: valuesSet(request) }];
}

/** What `SET name = :value` gives to attributes of the item itself; sums and functions depend on what was there. */
function valuesSet(request: JsonObject): JsonObject | null {
  const expression = textAt(request, "UpdateExpression")?.slice(0, 4096) ?? "";
  const names = objectAt(request, "ExpressionAttributeNames") ?? {};
  const values = objectAt(request, "ExpressionAttributeValues") ?? {};
  const set = /\bSET\s+(.*?)(?:\b(?:REMOVE|ADD|DELETE)\s|$)/is.exec(expression)?.[1] ?? "";
  const found: [string, Json][] = [];
  for (const [, name = "", value = ""] of set.matchAll(/(?<=^|,)\s*(#?\w+)\s*=\s*(:\w+)\s*(?=,|$)/g)) {
    const known = name.startsWith("#") ? textAt(names, name) : name;
    const given = values[value];
    if (known !== null && given !== undefined) found.push([known, given]);
  }
  return found.length === 0 ? null : Object.fromEntries(found);
}
