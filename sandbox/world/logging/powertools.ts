import type { Json, JsonObject } from "../json.ts";
import type { Failure, Level, LogStyle, Said, Speaker } from "./log-style.ts";
import { nodeCrash, stackOf } from "./node-crash.ts";

/**
 * Powertools for AWS Lambda (TypeScript), version 2, with its own formatter and `logEvent` on: the invocation's context on
 * every line, then the keys that the program appended, then what this line adds.
 * https://docs.powertools.aws.dev/lambda/typescript/latest/features/logger/
 */
export const powertools: LogStyle = {
  format: "text",
  environmentAt: "load",
  line(said, speaker, at) {
    const { level, message, fields } = wordsOf(said);
    return `${JSON.stringify({
      level,
      message,
      timestamp: new Date(at).toISOString(),
      service: speaker.functionName,
      ...contextOf(speaker),
      ...fields,
    })}\n`;
  },
  crash: nodeCrash,
};

function contextOf({ functionName, functionArn, memoryMb, invocation }: Speaker): JsonObject {
  if (invocation === null) return { sampling_rate: 0 };
  return {
    cold_start: invocation.cold,
    function_arn: functionArn,
    function_memory_size: String(memoryMb),
    function_name: functionName,
    function_request_id: invocation.requestId,
    sampling_rate: 0,
    xray_trace_id: /Root=([^;]+)/.exec(invocation.traceHeader)?.[1] ?? "",
    ...invocation.keys,
  };
}

function wordsOf(said: Said): { level: Level; message: string; fields: JsonObject } {
  switch (said.what) {
    case "environment":
      return info("environment", { environment: said.variables });
    case "event":
      return info("Lambda invocation event", { event: said.event });
    case "asked":
      return info(`${said.call.name} request`, { request: said.call.input });
    case "answered":
      return info(`${said.call.name} response`, { response: said.output, durationMs: Math.round(said.durationMs) });
    case "note":
      return { level: said.level, message: said.message, fields: said.fields };
    case "failure":
      return { level: "ERROR", message: said.message, fields: { error: formatted(said.failure) } };
    case "result":
      return info("response", { response: said.result });
  }
}

function info(message: string, fields: Readonly<Record<string, Json>>) {
  return { level: "INFO", message, fields } as const;
}

/** Where the error was made is the first frame in brackets. */
function formatted(failure: Failure): JsonObject {
  const [, file = "", line = ""] =
    failure.frames.map((frame) => /\(([^()]*):(\d+):\d+\)$/.exec(frame)).find(Boolean) ?? [];
  return {
    name: failure.name,
    location: file === "" ? "" : `${file}:${line}`,
    message: failure.message,
    stack: stackOf(failure),
    ...failure.fields,
  };
}
