import type { JsonObject } from "../json.ts";

/** What the SDK for JavaScript knows of a call. */
export interface CallMetadata {
  readonly requestId: string;
  /** S3 alone gives a second id. */
  readonly extendedRequestId?: string;
  /** All tries, the last one included: 1 unless told. */
  readonly attempts?: number;
  /** The waits between them, whole ms: 0 unless told. */
  readonly totalRetryDelay?: number;
}

/** An answer as the SDK hands it on: the output, and last what it knows of the call itself. */
export function answer(output: JsonObject, call: CallMetadata): JsonObject {
  return { ...output, $metadata: metadata(200, call) };
}

export function metadata(httpStatusCode: number, call: CallMetadata): JsonObject {
  const { requestId, extendedRequestId, attempts = 1, totalRetryDelay = 0 } = call;
  const extended = extendedRequestId === undefined ? {} : { extendedRequestId };
  return { httpStatusCode, requestId, ...extended, attempts, totalRetryDelay };
}
