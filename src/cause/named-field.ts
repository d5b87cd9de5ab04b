import type { Json } from "../json.ts";
import type { Seen } from "../record.ts";
import { awsErrorOf } from "./aws-error.ts";
import { LANGUAGES } from "./languages/table.ts";
import { type Rule, ruleIn } from "./rule-in.ts";

/** What is wrong with a value. `invalid`: it breaks a rule that only the program knows. */
export type Complaint = "empty" | "missing" | "null" | "type" | "long" | "enumeration" | "invalid";

/** A field that an error complains about, by its dotted path, and what is wrong with it. */
export interface NamedField {
  readonly path: string;
  readonly complaint: Complaint;
  /** The value that did the harm, where the error shows it whole. */
  readonly value?: Json;
  /** What the error says that it may be. */
  readonly rule?: Rule;
  /** The complaint of it alone, where the message holds others as well. */
  readonly said?: string;
  /**
   * `guess`: read from what broke over a name, or from prose, neither of which says that it is of the input. Not there: a validator
   * or AWS said so, which looked at what it was given.
   */
  readonly origin?: "guess";
}

/** A path, each part of which can be read in one way only: a second way would take exponential time. */
const NAME = "[\"'`]?([A-Za-z_$][\\w$]*(?:(?:\\.|\\[\\d+\\])[\\w$]*)*)[\"'`]?";

/** What only AWS and validators say. */
const OF_VALIDATORS: readonly (readonly [RegExp, Complaint])[] = [
  [/cannot contain an empty string value\.?\s*Key: ([\w.-]+)/i, "empty"],
  [/Type mismatch for key ([\w.-]+)/i, "type"],
  [/Missing the key ([\w.-]+) in the item/i, "missing"],
  [new RegExp(`must have required property ${NAME}`, "i"), "missing"],
];
/** Ordered from the wording that names a field most surely to the vaguest. */
const IN_PROSE: readonly (readonly [RegExp, Complaint])[] = [
  // A column is called what the program calls it where it writes, which need not be what its input calls it.
  [/null value in column "?([\w$]{1,100})/i, "null"],
  [/Data too long for column '([\w$]{1,100})/i, "long"],
  [/Incorrect \w{1,20} value: '[^'\n]{0,200}' for column '?([\w$.`]{1,100})/i, "type"],
  [
    new RegExp(`${NAME} (?:cannot|can't|can not|must not|may not|should not) be (?:an? )?(?:empty|blank)`, "i"),
    "empty",
  ],
  [new RegExp(`${NAME} (?:cannot|can't|can not|must not|may not|should not) be (?:null|None|nil)`, "i"), "null"],
  [new RegExp(`${NAME} (?:cannot|can't|can not|must not|may not|should not) be (?:undefined|missing)`, "i"), "missing"],
  [new RegExp(`${NAME} (?:is|was) (?:an? )?(?:empty|blank)`, "i"), "empty"],
  [new RegExp(`${NAME} (?:is|was) (?:null|None|nil)\\b`, "i"), "null"],
  [new RegExp(`${NAME} (?:is|was) (?:a )?(?:required|missing|undefined)`, "i"), "missing"],
  [
    new RegExp(
      `(?:missing|required)(?: required)? (?:key|field|property|parameter|argument|attribute)s?:? ${NAME}`,
      "i",
    ),
    "missing",
  ],
  [new RegExp(`Cannot read propert(?:y|ies) of (?:undefined|null) \\(reading ${NAME}\\)`, "i"), "missing"],
  [new RegExp(`KeyError: ${NAME}`), "missing"],
  [new RegExp(`${NAME} (?:is|was) too long|${NAME} (?:exceeds|exceeded) (?:the )?max`, "i"), "long"],
  [new RegExp(`${NAME} (?:must|should|has to) be one of`, "i"), "enumeration"],
  [new RegExp(`empty (?:string )?(?:value )?for (?:field |key |parameter )?${NAME}`, "i"), "empty"],
  [new RegExp(`${NAME} must be (?:an? )?(?:string|number|integer|boolean|object|array|list)`, "i"), "type"],
  [new RegExp(`${NAME} (?:is invalid|is not valid|must be )`, "i"), "invalid"],
  [new RegExp(`invalid (?:value|type|input)? ?(?:for|at) (?:field |key |parameter )?${NAME}`, "i"), "invalid"],
];
/** Words that the patterns catch although they name nothing. */
const NO_NAMES =
  /^(it|this|that|value|values|input|field|key|parameter|argument|string|and|or|which|there|event|error)$/i;

/** Validators of JSON Schema call the whole of what they look at so. */
const WHOLE = /(?:^|[\s:])(?:data|instance) (?:must|should) /;

/** A constraint of an AWS service's own model: `Value '' at 'partitionKey' failed to satisfy constraint: Member must have length …`. */
const CONSTRAINT =
  /Value (null|'[^'\n]{0,300}') at '([\w.]{1,200})' failed to satisfy constraint: Member must (not be null|have length greater than or equal to 1|have length less|satisfy enum|satisfy)/;

function constraint(message: string): NamedField | null {
  const found = CONSTRAINT.exec(message);
  if (found === null) return null;
  const [, shown = "", path = "", said = ""] = found;
  const value = shown === "null" ? null : shown.slice(1, -1);
  return { path: path.replace(/\.member\.(\d+)/g, ".$1"), complaint: constraintComplaint(said, value), value };
}

function constraintComplaint(said: string, value: string | null): Complaint {
  if (value === null) return "null";
  if (said.startsWith("have length greater")) return value === "" ? "empty" : "invalid";
  return said === "have length less" ? "long" : said === "satisfy enum" ? "enumeration" : "invalid";
}

const MOST_READ = 2000;
/** Validators that write their complaints as JSON name the first one's place after much else. */
const MOST_JSON = 30_000;

/** The field that an error names, or else one of what caused it, outermost first; null where none does. */
export function namedField(error: Seen): NamedField | null {
  for (const one of [error, ...error.causes.map((cause) => ({ ...cause, stack: [], causes: [] }))]) {
    const found = fieldIn(one);
    if (found !== null) return found;
  }
  return null;
}

/** As a validator of some language words it, as AWS does, or as people do. */
function fieldIn(error: Seen): NamedField | null {
  const most = /\[\s{0,9}\{/.test(error.message.slice(0, MOST_READ)) ? MOST_JSON : MOST_READ;
  const cut = { ...error, message: error.message.slice(0, most) };
  const found = readBy(cut);
  if (found === null) return null;
  const { said = cut.message, ...field } = found;
  const rule = ruleIn(said, field.complaint);
  return Object.keys(rule).length === 0 ? field : { ...field, rule };
}

function readBy(error: Seen): NamedField | null {
  for (const language of LANGUAGES) {
    const found = language.field?.(error) ?? null;
    if (found !== null) return found;
  }
  const aws = awsErrorOf(error);
  const message = aws?.message ?? error.message;
  const sure = constraint(message) ?? inWords(message, OF_VALIDATORS);
  if (sure !== null) return sure;
  const found = inWords(message, IN_PROSE);
  return found === null || aws !== null ? found : { ...found, origin: "guess" };
}

function inWords(message: string, wordings: readonly (readonly [RegExp, Complaint])[]): NamedField | null {
  const text = message.slice(0, 1000);
  if (WHOLE.test(text)) return null;
  for (const [wording, complaint] of wordings) {
    const path = wording.exec(text)?.[1];
    if (path !== undefined && !NO_NAMES.test(path))
      return { path: path.replace(/\[(\d+)\]/g, ".$1").replace(/\.$/, ""), complaint };
  }
  return null;
}
