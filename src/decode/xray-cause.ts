import { arrayAt, isObject, type JsonObject, textAt } from "../json.ts";
import type { Seen } from "../record.ts";

const MOST_CAUSES = 10;
const MOST_FRAMES = 100;

/** Every exception of a document by its id: a segment's `cause` may be no more than the id of one recorded deeper. */
export function exceptionsOf(segments: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  const byId = new Map<string, JsonObject>();
  for (const segment of segments) {
    for (const one of arrayAt(segment, "cause", "exceptions")) {
      const id = textAt(one, "id");
      if (id !== null && isObject(one)) byId.set(id, one);
    }
  }
  return byId;
}

/** The error of a segment. An exception may lack its type, its message, or both; then only the rest is known. */
export function seenCause(segment: JsonObject, exceptions: ReadonlyMap<string, JsonObject>): Seen | null {
  const cause = segment["cause"];
  const referred = typeof cause === "string" ? exceptions.get(cause) : undefined;
  const all = referred === undefined ? arrayAt(cause, "exceptions") : [referred];
  const first = all.find((one) => textAt(one, "type") !== null || textAt(one, "message") !== null);
  const said = textAt(cause, "message");
  if (!isObject(first)) return said === null ? null : { type: null, message: said, stack: [], causes: [] };
  return {
    type: textAt(first, "type"),
    message: textAt(first, "message") ?? said ?? "",
    stack: arrayAt(first, "stack").slice(0, MOST_FRAMES).map(frameOf),
    causes: causesOf(first, exceptions),
  };
}

function frameOf(frame: JsonObject[string]): string {
  const place = `${textAt(frame, "path") ?? "?"}${isObject(frame) && frame["line"] !== undefined ? `:${frame["line"]}` : ""}`;
  const label = textAt(frame, "label");
  return label === null ? `at ${place}` : `at ${label} (${place})`;
}

function causesOf(exception: JsonObject, exceptions: ReadonlyMap<string, JsonObject>): Seen["causes"] {
  const causes: { type: string | null; message: string }[] = [];
  let next = exceptions.get(textAt(exception, "cause") ?? "");
  while (next !== undefined && causes.length < MOST_CAUSES) {
    causes.push({ type: textAt(next, "type"), message: textAt(next, "message") ?? "" });
    next = exceptions.get(textAt(next, "cause") ?? "");
  }
  return causes;
}
