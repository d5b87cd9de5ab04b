/** What a function does not log, and needs to for exact links. See docs/stitching.md. */
export type Lack = "event" | "call-ids" | "request-ids" | "platform-lines" | "system-level" | "application-level";

/** What a sample of a function's lines shows. */
export interface Logged {
  readonly function: string;
  /** Invocations of which any line was read. */
  readonly invocations: number;
  readonly lacks: readonly Lack[];
  /** Calls of other services that its lines tell of. */
  readonly calls: number;
}
