import { xrayTraceId } from "../services/trace-id.ts";

/** The trace that an id names, as stores of traces write it: W3C's 32 digits, or 16 in older ones. Null: it names none. */
export function storedTraceId(id: string): string | null {
  const trace = xrayTraceId(id);
  if (trace !== null) return trace.replace(/^1-|-/g, "");
  return /^[0-9a-f]{16}$/i.test(id) ? id.toLowerCase() : null;
}

/**
 * Whether two ids name one trace. Some stores leave out the zeros before an id, and Zipkin may be told to look at the last
 * 16 digits alone.
 */
export function isSameTrace(asked: string, answered: string): boolean {
  const [a, b] = [bare(asked), bare(answered)];
  if (a === b) return true;
  return (a.length <= 16 && b.endsWith(a.padStart(16, "0"))) || (b.length <= 16 && a.endsWith(b.padStart(16, "0")));
}

/** Without the zeros before it. */
export function bare(id: string): string {
  return id.toLowerCase().replace(/^0+/, "");
}

/**
 * The attributes of a span from which decoders read the ids that logs and other services know it by. What stands in others is
 * not looked for.
 */
export const ID_ATTRIBUTES = [
  "faas.invocation_id",
  "aws.request_id",
  "aws.request.id",
  "messaging.message.id",
  "messaging.message.conversation_id",
  "faas.execution",
] as const;
