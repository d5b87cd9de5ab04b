/** How much of a hop is kept for its window. What is more says so where it was cut. */
export const KEPT = {
  /** Of an input, an output or an environment. What did not fit stands there as `{"$cut": bytes}`. */
  payloadBytes: 48 * 1024,
  lines: 200,
  lineBytes: 4 * 1024,
  /** Of a stack in a log line, and in a span. */
  frames: 100,
  spanFrames: 64,
} as const;
