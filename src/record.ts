import type { Json } from "./json.ts";
import type { Key } from "./key.ts";
import type { Micros } from "./time.ts";
import type { NamedUser } from "./user.ts";

/** Where bytes were read. `source` is the name of the source; the rest as far as the source knows. */
export interface Origin {
  readonly source: string;
  readonly account?: string;
  readonly region?: string;
  readonly group?: string;
  readonly stream?: string;
}

/** The formats that `decode/` reads; `unknown` is told apart by content. */
export type Format = "log-events" | "xray" | "otlp-json" | "jaeger-json" | "zipkin-json" | "metrics" | "configuration";

/** Bytes as a source returned them. Only `decode/` looks inside. */
export interface Chunk {
  readonly origin: Origin;
  readonly format: Format | "unknown";
  readonly bytes: Uint8Array;
}

/** Something that could not be read or placed, and why. */
export interface Gap {
  readonly what: string;
  readonly why: string;
  readonly origin?: Origin;
  /** It should have been read and was not: nothing that depends on having seen everything may be said. */
  readonly unread?: true;
}

export type Level = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** An error as somebody recorded it. `stack` has one frame a line, innermost first; `causes` outermost first. */
export interface Seen {
  readonly type: string | null;
  readonly message: string;
  readonly stack: readonly string[];
  readonly causes: readonly { readonly type: string | null; readonly message: string }[];
  /** Why a call was throttled, and which resource it was, where the service says so in the exception. */
  readonly reasons?: readonly { readonly reason: string; readonly resource: string | null }[];
}

/** What every decoded thing has. `id` is unique in a report and the same however often the thing is read. */
export interface Recorded {
  readonly id: string;
  readonly origin: Origin;
  readonly keys: readonly Key[];
  readonly error: Seen | null;
}

/** What a line written by the platform, not by the application, says about an invocation. Unknown parts are null. */
export type Mark =
  | { readonly kind: "start"; readonly version: string | null; readonly trace: string | null }
  | { readonly kind: "end" }
  | {
      readonly kind: "report";
      readonly status: "ok" | "error" | "timeout" | null;
      readonly errorType: string | null;
      readonly durationMs: number | null;
      readonly initMs: number | null;
      readonly memoryMB: number | null;
      readonly maxMemoryMB: number | null;
      readonly trace: string | null;
    }
  | { readonly kind: "timeout"; readonly afterMs: number | null }
  | { readonly kind: "init"; readonly status: "ok" | "error" | "timeout" | null; readonly errorType: string | null };

export interface LogRecord extends Recorded {
  readonly at: Micros;
  /** When the store took it in; null where the source does not say (files). */
  readonly ingestedAt: Micros | null;
  readonly level: Level | null;
  readonly mark: Mark | null;
  /** The request id that the line itself carries; null where only its place in the stream can tell. */
  readonly requestId: string | null;
  /** Whether lines of this stream may be placed by position: true for text formats, false for JSON ones. */
  readonly positional: boolean;
  /**
   * Who reported the error: the runtime, because the handler failed (`unhandled`), or the application (`handled`),
   * which makes a suspect and no more. Null where the line reports none.
   */
  readonly reported: "unhandled" | "handled" | null;
  /** Whose request the line says it is, in the program's own words. */
  readonly named: NamedUser | null;
  /** The message for people, without the columns that the format puts before it. */
  readonly text: string;
  /** What the line says as JSON: the whole line, or the JSON inside its text; null where there is none. */
  readonly body: Json;
}
