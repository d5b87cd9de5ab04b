import type { JsonObject } from "../../src/json.ts";
import { uuid } from "../stitch/uuid.ts";

export interface TableChange {
  readonly id: string;
  readonly name: string;
  /** Epoch ms; the stream cuts it to the second. */
  readonly at: number;
  readonly keys: JsonObject;
  readonly image?: JsonObject;
  readonly expired?: boolean;
}

/** Changes of the table `orders`, as its stream hands them to a function. */
export function tableChanges(...changes: readonly TableChange[]): JsonObject {
  return {
    Records: changes.map(({ id, name, at, keys, image, expired = false }) => ({
      eventID: uuid(id).replaceAll("-", ""),
      eventName: name,
      eventSource: "aws:dynamodb",
      awsRegion: "eu-central-1",
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(at / 1000),
        Keys: keys,
        SequenceNumber: `111${id}`,
        ...(image === undefined ? {} : { NewImage: image }),
      },
      ...(expired ? { userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" } } : {}),
      eventSourceARN: "arn:aws:dynamodb:eu-central-1:123456789012:table/orders/stream/2026-01-01T00:00:00.000",
    })),
  };
}
