import type { Trace } from "../trace.ts";
import type { Runtime } from "./runtime.ts";

/** What Lambda itself writes around an invocation. `at` is on the function's clock, whole epoch ms; durations in ms. */
export interface PlatformLines {
  init(init: Init, at: number): string;
  start(start: Start, at: number): string;
  /** One line or more, all of one moment. */
  end(end: End, at: number): readonly string[];
}

export interface Init {
  readonly runtime: Runtime;
  readonly functionName: string;
  readonly version: string;
}

export interface Start {
  readonly requestId: string;
  readonly version: string;
  readonly trace: Trace;
  /** The function's segment in the trace: 16 hex digits. */
  readonly segment: string;
}

export interface End extends Start {
  /** The handler threw. */
  readonly failed: boolean;
  /** Lambda cut it off. */
  readonly timedOut: boolean;
  /** Its memory did not suffice. */
  readonly killed: boolean;
  readonly durationMs: number;
  /** Null in an environment that had begun before. */
  readonly initMs: number | null;
  readonly memoryMb: number;
  readonly maxMemoryMb: number;
  /** Active tracing is on: a sampled trace is named on the last line. */
  readonly tracing: boolean;
  /** Of the response. */
  readonly producedBytes: number;
}

/** Since August 2025 the time in which an environment begins is billed with its first invocation. */
export function billedMs({ durationMs, initMs }: End): number {
  return Math.ceil(durationMs + (initMs ?? 0));
}
