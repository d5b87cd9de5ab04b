import { AWS_ACCOUNT, arn } from "../../sandbox/world/aws-account.ts";
import { s3ExtendedRequestId } from "../../sandbox/world/aws-ids.ts";
import { type HttpApi, httpApiEvent } from "../../sandbox/world/events/http-api-event.ts";
import type { HttpRequest } from "../../sandbox/world/events/http-request.ts";
import { type Published, snsNotification } from "../../sandbox/world/events/sns-notification.ts";
import { type QueueMessage, sqsEvent } from "../../sandbox/world/events/sqs-event.ts";
import type { JsonObject } from "../../sandbox/world/json.ts";
import type { Random } from "../../sandbox/world/random.ts";

/** A request to a function's own URL: that of an HTTP API but for the domain and the route. */
export function functionUrlEvent(api: HttpApi, request: HttpRequest): JsonObject {
  const event = httpApiEvent(api, request);
  const context = event["requestContext"];
  const domainName = `${api.id}.lambda-url.${AWS_ACCOUNT.region}.on.aws`;
  return {
    ...event,
    routeKey: "$default",
    requestContext: { ...(typeof context === "object" ? context : {}), domainName, routeKey: "$default" },
  };
}

export interface Delivered extends QueueMessage {
  readonly receiveCount: number;
}

/** Several messages that a function polled at once, each for the nth time. */
export function batchEvent(random: Random, messages: readonly Delivered[], at: number): JsonObject {
  return {
    Records: messages.flatMap((message) => {
      const records = sqsEvent(random, message, at)["Records"];
      return (Array.isArray(records) ? records : []).map((record) => ({
        ...record,
        attributes: { ...record.attributes, ApproximateReceiveCount: String(message.receiveCount) },
      }));
    }),
  };
}

/** A notification as a function receives it straight from the topic. */
export function topicEvent(random: Random, published: Published): JsonObject {
  const notification: JsonObject = JSON.parse(snsNotification(random, published));
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: `${arn("sns", published.topic)}:${published.subscription}`,
        Sns: notification,
      },
    ],
  };
}

export interface Written {
  readonly requestId: string;
  readonly bucket: string;
  readonly key: string;
  readonly writer: string;
  readonly at: number;
}

/** What a bucket tells of a new object, wherever it sends it. */
export function objectCreated(random: Random, { requestId, bucket, key, writer, at }: Written): JsonObject {
  return {
    Records: [
      {
        eventVersion: "2.1",
        eventSource: "aws:s3",
        awsRegion: AWS_ACCOUNT.region,
        eventTime: new Date(at).toISOString(),
        eventName: "ObjectCreated:Put",
        userIdentity: { principalId: `AWS:${writer}` },
        requestParameters: { sourceIPAddress: "198.51.100.7" },
        responseElements: { "x-amz-request-id": requestId, "x-amz-id-2": s3ExtendedRequestId(random) },
        s3: {
          s3SchemaVersion: "1.0",
          configurationId: "created",
          bucket: { name: bucket, ownerIdentity: { principalId: "A3NL1KOZZKExample" }, arn: `arn:aws:s3:::${bucket}` },
          object: { key: encodeURIComponent(key), size: 421, eTag: random.hex(32), sequencer: random.hex(18) },
        },
      },
    ],
  };
}

export interface StreamRecord {
  readonly sequence: string;
  readonly stream: string;
  readonly data: string;
  readonly at: number;
}

/** Records that a function read from one shard of a stream. */
export function streamEvent(records: readonly StreamRecord[]): JsonObject {
  return {
    Records: records.map(({ sequence, stream, data, at }) => ({
      kinesis: {
        kinesisSchemaVersion: "1.0",
        partitionKey: "1",
        sequenceNumber: sequence,
        data: Buffer.from(data).toString("base64"),
        approximateArrivalTimestamp: Math.floor(at) / 1000,
      },
      eventSource: "aws:kinesis",
      eventVersion: "1.0",
      eventID: `shardId-000000000000:${sequence}`,
      eventName: "aws:kinesis:record",
      awsRegion: AWS_ACCOUNT.region,
      eventSourceARN: arn("kinesis", `stream/${stream}`),
    })),
  };
}

export interface ItemChange {
  readonly id: string;
  readonly sequence: string;
  readonly table: string;
  readonly name: "INSERT" | "MODIFY" | "REMOVE";
  readonly at: number;
  readonly keys: JsonObject;
  /** The item as it became, where the stream shows it. */
  readonly image: JsonObject | null;
}

/** Changes that a function read from the stream of a table. */
export function changesEvent(changes: readonly ItemChange[]): JsonObject {
  return {
    Records: changes.map(({ id, sequence, table, name, at, keys, image }) => ({
      eventID: id,
      eventName: name,
      eventVersion: "1.1",
      eventSource: "aws:dynamodb",
      awsRegion: AWS_ACCOUNT.region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(at / 1000),
        Keys: keys,
        ...(image === null ? {} : { NewImage: image }),
        SequenceNumber: sequence,
        SizeBytes: 59,
        StreamViewType: image === null ? "KEYS_ONLY" : "NEW_IMAGE",
      },
      eventSourceARN: `${arn("dynamodb", `table/${table}`)}/stream/2026-01-01T00:00:00.000`,
    })),
  };
}

/** 56 digits: what Kinesis numbers a record with. */
export function sequenceNumber(random: Random): string {
  return `49${random.text("0123456789", 54)}`;
}
