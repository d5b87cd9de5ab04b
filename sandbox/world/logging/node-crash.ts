import { format } from "node:util";
import type { Failure, Speaker } from "./log-style.ts";

/** `Name: message` and the frames, as `error.stack` has them. */
export function stackOf({ name, message, frames }: Failure): string {
  return [`${name}: ${message}`, ...frames].join("\n");
}

/** What `console.error(message, error)` prints: the text, the stack, and in braces what else the error carries. */
export function printedWithError(message: string, failure: Failure): string {
  // The printer looks at the class's name as well, so the error has to be of a class that is called so.
  const Named = { [failure.name]: class extends Error {} }[failure.name] ?? Error;
  const error = Object.assign(new Named(failure.message), failure.fields, { name: failure.name });
  error.stack = stackOf(failure);
  return format(message, error);
}

/**
 * What the Node runtime prints in the text format when the handler throws, whichever library the program logs with. The
 * stack comes last, because the runtime adds it last.
 * https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/Errors.js
 */
export function nodeCrash(failure: Failure, { invocation }: Speaker, at: number): string {
  const body = {
    errorType: failure.name,
    errorMessage: failure.message,
    ...failure.fields,
    stack: stackOf(failure).split("\n"),
  };
  return `${new Date(at).toISOString()}\t${invocation?.requestId}\tERROR\tInvoke Error \t${JSON.stringify(body)}\n`;
}
