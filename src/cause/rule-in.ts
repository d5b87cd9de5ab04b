import type { Complaint } from "./named-field.ts";

/** What a message says that a value may be. */
export interface Rule {
  /** The most that it may have. */
  readonly limit?: number;
  /** All that it may be. */
  readonly allowed?: readonly string[];
  /** What sort of value it should be. */
  readonly expected?: "string" | "number" | "integer" | "boolean" | "object" | "array";
}

const MOST_READ = 2000;

const AT_MOST =
  /(?:at most|less than or equal to|<=|more than|longer than|\bmax(?:imum)?(?: length)?(?: (?:of|is))?:?|"maximum":|varying\() ?(\d{1,9})\b/i;
const BELOW = /(?:less than|fewer than|<) ?(\d{1,9})\b/i;
const EXCLUSIVE = /"inclusive": ?false/;

const LISTED = /(?:one of|enum value set|Enum class|"values"|"options"):? ?(?:the values )?\[([^\]\n]{1,1500})\]/i;
const QUOTED = /(?:one of|expected|should be) ((?:["'][^"'\n]{1,100}["'](?: ?[|,] ?| or )?){2,50})/i;
const NAMED = /one of:? ([^\n;.[\]"']{3,1500})/i;

const EXPECTED =
  /(?:expected|must be|should be|of type|cast to)(?: of type)?(?: an?)?(?: valid)? `?(string|number|integer|boolean|object|array|list|bool|u?int\d{0,2}|float\d{0,2}|double)\b/i;

/** The limit, the values or the sort that an error names; empty where it names none. */
export function ruleIn(message: string, complaint: Complaint): Rule {
  const text = message.slice(0, MOST_READ).replaceAll("\\n", " ");
  switch (complaint) {
    case "long":
      return limitIn(text);
    case "enumeration":
      return allowedIn(text);
    case "type":
      return expectedIn(text);
    default:
      return {};
  }
}

function limitIn(text: string): Rule {
  const most = AT_MOST.exec(text)?.[1];
  if (most !== undefined) return { limit: Number(most) - (EXCLUSIVE.test(text) ? 1 : 0) };
  const below = BELOW.exec(text)?.[1];
  return below === undefined ? {} : { limit: Number(below) - 1 };
}

function allowedIn(text: string): Rule {
  const flat = text.replace(/\s+/g, " ");
  const quoted = QUOTED.exec(flat)?.[1];
  const list = LISTED.exec(flat)?.[1] ?? quoted ?? NAMED.exec(flat)?.[1];
  if (list === undefined) return {};
  const allowed = list
    .split(/ ?[,|] ?| or | and /)
    .map((one) => one.trim().replace(/^["']|["']$/g, ""))
    .filter((one) => one !== "");
  // A sentence goes on, or somebody cut the list: these are not all.
  const whole = allowed.length >= 2 && allowed.every((one) => /^[\w$./:+-]{1,100}$/.test(one) && !one.includes("..."));
  return whole ? { allowed } : {};
}

function expectedIn(text: string): Rule {
  switch (EXPECTED.exec(text)?.[1]?.toLowerCase()) {
    case "string":
      return { expected: "string" };
    case "number":
    case "float":
    case "float32":
    case "float64":
    case "double":
      return { expected: "number" };
    case "integer":
    case "int":
    case "int32":
    case "int64":
      return { expected: "integer" };
    case "boolean":
    case "bool":
      return { expected: "boolean" };
    case "object":
      return { expected: "object" };
    case "array":
    case "list":
      return { expected: "array" };
    default:
      return {};
  }
}
