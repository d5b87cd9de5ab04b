import type { Json } from "../json.ts";
import type { Failure, Level, LogStyle, Said } from "./log-style.ts";

/** Python's runtime writes the indentation of a traceback in no-break spaces. */
const INDENT = "\u00a0";

/**
 * `logging` in a Python function with the text format: `[LEVEL] <tab> time <tab> request id <tab> message`, payloads by
 * `json.dumps`. An error that the handler lets through is a traceback without any request id.
 * https://github.com/aws/aws-lambda-python-runtime-interface-client/blob/main/awslambdaric/bootstrap.py
 */
export const pythonText: LogStyle = {
  format: "text",
  environmentAt: "load",
  line(said, { invocation }, at) {
    const { level, message } = wordsOf(said);
    return `[${level}]\t${new Date(at).toISOString()}\t${invocation?.requestId ?? ""}\t${message}\n`;
  },
  crash: (failure) => `[ERROR] ${failure.name}: ${failure.message}\n${traceback(failure).map(indented).join("\n")}`,
};

function wordsOf(said: Said): { level: Level | "WARNING"; message: string } {
  switch (said.what) {
    case "environment":
      return { level: "INFO", message: `environment: ${dumps(said.variables)}` };
    case "event":
      return { level: "INFO", message: `event: ${dumps(said.event)}` };
    case "asked":
      return { level: "INFO", message: `${said.call.name} request: ${dumps(said.call.input)}` };
    case "answered":
      return { level: "INFO", message: `${said.call.name} response: ${dumps(said.output)}` };
    case "note": {
      const fields = Object.keys(said.fields).length === 0 ? "" : ` ${dumps(said.fields)}`;
      return { level: said.level === "WARN" ? "WARNING" : said.level, message: said.message + fields };
    }
    case "failure": {
      const { failure } = said;
      return {
        level: "ERROR",
        message: [said.message, ...traceback(failure), `${failure.name}: ${failure.message}`].join("\n"),
      };
    }
    case "result":
      return { level: "INFO", message: `result: ${dumps(said.result)}` };
  }
}

function traceback({ frames }: Failure): string[] {
  return ["Traceback (most recent call last):", ...frames];
}

function indented(frame: string): string {
  return frame.replace(/^ +/, (spaces) => INDENT.repeat(spaces.length));
}

/** `json.dumps` with its defaults: a space after every comma and colon, everything beyond ASCII escaped. */
function dumps(value: Json): string {
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(dumps).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{${Object.entries(value)
      .map(([name, inner]) => `${dumps(name)}: ${dumps(inner)}`)
      .join(", ")}}`;
  }
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
