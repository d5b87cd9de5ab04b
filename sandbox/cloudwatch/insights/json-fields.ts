import { LIMITS } from "../limits.ts";

/**
 * The fields of a JSON message by their dotted paths (`user.id`, `items.0.sku`), in the order of the message, up to the
 * number that the service discovers. A key that begins with @ gets another one. An empty map for any other message.
 */
export function jsonFieldsOf(message: string, embedded: boolean): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const root = parsedObject(message) ?? (embedded ? firstFragment(message) : null);
  if (root === null) return fields;
  // The objects that are being walked, outermost first: messages may be nested deeper than calls may.
  const open = [opened("", root)];
  for (let inner = open.at(-1); inner !== undefined && fields.size < LIMITS.jsonFields; inner = open.at(-1)) {
    const entry = inner.entries[inner.next++];
    if (entry === undefined) {
      open.pop();
      continue;
    }
    const [key, value] = entry;
    const path = inner.prefix + key;
    if (typeof value === "object" && value !== null) open.push(opened(`${path}.`, value));
    else if (value !== null) fields.set(path, typeof value === "boolean" ? String(Number(value)) : String(value));
  }
  return fields;
}

function opened(prefix: string, value: object): { prefix: string; entries: [string, unknown][]; next: number } {
  const entries = Object.entries(value);
  if (prefix === "") for (const entry of entries) if (entry[0].startsWith("@")) entry[0] = `@${entry[0]}`;
  return { prefix, entries, next: 0 };
}

/** In the lines of Lambda functions the service looks into the first JSON fragment. */
function firstFragment(message: string): object | null {
  for (let start = message.indexOf("{"); start !== -1; ) {
    const end = closingBrace(message, start);
    if (end === -1) return null;
    const found = parsedObject(message.slice(start, end + 1));
    if (found !== null) return found;
    start = message.indexOf("{", end + 1);
  }
  return null;
}

function closingBrace(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{") depth++;
    else if (character === "}" && --depth === 0) return at;
  }
  return -1;
}

function parsedObject(text: string): object | null {
  if (!/^\s*\{/.test(text)) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
