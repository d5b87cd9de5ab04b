import { hash } from "node:crypto";
import { AWS_ACCOUNT, arn } from "../aws-account.ts";
import type { JsonObject } from "../json.ts";
import type { Random } from "../random.ts";
import { type Trace, traceHeader } from "../trace.ts";

/** A message that lies in a queue. */
export interface QueueMessage {
  readonly id: string;
  readonly queue: string;
  readonly body: string;
  /** `<role id>:<session>` of a function, or the role of a service. */
  readonly senderId: string;
  readonly trace: Trace;
  /** Epoch ms. */
  readonly sentAt: number;
}

/**
 * A batch of one, delivered at `at`, for the first time unless told. `firstAt`: when that was, epoch ms.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsEvent(
  random: Random,
  message: QueueMessage,
  at: number,
  { delivery, firstAt } = { delivery: 1, firstAt: at },
): JsonObject {
  const { id, queue, body, senderId, trace, sentAt } = message;
  return {
    Records: [
      {
        messageId: id,
        receiptHandle: `AQEB${random.bytes(135).toString("base64")}`,
        body,
        attributes: {
          ApproximateReceiveCount: String(delivery),
          AWSTraceHeader: traceHeader(trace, random.hex(16)),
          SentTimestamp: String(Math.floor(sentAt)),
          SenderId: senderId,
          ApproximateFirstReceiveTimestamp: String(Math.floor(firstAt)),
        },
        messageAttributes: {},
        md5OfBody: hash("md5", body),
        eventSource: "aws:sqs",
        eventSourceARN: arn("sqs", queue),
        awsRegion: AWS_ACCOUNT.region,
      },
    ],
  };
}
