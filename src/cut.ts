import { isArray, isObject, type Json } from "./json.ts";

const MARK_BYTES = 24;

/**
 * A payload of about `mostBytes` as JSON at the most. What does not fit is `{"$cut": bytes}` in its place, or, for the rest of
 * a long list or object, one last item of that sort: nothing is dropped silently. The walk goes level by level, so that what
 * stands near the top is kept. Small payloads come back as they are. No recursion.
 */
export function cut(payload: Json, mostBytes: number): Json {
  if (sizeOf(payload) <= mostBytes) return payload;
  if (!isInside(payload)) return mark([payload]);
  const top = emptyLike(payload);
  const open: Container[] = [{ from: payload, into: top }];
  let left = mostBytes;
  for (const container of open) left = copyInto(container, left, open);
  return top;
}

interface Container {
  readonly from: Json & object;
  readonly into: object;
}

/** Copies what a container holds while there is room; returns the room that is left. Inner containers are queued. */
function copyInto({ from, into }: Container, room: number, open: Container[]): number {
  let left = room;
  const entries = Object.entries(from);
  for (const [place, [key, value]] of entries.entries()) {
    if (left <= 0) {
      const rest = entries.slice(place).map(([, one]) => one);
      define(into, isArray(from) ? key : "$cut", isArray(from) ? mark(rest) : bytesOf(rest));
      return left;
    }
    const cost = key.length + (isInside(value) ? 2 : sizeOf(value));
    const fits = cost <= left || cost <= MARK_BYTES;
    left -= fits ? cost : MARK_BYTES;
    if (isInside(value)) {
      const copy = emptyLike(value);
      define(into, key, copy);
      open.push({ from: value, into: copy });
    } else {
      define(into, key, fits ? value : mark([value]));
    }
  }
  return left;
}

function isInside(value: Json): value is Json & object {
  return isArray(value) || isObject(value);
}

function mark(dropped: readonly Json[]): Json {
  return { $cut: bytesOf(dropped) };
}

function bytesOf(dropped: readonly Json[]): number {
  return dropped.reduce<number>((sum, value) => sum + sizeOf(value), 0);
}

function emptyLike(value: Json): Json & object {
  return isArray(value) ? [] : {};
}

function sizeOf(value: Json): number {
  return Buffer.byteLength(typeof value === "string" ? value : JSON.stringify(value));
}

/** Defines rather than assigns: a key called `__proto__` is data like any other. */
function define(into: object, key: string, value: Json): void {
  Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true });
}
