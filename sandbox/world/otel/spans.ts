import type { RecordedSpan, SpanContext } from "../../traces/span.ts";
import type { Json } from "../json.ts";
import { idsIn } from "./carried.ts";

/**
 * The spans that everything which happens would export if every function had the instrumentations of OpenTelemetry for Lambda
 * and for the AWS SDK, and nobody sampled. Nothing here draws from chance: the logs are the same, byte for byte.
 */
export class Spans {
  readonly #recorded: RecordedSpan[] = [];
  /** By the id that a service gave a message or an event, the call that handed it over. */
  readonly #senders = new Map<string, SpanContext>();

  record(span: RecordedSpan): void {
    this.#recorded.push(span);
  }

  /** A call was answered: what it handed over carries its context from now on, in the header that AWS passes on. */
  sent(answer: Json, { traceId, spanId }: SpanContext): void {
    for (const id of idsIn(answer)) this.#senders.set(id, { traceId, spanId });
  }

  /** The call whose context came with something that was received. Null: nobody of ours sent it. */
  senderOf(ids: readonly string[]): SpanContext | null {
    for (const id of ids) {
      const sender = this.#senders.get(id);
      if (sender !== undefined) return sender;
    }
    return null;
  }

  all(): readonly RecordedSpan[] {
    return this.#recorded;
  }
}
