import { arrayAt, at, isArray, isObject, type Json, type JsonObject, numberAt, textAt } from "../json.ts";

/** A list of `{key, value: {stringValue …}}` as a plain object; what is a plain object already stays one. */
export function attributesOf(list: Json | undefined): JsonObject {
  if (isObject(list)) return list;
  return Object.fromEntries(
    (isArray(list) ? list : []).flatMap((one): [string, Json][] => {
      const key = textAt(one, "key");
      return key === null ? [] : [[key, plainValue(at(one, "value"))]];
    }),
  );
}

/** A value without its wrapping. Lists and maps are opened once; what is nested deeper stays as it was written. */
function plainValue(value: Json | undefined): Json {
  const items = arrayAt(value, "arrayValue", "values");
  if (items.length > 0) return items.map((one) => scalarOf(one) ?? one);
  const pairs = arrayAt(value, "kvlistValue", "values");
  if (pairs.length > 0) {
    return Object.fromEntries(
      pairs.flatMap((one): [string, Json][] => {
        const key = textAt(one, "key");
        const inner = at(one, "value") ?? null;
        return key === null ? [] : [[key, scalarOf(inner) ?? inner]];
      }),
    );
  }
  return scalarOf(value);
}

function scalarOf(value: Json | undefined): Json {
  if (!isObject(value)) return value ?? null;
  const number = numberAt(value, "intValue") ?? numberAt(value, "doubleValue");
  // A whole number beyond 2^53 is text, and stays it.
  if (number !== null)
    return Number.isSafeInteger(number) || !Number.isInteger(number) ? number : (value["intValue"] ?? number);
  return value["stringValue"] ?? value["boolValue"] ?? value["bytesValue"] ?? null;
}

/** Ids are hexadecimal in any case; Tempo answers with base64. All zeros are no id. */
export function hexOf(id: string | null): string | null {
  if (id === null) return null;
  if (/^[0-9a-f]+$/i.test(id)) return /^0*$/.test(id) || id.length > 32 ? null : id.toLowerCase();
  const hex = Buffer.from(id, "base64").toString("hex");
  return (hex.length === 16 || hex.length === 32) && !/^0*$/.test(hex) ? hex : null;
}
