import { AWS_ACCOUNT, arn } from "../aws-account.ts";
import type { JsonObject } from "../json.ts";
import { wholeSeconds } from "../time-text.ts";

/** An event that an application put on a bus. */
export interface PutEvent {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  /** When it was put, epoch ms. */
  readonly at: number;
}

/**
 * An event as a rule's target receives it. Which bus it came over is not in it.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
export function eventBridgeEvent({ id, source, detailType, detail, at }: PutEvent): JsonObject {
  return {
    version: "0",
    id,
    "detail-type": detailType,
    source,
    account: AWS_ACCOUNT.id,
    time: wholeSeconds(at),
    region: AWS_ACCOUNT.region,
    resources: [],
    detail,
  };
}

/** What a rule with a schedule sends at `at`, which is a whole minute. */
export function scheduledEvent(rule: string, id: string, at: number): JsonObject {
  return {
    version: "0",
    id,
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: AWS_ACCOUNT.id,
    time: wholeSeconds(at),
    region: AWS_ACCOUNT.region,
    resources: [arn("events", `rule/${rule}`)],
    detail: {},
  };
}
