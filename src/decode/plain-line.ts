import { embeddedJson } from "./embedded-json.ts";
import { bodyOf, type Line, type LineFormat, line, type RawLine } from "./line.ts";
import { seenStack } from "./seen-error.ts";

const ERROR = /^\s*(?:\[?(?:ERROR|FATAL|CRITICAL|SEVERE)\]?\b|Traceback )/;

/** Any other text: whatever `print` and unknown loggers write. The last format to be asked, and it reads everything. */
export const plainLine = {
  name: "plain",
  read({ message }: RawLine): Line {
    const { label, values } = embeddedJson(message);
    const failed = ERROR.test(message);
    const stack = failed ? seenStack(message) : null;
    return line({
      level: failed ? "error" : null,
      text: label === "" ? message.trim() : label,
      body: bodyOf(values),
      error: failed ? (stack ?? { type: null, message: label, stack: [], causes: [] }) : null,
      reported: failed ? "handled" : null,
    });
  },
} satisfies LineFormat;
