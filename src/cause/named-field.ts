/** A field that an error complains about, by its dotted path, and what is wrong with it. */
export interface NamedField {
  readonly path: string;
  readonly complaint: "empty" | "missing" | "null" | "type" | "invalid";
}

/** A path, each part of which can be read in one way only: a second way would take exponential time. */
const NAME = "[\"'`]?([A-Za-z_$][\\w$]*(?:(?:\\.|\\[\\d+\\])[\\w$]*)*)[\"'`]?";

/** Ordered from the wording that names a field most surely to the vaguest. */
const WORDINGS: readonly (readonly [RegExp, NamedField["complaint"]])[] = [
  [/cannot contain an empty string value\.?\s*Key: ([\w.-]+)/i, "empty"],
  [/Type mismatch for key ([\w.-]+)/i, "type"],
  [/Missing the key ([\w.-]+) in the item/i, "missing"],
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
  [new RegExp(`must have required property ${NAME}`, "i"), "missing"],
  [new RegExp(`Cannot read propert(?:y|ies) of (?:undefined|null) \\(reading ${NAME}\\)`, "i"), "missing"],
  [new RegExp(`KeyError: ${NAME}`), "missing"],
  [new RegExp(`empty (?:string )?(?:value )?for (?:field |key |parameter )?${NAME}`, "i"), "empty"],
  [new RegExp(`${NAME} must be (?:an? )?(?:string|number|integer|boolean|object|array|list)`, "i"), "type"],
  [new RegExp(`${NAME} (?:is invalid|is not valid|must be )`, "i"), "invalid"],
  [new RegExp(`invalid (?:value|type|input)? ?(?:for|at) (?:field |key |parameter )?${NAME}`, "i"), "invalid"],
];
/** Words that the patterns catch although they name nothing. */
const NO_NAMES =
  /^(it|this|that|value|values|input|field|key|parameter|argument|string|and|or|which|there|event|error)$/i;

/** The field that an error message names; null where it names none. */
export function namedField(message: string): NamedField | null {
  const text = message.slice(0, 1000);
  for (const [wording, complaint] of WORDINGS) {
    const path = wording.exec(text)?.[1];
    if (path !== undefined && !NO_NAMES.test(path))
      return { path: path.replace(/\[(\d+)\]/g, ".$1").replace(/\.$/, ""), complaint };
  }
  return null;
}
