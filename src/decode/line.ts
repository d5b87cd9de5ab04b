import type { Json, JsonObject } from "../json.ts";
import type { LogRecord } from "../record.ts";

/** What one log line says, before it is known where and when it stood. */
export type Line = Pick<
  LogRecord,
  "level" | "mark" | "requestId" | "positional" | "reported" | "error" | "text" | "body"
>;

/** A line as every line format is asked about it. `json` is the whole line where it is one JSON object. */
export interface RawLine {
  readonly message: string;
  readonly json: JsonObject | null;
}

/** One way of writing log lines. Null: not written this way. Pure, total, linear in the length of the line. */
export interface LineFormat {
  readonly name: string;
  read(line: RawLine): Line | null;
}

const QUIET: Line = {
  level: null,
  mark: null,
  requestId: null,
  positional: true,
  reported: null,
  error: null,
  text: "",
  body: null,
};

/** A line that says just this. */
export function line(said: Partial<Line>): Line {
  return { ...QUIET, ...said };
}

/** The body of a text line: the JSON inside it, as one value, or a list where there are several; null without any. */
export function bodyOf(values: readonly Json[]): Json {
  return values.length > 1 ? values : (values[0] ?? null);
}
