import { hash } from "node:crypto";
import type { JsonObject } from "../../src/json.ts";

/** What may differ between two messages that a function polls. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  /** Epoch ms. */
  readonly sentAt?: number;
  readonly receiveCount?: number;
  readonly trace?: string;
}

/** The event with which a queue's messages come to a function. */
export function sqsEvent(queue: string, messages: readonly QueueMessage[]): JsonObject {
  return {
    Records: messages.map(({ messageId, body, sentAt, receiveCount = 1, trace }) => ({
      messageId,
      receiptHandle: "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",
      body,
      attributes: {
        ApproximateReceiveCount: String(receiveCount),
        SenderId: "AROAEXAMPLE:checkout",
        ...(sentAt === undefined ? {} : { SentTimestamp: String(sentAt) }),
        ...(trace === undefined ? {} : { AWSTraceHeader: `Root=${trace};Parent=53995c3f42cd8ad8;Sampled=0` }),
      },
      messageAttributes: {},
      md5OfBody: hash("md5", body),
      eventSource: "aws:sqs",
      eventSourceARN: `arn:aws:sqs:eu-central-1:123456789012:${queue}`,
      awsRegion: "eu-central-1",
    })),
  };
}
