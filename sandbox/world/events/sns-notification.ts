import { AWS_ACCOUNT, arn } from "../aws-account.ts";
import type { Random } from "../random.ts";

export interface Published {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
  /** Epoch ms. */
  readonly at: number;
  /** Of the subscription: a UUID. */
  readonly subscription: string;
}

/**
 * The body that a topic puts into a queue which does not ask for raw delivery: JSON, laid out as SNS lays it out. The
 * signature is made up. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function snsNotification(random: Random, { id, topic, subject, message, at, subscription }: Published): string {
  const topicArn = arn("sns", topic);
  const host = `https://sns.${AWS_ACCOUNT.region}.amazonaws.com`;
  const fields = {
    Type: "Notification",
    MessageId: id,
    TopicArn: topicArn,
    Subject: subject,
    Message: message,
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: "1",
    Signature: random.bytes(256).toString("base64"),
    SigningCertURL: `${host}/SimpleNotificationService-7506a1e35b36ef5a444dd1a8e7cc3ed8.pem`,
    UnsubscribeURL: `${host}/?Action=Unsubscribe&SubscriptionArn=${topicArn}:${subscription}`,
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}
