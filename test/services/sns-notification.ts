import type { JsonObject } from "../../src/json.ts";

/** What may differ between two notifications. */
export interface Published {
  readonly messageId: string;
  readonly topic: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
}

/** A notification, as a queue carries it in the body of a message. */
export function snsNotification({ messageId, topic, message, at }: Published): JsonObject {
  return {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: `arn:aws:sns:eu-central-1:123456789012:${topic}`,
    Message: message,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: "1",
  };
}
