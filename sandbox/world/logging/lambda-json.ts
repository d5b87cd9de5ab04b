import type { Json, JsonObject } from "../json.ts";
import type { Failure, Level, LogStyle, Said, Speaker } from "./log-style.ts";
import { printedWithError, stackOf } from "./node-crash.ts";

/**
 * `console.*` in a Node function with Lambda's JSON log format. A lone object is the message as it is; text and an error
 * make a message of both, with the error beside it. Loading has no request id, so programs log their environment later.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export const lambdaJson: LogStyle = {
  format: "json",
  environmentAt: "invocation",
  line(said, speaker, at) {
    const words = wordsOf(said);
    return words === null ? null : line(words, speaker, at);
  },
  crash: (failure, speaker, at) =>
    line({ level: "ERROR", message: { ...errorFields(failure), ...failure.fields }, beside: {} }, speaker, at),
};

interface Words {
  readonly level: Level;
  readonly message: Json;
  /** What stands beside the message. */
  readonly beside: JsonObject;
}

function line({ level, message, beside }: Words, { invocation }: Speaker, at: number): string {
  const requestId = invocation?.requestId;
  return JSON.stringify({ timestamp: new Date(at).toISOString(), level, requestId, message, ...beside });
}

function wordsOf(said: Said): Words | null {
  switch (said.what) {
    case "environment":
      return info({ message: "environment", environment: said.variables });
    case "event":
      return info({ message: "event", event: said.event });
    case "asked":
      return null;
    case "answered": {
      const durationMs = Math.round(said.durationMs);
      return info({ message: said.call.name, input: said.call.input, output: said.output, durationMs });
    }
    case "note":
      return { level: said.level, message: { message: said.message, ...said.fields }, beside: {} };
    case "failure":
      return {
        level: "ERROR",
        message: printedWithError(said.message, said.failure),
        beside: errorFields(said.failure),
      };
    case "result":
      return info({ message: "result", result: said.result });
  }
}

function info(message: JsonObject): Words {
  return { level: "INFO", message, beside: {} };
}

function errorFields(failure: Failure): JsonObject {
  return { errorType: failure.name, errorMessage: failure.message, stackTrace: stackOf(failure).split("\n") };
}
