import { isArray, isObject, type JsonObject, parseJson } from "../../json.ts";

/** The complaints of a validator that a message consists of, or ends with, as JSON; none where it holds no list of objects. */
export function issuesIn(message: string): readonly JsonObject[] {
  const from = message.search(/\[\s{0,9}\{/);
  const to = message.lastIndexOf("]");
  const issues = from === -1 || to < from ? undefined : parseJson(message.slice(from, to + 1));
  return isArray(issues) ? issues.filter(isObject) : [];
}
