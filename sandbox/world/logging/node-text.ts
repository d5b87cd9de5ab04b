import type { Level, LogStyle, Said, Speaker } from "./log-style.ts";
import { nodeCrash, printedWithError } from "./node-crash.ts";

/**
 * `console.*` in a Node function with the text format: `time <tab> request id <tab> LEVEL <tab> message`, payloads as JSON
 * text in the message. While the code is being loaded the id is the word `undefined`.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/LogPatch.js
 */
export const nodeText: LogStyle = {
  format: "text",
  environmentAt: "load",
  line(said, speaker, at) {
    const { level, message } = wordsOf(said);
    return consoleLine(level, message, speaker, at);
  },
  crash: nodeCrash,
};

function consoleLine(level: Level, message: string, { invocation }: Speaker, at: number): string {
  return `${new Date(at).toISOString()}\t${invocation?.requestId}\t${level}\t${message}\n`;
}

function wordsOf(said: Said): { level: Level; message: string } {
  switch (said.what) {
    case "environment":
      return { level: "INFO", message: `environment ${JSON.stringify(said.variables)}` };
    case "event":
      return { level: "INFO", message: `EVENT ${JSON.stringify(said.event)}` };
    case "asked":
      return { level: "INFO", message: `${said.call.name} request ${JSON.stringify(said.call.input)}` };
    case "answered":
      return {
        level: "INFO",
        message: `${said.call.name} response ${JSON.stringify(said.output)} in ${Math.round(said.durationMs)} ms`,
      };
    case "note": {
      const fields = Object.keys(said.fields).length === 0 ? "" : ` ${JSON.stringify(said.fields)}`;
      return { level: said.level, message: said.message + fields };
    }
    case "failure":
      return { level: "ERROR", message: printedWithError(said.message, said.failure) };
    case "result":
      return { level: "INFO", message: `RESULT ${JSON.stringify(said.result)}` };
  }
}
