import type { JsonObject } from "../json.ts";
import { httpDate } from "../time-text.ts";

/** An answer of DynamoDB as boto3 hands it on: the output, and last what it knows of the call. `at`: epoch ms. */
export function boto3Answer(output: JsonObject, requestId: string, at: number): JsonObject {
  return {
    ...output,
    ResponseMetadata: {
      RequestId: requestId,
      HTTPStatusCode: 200,
      HTTPHeaders: {
        server: "Server",
        date: httpDate(at),
        "content-type": "application/x-amz-json-1.0",
        "content-length": String(Buffer.byteLength(JSON.stringify(output))),
        connection: "keep-alive",
        "x-amzn-requestid": requestId,
      },
      RetryAttempts: 0,
    },
  };
}
