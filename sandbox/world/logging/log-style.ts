import type { Json, JsonObject } from "../json.ts";

export type Level = "INFO" | "WARN" | "ERROR";

/** An error as the program that met it holds it. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  /** The frames in the language's own writing: `    at …` in Node, `  File "…", line 7, in …` and the code in Python. */
  readonly frames: readonly string[];
  /** What else it carries. */
  readonly fields: JsonObject;
}

/** A call that a program makes. */
export interface Call {
  /** `DynamoDB PutItem`, `POST https://api.example.com/v1/posts`. */
  readonly name: string;
  readonly input: Json;
}

/** Something that a program has to say. Every style has its own words and its own form for it. */
export type Said =
  | { readonly what: "environment"; readonly variables: JsonObject }
  | { readonly what: "event"; readonly event: JsonObject }
  | { readonly what: "asked"; readonly call: Call }
  | { readonly what: "answered"; readonly call: Call; readonly output: Json; readonly durationMs: number }
  | { readonly what: "note"; readonly level: Level; readonly message: string; readonly fields: JsonObject }
  | { readonly what: "failure"; readonly message: string; readonly failure: Failure }
  | { readonly what: "result"; readonly result: Json };

/** Who says it: what a style puts on every line beside what is said. */
export interface Speaker {
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  /** Of the execution environment. */
  readonly hostname: string;
  /** The invocation's; null while the code is still being loaded. */
  readonly invocation: SpeakerInvocation | null;
}

export interface SpeakerInvocation {
  readonly requestId: string;
  /** The first of its environment. */
  readonly cold: boolean;
  /** `_X_AMZN_TRACE_ID`. */
  readonly traceHeader: string;
  /** The API's id of the request, where an API sent it. */
  readonly apiRequestId: string | null;
  /** What the program wants on every line from now on. Structured loggers have such a thing, the others do not. */
  readonly keys: JsonObject;
}

/** How the log lines of a function look. `at` is the time on the function's own clock, whole epoch ms. */
export interface LogStyle {
  /** Lambda's log format: in which form its own lines, and the runtime's, are written. */
  readonly format: "text" | "json";
  /** Where programs in this style log their environment: while loading, or in the first invocation. */
  readonly environmentAt: "load" | "invocation";
  /** One line, or null where this style lets something go unsaid. */
  line(said: Said, speaker: Speaker, at: number): string | null;
  /** The runtime's own line about an error that the handler let through. */
  crash(failure: Failure, speaker: Speaker, at: number): string;
}
