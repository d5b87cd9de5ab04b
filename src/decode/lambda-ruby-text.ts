import { embeddedJson } from "./embedded-json.ts";
import { isError, levelOf } from "./level.ts";
import { bodyOf, type Line, type LineFormat, line, type RawLine } from "./line.ts";

const COLUMNS =
  /^[DIWEFA], \[\d{4}-\d\d-\d\dT[\d:.]{8,18} #\d{1,10}\] {1,2}([A-Z]{3,5})(?: ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))? -- [^:\n]{0,100}: ([\s\S]*)$/;

/** What Ruby's Logger prints, to which the runtime adds the request id. https://docs.aws.amazon.com/lambda/latest/dg/ruby-logging.html */
export const lambdaRubyText: LineFormat = {
  name: "lambda-ruby-text",
  read({ message, json }: RawLine): Line | null {
    const columns = json === null ? COLUMNS.exec(message) : null;
    if (columns === null) return null;
    const [, levelName = "", id, said = ""] = columns;
    const level = levelOf(levelName);
    const { label, values } = embeddedJson(said);
    const text = label === "" ? said.trim() : label;
    const failed = isError(level);
    const named = /([A-Z][\w:]{0,100}(?:Error|Exception))\b/.exec(said.slice(0, 400))?.[1] ?? null;
    return line({
      level,
      requestId: id ?? null,
      text,
      body: bodyOf(values),
      error: failed ? { type: named, message: text, stack: [], causes: [] } : null,
      reported: failed ? "handled" : null,
    });
  },
};
