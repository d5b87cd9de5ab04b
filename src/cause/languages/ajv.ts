import { isObject, type JsonObject, numberAt, textAt } from "../../json.ts";
import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";
import { issuesIn } from "./json-issues.ts";

/** The field that ajv complains of, in its list of errors or in their text. https://ajv.js.org/api.html#validation-errors */
export function ajvField(error: Seen): NamedField | null {
  return listed(error) ?? worded(error);
}

/** `[{"instancePath": "/details/rideId", "keyword": "minLength", …}]`, in version 6 `"dataPath": ".details.rideId"`. */
function listed({ message }: Seen): NamedField | null {
  const all = issuesIn(message).filter((issue) => textAt(issue, "keyword") !== null && placeOf(issue) !== null);
  // Where several schemas were tried, each complains: that one of them should have fitted says less than what is wrong with it.
  const sure = all.find((issue) => !TRIED.test(textAt(issue, "schemaPath") ?? "") && !COMPOSED.test(keywordOf(issue)));
  const tried = all.filter((issue) => !COMPOSED.test(keywordOf(issue)));
  const agreed = new Set(tried.map((issue) => fieldOf(issue).path)).size === 1 ? tried[0] : undefined;
  const chosen = sure ?? agreed ?? all.find((issue) => COMPOSED.test(keywordOf(issue)));
  const found = chosen === undefined ? null : fieldOf(chosen);
  return found === null || found.path === "" ? null : found;
}

const COMPOSED = /^(?:anyOf|oneOf|allOf|not|if)$/;
const TRIED = /\/(?:anyOf|oneOf)\/\d/;

function keywordOf(issue: JsonObject): string {
  return textAt(issue, "keyword") ?? "";
}

/** Null where the object is none of ajv's. An empty path is that of the whole. */
function placeOf(issue: JsonObject): readonly string[] | null {
  const pointer = issue["instancePath"] ?? issue["dataPath"];
  if (typeof pointer !== "string" || pointer.length > 500) return null;
  if (pointer.startsWith("/"))
    return pointer
      .slice(1)
      .split("/")
      .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return pointer.split(/[.[\]'"]+/).filter((step) => step !== "");
}

function fieldOf(issue: JsonObject): NamedField {
  const missing = textAt(issue, "params", "missingProperty");
  const path = [...(placeOf(issue) ?? []), ...(missing === null ? [] : [missing])].join(".");
  return { path, complaint: missing === null ? complaintOf(issue) : "missing", said: JSON.stringify(issue) };
}

function complaintOf(issue: JsonObject): Complaint {
  switch (keywordOf(issue)) {
    case "minLength":
    case "minItems":
      return isObject(issue["params"]) && numberAt(issue, "params", "limit") === 1 ? "empty" : "invalid";
    case "maxLength":
    case "maxItems":
      return "long";
    case "type":
      return "type";
    case "enum":
    case "const":
      return "enumeration";
    default:
      return "invalid";
  }
}

/** `data/details/rideId must be string`, in version 6 `data.details.rideId should be string`. fastjsonschema begins alike. */
const WORDED =
  /(?:^|[\s:,])(?:data|instance)((?:[/.][\w$-]{1,100}|\[\d{1,9}\]){0,20}) (?:must|should) (?!contain |be (?:longer|shorter|bigger|smaller|one of) )([^,\n]{1,200})/;

function worded({ message }: Seen): NamedField | null {
  const found = WORDED.exec(message);
  if (found === null) return null;
  const path = (found[1] ?? "").split(/[/.[\]]+/).filter((step) => step !== "");
  const said = found[2] ?? "";
  const missing = /^have required property '([\w$.-]{1,100})'/.exec(said)?.[1];
  if (missing !== undefined) return { path: [...path, missing.replace(/^\./, "")].join("."), complaint: "missing" };
  if (path.length === 0) return null;
  return { path: path.join("."), complaint: complaintIn(said) };
}

function complaintIn(said: string): Complaint {
  if (/^be (?:string|number|integer|boolean|object|array|null)/.test(said)) return "type";
  if (/^NOT (?:have fewer than 1 |be shorter than 1 )/i.test(said)) return "empty";
  if (/^NOT (?:have more than|be longer than)/i.test(said)) return "long";
  return /^be equal to (?:one of the allowed values|constant)/.test(said) ? "enumeration" : "invalid";
}
