import { arrayAt, isArray, isObject, type Json, type JsonObject, textAt } from "../../json.ts";
import type { Seen } from "../../record.ts";
import type { Complaint, NamedField } from "../named-field.ts";
import { issuesIn } from "./json-issues.ts";

/** The field that zod complains of, as it writes it itself and as zod-validation-error does. */
export function zodField(error: Seen): NamedField | null {
  return listed(error) ?? pretty(error) ?? sentence(error);
}

/** A ZodError's message is its issues as JSON. https://zod.dev/error-customization, https://zod.dev/ERROR_HANDLING (v3) */
function listed({ message }: Seen): NamedField | null {
  for (const issue of issuesIn(message)) {
    const { path, complaint, said } = leafOf(issue);
    if (path.length > 0) return { path: path.join("."), complaint, said };
  }
  return null;
}

interface Leaf {
  readonly path: readonly (string | number)[];
  readonly complaint: Complaint;
  readonly said: string;
}

const MOST_NESTED = 5;

/**
 * Where several schemas were tried, what the one complains of that the value was meant for: it fits none, or it would say
 * nothing. One that expects something else in the value's own place, or another constant, was not meant. Where that leaves several,
 * the union itself is all that can be named.
 */
function leafOf(issue: JsonObject): Leaf {
  let here = issue;
  let path: Leaf["path"] = pathOf(issue);
  for (let depth = 0; depth < MOST_NESTED; depth++) {
    const own = path;
    const branches = branchesOf(here, own);
    if (branches.length === 0) break;
    const meant = branches.filter((all) => all.every((one) => one.path.length > own.length && !isConstant(one.issue)));
    const chosen = meant.length === 1 ? meant[0]?.[0] : null;
    if (chosen == null) return { path: own, complaint: agreedOn(branches, own), said: "" };
    here = chosen.issue;
    path = chosen.path;
  }
  return { path, complaint: complaintOf(here), said: JSON.stringify(here) };
}

/** What each schema complained of. Version 4 counts paths from the union, version 3 from the whole. */
function branchesOf(issue: JsonObject, own: Leaf["path"]): { issue: JsonObject; path: Leaf["path"] }[][] {
  const told = arrayAt(issue, "errors").map((all) =>
    (isArray(all) ? all : []).filter(isObject).map((one) => ({ issue: one, path: [...own, ...pathOf(one)] })),
  );
  const old = arrayAt(issue, "unionErrors").map((one) =>
    arrayAt(one, "issues")
      .filter(isObject)
      .map((inner) => ({ issue: inner, path: pathOf(inner) })),
  );
  return [...told, ...old].filter((all) => all.length > 0);
}

function agreedOn(branches: ReturnType<typeof branchesOf>, own: Leaf["path"]): Complaint {
  const firsts = branches.flatMap(([first]) => first ?? []);
  if (firsts.some(({ path }) => path.length > own.length)) return "invalid";
  const said = [...new Set(firsts.map(({ issue }) => complaintOf(issue)))];
  return said.length === 1 ? (said[0] ?? "invalid") : "invalid";
}

function isConstant(issue: JsonObject): boolean {
  return /^invalid_(?:value|literal)$/.test(textAt(issue, "code") ?? "");
}

function pathOf(issue: JsonObject): (string | number)[] {
  return arrayAt(issue, "path").filter(isStep);
}

function isStep(step: Json): step is string | number {
  return typeof step === "string" || typeof step === "number";
}

function complaintOf(issue: Json): Complaint {
  const said = textAt(issue, "message") ?? "";
  const received = textAt(issue, "received") ?? /received (\w+)/.exec(said)?.[1];
  switch (textAt(issue, "code")) {
    case "invalid_type":
      return received === "undefined" || said === "Required" ? "missing" : received === "null" ? "null" : "type";
    case "too_small":
      return /at least 1 character|>=1 characters|>=1 items|at least 1 (?:element|item)/i.test(said)
        ? "empty"
        : "invalid";
    case "too_big":
      return "long";
    case "invalid_value":
    case "invalid_enum_value":
    case "invalid_literal":
      return "enumeration";
    default:
      return "invalid";
  }
}

/** `z.prettifyError`: `✖ Invalid input: expected string, received undefined`, and on the next line `→ at details.rideId`. */
function pretty({ message }: Seen): NamedField | null {
  const found = /✖ ([^\n]{1,300})\n\s{0,8}→ at ([\w$.[\]"'-]{1,200})/.exec(message);
  if (found === null) return null;
  const [, said = "", path = ""] = found;
  return { path: dotted(path), complaint: complaintOf({ code: codeIn(said), message: said }) };
}

/**
 * `Validation error: Required at "details.rideId"; Expected number, received string at "lines[0].price"`. What stands before the
 * colon can be set. Where several schemas were tried, they are joined by `or`, and nothing tells which was meant.
 * https://github.com/causaly/zod-validation-error
 */
const SENTENCE = /^([^;\n]{1,400}?) at (?:"([^"\n]{1,200})"|index (\d{1,9}))(?=;|, or | or |$| at )(, or )?/;

function sentence({ type, message }: Seen): NamedField | null {
  const prefix = /ZodValidationError$/.test(type ?? "") ? /^[^:\n]{1,100}: / : /\bvalidation error: /i;
  const begins = prefix.exec(message);
  if (begins === null) return null;
  const found = SENTENCE.exec(message.slice(begins.index + begins[0].length));
  if (found === null || found[4] !== undefined || /^[^;\n]{0,600}" or /.test(found.input)) return null;
  const [, said = "", path, index] = found;
  return {
    path: dotted(path ?? index ?? ""),
    complaint: complaintOf({ code: codeIn(said), message: said }),
  };
}

function codeIn(said: string): string {
  if (/^Invalid (?:option|enum value|literal value)|^Expected value to be/i.test(said)) return "invalid_value";
  if (/^Required$|expected \S+, received/i.test(said)) return "invalid_type";
  if (/^Too small|must contain at least/i.test(said)) return "too_small";
  return /^Too big|must contain at most/i.test(said) ? "too_big" : "custom";
}

function dotted(path: string): string {
  return path.replace(/\[["']?([\w$-]+)["']?\]/g, ".$1").replace(/^\./, "");
}
