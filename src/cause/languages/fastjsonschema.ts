import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";

/** `data.lines[2].sku must be string`, also within what Powertools for AWS Lambda says of it. https://horejsek.github.io/python-fastjsonschema/ */
const SAID = /(?:^|[\s:])data((?:\.[\w$-]{1,100}|\[\d{1,9}\]){0,20}) must (contain|be|match|not) ([^\n]{1,300})/;

/** The field that fastjsonschema complains of. */
export function fastjsonschemaField({ type, message }: Seen): NamedField | null {
  const found = /(?:JsonSchema(?:Value)?Exception|SchemaValidationError)$/.test(type ?? "") ? SAID.exec(message) : null;
  if (found === null) return null;
  const [, place = "", verb = "", said = ""] = found;
  const path = place.split(/[.[\]]+/).filter((step) => step !== "");
  const required = verb === "contain" ? /^\[([^\]\n]{1,300})\] properties/.exec(said)?.[1] : undefined;
  if (required !== undefined) {
    // It lists all that are required: which of several is missing it does not say.
    const only = /^'([\w$.-]{1,100})'$/.exec(required)?.[1];
    return only === undefined ? null : { path: [...path, only].join("."), complaint: "missing" };
  }
  if (path.length === 0) return null;
  return {
    path: path.join("."),
    complaint: COMPLAINTS.find(([words]) => words.test(`${verb} ${said}`))?.[1] ?? "invalid",
  };
}

const COMPLAINTS: readonly (readonly [RegExp, Complaint])[] = [
  [/^be longer than or equal to 1 characters|^contain at least 1 items/, "empty"],
  [/^be shorter than or equal to|^contain less than or equal to \d+ items/, "long"],
  [/^be one of |^be same as const/, "enumeration"],
  [/^be (?:string|number|integer|boolean|object|array|null)\b/, "type"],
];
