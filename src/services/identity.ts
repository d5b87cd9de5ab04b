import { type JsonObject, textAt } from "../json.ts";
import type { User } from "../span.ts";

/** A place in an event where an identity stands, and what sort of identity stands there. */
export interface IdentityPath {
  readonly path: readonly string[];
  readonly kind: User["kind"];
  /** Takes the id out of a longer text; null means that the text holds none. */
  readonly take?: (text: string) => string | null;
}

/** The first identity found, in the order of trust in which the paths stand. */
export function identityOf(event: JsonObject, paths: readonly IdentityPath[]): User | null {
  for (const { path, kind, take } of paths) {
    const text = textAt(event, ...path);
    const id = text === null ? null : take === undefined ? text : take(text);
    if (id !== null) return { id, kind, from: path.join(".") };
  }
  return null;
}

/** A header by its name in any case. */
export function headerOf(headers: JsonObject | null, name: string): string | null {
  for (const [key, value] of Object.entries(headers ?? {})) {
    if (key.toLowerCase() === name && typeof value === "string" && value !== "") return value;
  }
  return null;
}
