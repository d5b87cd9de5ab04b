import type { Micros } from "./time.ts";

/** What sort of id it is. `span` and `invocation` are links that a recorder wrote down itself: a parent, a container. */
export type KeyKind =
  | "lambda-request"
  | "apigateway-request"
  | "xray-trace"
  | "sqs-message"
  | "sns-message"
  | "eventbridge-event"
  | "s3-request"
  | "kinesis-sequence"
  | "dynamodb-change"
  | "stepfunctions-execution"
  | "aws-request"
  | "correlation"
  | "external"
  | "invocation"
  | "span";

/**
 * What an id says of the one who carries it:
 * - `self`: it is this operation's own id; two spans with the same one are one hop.
 * - `sent` / `received`: it was handed on, or came in; equal on both sides, it is a link.
 * - `mentioned`: it stands somewhere in a log line. It counts as `sent` only if nobody recorded sending it.
 * - `shared`: everything in the same transaction carries it.
 */
export type Role = "self" | "sent" | "received" | "mentioned" | "shared";

export interface Key {
  readonly kind: KeyKind;
  readonly value: string;
  readonly role: Role;
  /** Which item of a batch it belongs to, counted from 0. */
  readonly item?: number;
  /** Where it was read: `requestContext.requestId`, `Entries[0].EventId`, `text`. */
  readonly path: string;
  /** When it was sent, where whoever carried it recorded that. */
  readonly sentAt?: Micros;
  /** How often it had been delivered when it came in, this time included, where the service counts. */
  readonly delivery?: number;
}

/** How sure a link is, surest first. */
export type Certainty = "exact" | "trace" | "content" | "time";
