import { at, isObject, type Json } from "../json.ts";
import type { Seen } from "../record.ts";

/** As variables of an environment are written. */
const NAME = /\b([A-Z][A-Z0-9]{0,60}(?:_[A-Z0-9]{1,60}){1,10}|[A-Z]{3,60})\b/g;
const SAID = /environment|\benv\b|process\.env|os\.environ|getenv|config(?:uration)?\b/i;
const MOST_READ = 1000;
const MOST_NAMES = 50;

/**
 * The variable of the environment that an error complains about: one that is set to nothing, or one that is not set and that
 * the error calls a variable. `environment`: as it was recorded, or as it is configured; null where nobody read it.
 */
export function variableAtFault({ type, message, stack }: Seen, environment: Json): string | null {
  const text = message.slice(0, MOST_READ);
  const named =
    SAID.test(text) ||
    stack.slice(0, 2).some((frame) => /\bos\.py"|<frozen os>/.test(frame)) ||
    type === "EnvironmentError";
  let seen = 0;
  for (const [name] of text.matchAll(NAME)) {
    if (++seen > MOST_NAMES) break;
    const value = at(environment, name);
    if (value === "") return name;
    if (named && value === undefined && (isObject(environment) || environment === null)) return name;
  }
  return null;
}
