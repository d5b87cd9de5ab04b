import type { Json, JsonObject } from "../json.ts";
import type { Level, LogStyle, Said, Speaker } from "./log-style.ts";
import { nodeCrash, stackOf } from "./node-crash.ts";

const LEVELS: Readonly<Record<Level, number>> = { INFO: 30, WARN: 40, ERROR: 50 };
/** What pino's option `redact` is told to hide, in any case that the headers come in. */
const HIDDEN = /^authorization$/i;

/**
 * pino with pino-lambda's destination and its PinoLogFormatter: the request's context first, then pino's own line with the
 * level as a number and the time in epoch ms. A call is one line, written when its answer is there.
 * https://github.com/FormidableLabs/pino-lambda
 */
export const pino: LogStyle = {
  format: "text",
  environmentAt: "load",
  line(said, speaker, at) {
    const words = wordsOf(said);
    if (words === null) return null;
    return `${JSON.stringify({
      ...contextOf(speaker),
      level: LEVELS[words.level],
      time: at,
      pid: 2,
      hostname: speaker.hostname,
      ...words.fields,
      msg: words.message,
    })}\n`;
  },
  crash: nodeCrash,
};

function contextOf({ invocation }: Speaker): JsonObject {
  if (invocation === null) return {};
  const { requestId, apiRequestId, traceHeader, keys } = invocation;
  return {
    awsRequestId: requestId,
    ...(apiRequestId === null ? {} : { apiRequestId }),
    "x-correlation-trace-id": traceHeader,
    "x-correlation-id": requestId,
    ...keys,
  };
}

function wordsOf(said: Said): { level: Level; message: string; fields: JsonObject } | null {
  switch (said.what) {
    case "environment":
      return info("environment", { environment: said.variables });
    case "event":
      return info("event", { event: redacted(said.event) });
    case "asked":
      return null;
    case "answered":
      return info(said.call.name, {
        input: said.call.input,
        output: said.output,
        durationMs: Math.round(said.durationMs),
      });
    case "note":
      return { level: said.level, message: said.message, fields: said.fields };
    case "failure": {
      const { name, message, fields } = said.failure;
      const err = { type: name, message, stack: stackOf(said.failure), ...fields };
      return { level: "ERROR", message: said.message, fields: { err } };
    }
    case "result":
      return info("response", { response: said.result });
  }
}

function info(message: string, fields: Readonly<Record<string, Json>>) {
  return { level: "INFO", message, fields } as const;
}

function redacted(event: JsonObject): JsonObject {
  const shown = Object.entries(event).map(([name, value]) => [
    name,
    name.endsWith("eaders") ? withoutToken(value) : value,
  ]);
  return Object.fromEntries(shown);
}

function withoutToken(headers: Json | undefined): Json {
  if (typeof headers !== "object" || headers === null) return null;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, HIDDEN.test(name) ? "[Redacted]" : value]),
  );
}
