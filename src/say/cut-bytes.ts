import { isArray, isObject, type Json } from "../json.ts";

/** How many bytes of a payload were not kept, by the marks that `cut` left in it. */
export function cutBytes(payload: Json): number {
  let bytes = 0;
  const open: (Json & object)[] = isArray(payload) || isObject(payload) ? [payload] : [];
  for (const one of open) {
    const cut = isObject(one) ? one["$cut"] : undefined;
    if (typeof cut === "number" && cut > 0) bytes += cut;
    for (const inner of Object.values(one)) if (isArray(inner) || isObject(inner)) open.push(inner);
  }
  return bytes;
}
