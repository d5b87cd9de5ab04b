import { bracketWhere } from "../brackets.ts";
import { type Json, parseJson } from "../json.ts";

export interface Embedded {
  /** The text with every JSON value taken out. */
  readonly label: string;
  readonly values: readonly Json[];
}

const MOST_VALUES = 8;
/** Openings that never close, such as the one in `[1 of 3`, are stepped over this often: that bounds the passes. */
const MOST_UNCLOSED = 4;

/**
 * The JSON objects and arrays that stand inside a text, as in `EVENT {"id":1} -> {"ok":true}`, and the text around them.
 * One pass finds where brackets close, honouring strings and escapes; what does not parse stays text. Linear: a bracket
 * that never closes is stepped over a few times, and a region that closed is looked at once.
 */
export function embeddedJson(text: string): Embedded {
  const values: Json[] = [];
  let label = "";
  let from = 0;
  let unclosed = 0;
  while (values.length < MOST_VALUES && unclosed < MOST_UNCLOSED) {
    const open = nextOpening(text, from);
    if (open === -1) break;
    const close = bracketWhere(text, open, (depth) => depth === 0);
    if (close === -1) {
      unclosed++;
      label += text.slice(from, open + 1);
      from = open + 1;
      continue;
    }
    const value = parseJson(text.slice(open, close + 1));
    if (value === undefined) {
      label += text.slice(from, close + 1);
    } else {
      label += text.slice(from, open);
      values.push(value);
    }
    from = close + 1;
  }
  return { label: (label + text.slice(from)).trim(), values };
}

/** Brackets that begin neither an object nor a list with something in it, such as `[INFO]`, are not worth a try. */
function nextOpening(text: string, from: number): number {
  const opening = /\{\s*["}]|\[\s*[[{"\]\d-]/g;
  opening.lastIndex = from;
  return opening.exec(text)?.index ?? -1;
}
