import type { JsonObject } from "../../src/json.ts";
import { arn, DURABLE, EXECUTION, MAIL, S3_REQUEST, SEQUENCE, SEQUENCE_2 } from "./handed-events.ts";

const $metadata = { httpStatusCode: 200, requestId: "b5b6b3a5-0000-4000-8000-1d3d8e4f9a01", attempts: 1 };
export const STRIPE_REQUEST = "req_4xJmT8w0kQ2vZp";
export const MESSAGE_SID = "SM1f0e8ae6ade43cb3c0ce4525424e404f";
export const STATEMENT = "01b2c3d4-0000-1234-0000-000123456789";

/** What applications ask of services, by whom it goes to. */
export const REQUESTS: Readonly<Record<string, JsonObject>> = {
  "a request to Kinesis": { StreamName: "rides", Records: [{ Data: "x", PartitionKey: "r-1" }] },
  "a request to Firehose": { DeliveryStreamName: "rides-to-lake", Record: { Data: "x" } },
  "a request to Kafka": { topic: "rides", messages: [{ value: "x" }] },
  "a request to S3": { Bucket: "exports", Key: "a", Body: "x" },
  "a request to SES": {
    FromEmailAddress: "Rides <noreply@example.com>",
    Destination: { ToAddresses: [] },
    Content: {},
  },
  "a request to Step Functions": {
    stateMachineArn: arn("states", "stateMachine:checkout"),
    name: "order-17",
    input: "{}",
  },
  "a request to a socket": { ConnectionId: "R1kmxc2VNjMCFIA=", Data: "x" },
  "a request to Stripe": { method: "post", url: "https://api.stripe.com/v1/charges?x=1" },
  "a statement": { Statement: 'SELECT * FROM "rides"."by-user" WHERE "userId" = ?' },
};

/** What services answer, by whom it comes from. */
export const ANSWERS: Readonly<Record<string, JsonObject>> = {
  "an answer of Kinesis": {
    FailedRecordCount: 1,
    Records: [
      { SequenceNumber: SEQUENCE, ShardId: "shardId-000000000006" },
      { ErrorCode: "ProvisionedThroughputExceededException", ErrorMessage: "Rate exceeded" },
      { SequenceNumber: SEQUENCE_2, ShardId: "shardId-000000000006" },
    ],
  },
  "an answer of Firehose": {
    FailedPutCount: 1,
    RequestResponses: [{ RecordId: "a" }, { ErrorCode: "ServiceUnavailableException", ErrorMessage: "Slow down." }],
  },
  "an answer of Kafka": { topicName: "rides", partition: 0, errorCode: 0, baseOffset: "17" },
  "an answer of S3": { ETag: '"0123456789abcdef0123456789abcdef"', $metadata: { ...$metadata, requestId: S3_REQUEST } },
  "an answer of SES": { MessageId: MAIL, $metadata },
  "an answer of Step Functions": { executionArn: EXECUTION, startDate: "2026-11-22T02:31:05.150Z", $metadata },
  "an answer of Lambda": { StatusCode: 202, DurableExecutionArn: DURABLE, $metadata },
  "an answer of Stripe": { status: 402, headers: { "request-id": STRIPE_REQUEST }, data: { error: {} } },
  "an answer of Twilio": { status: 201, headers: { "Twilio-Request-Id": "RQ1" }, data: { sid: MESSAGE_SID } },
  "an answer of Snowflake": { status: 200, headers: {}, body: JSON.stringify({ statementHandle: STATEMENT }) },
};
