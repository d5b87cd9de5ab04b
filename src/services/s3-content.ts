import { isObject, type Json, objectAt, textAt } from "../json.ts";
import { SECOND } from "../time.ts";
import type { Change, Operation } from "./service.ts";

/** Operations that leave a new object, by their names in SDKs and in events. */
export const WRITES: ReadonlySet<string> = new Set(["PutObject", "CopyObject", "CompleteMultipartUpload"]);

interface Stored {
  readonly key: string;
  readonly tag: string;
  readonly version: string | null;
}

/**
 * A new object, by its bucket, key and tag: what is left to join by where the one who wrote it did not log the id of the
 * request. A notification has the moment in ms, one through EventBridge in whole seconds.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export function changed({ operation, resource, input, start }: Operation): Change | null {
  const stored = operation.startsWith("ObjectCreated:") || WRITES.has(operation) ? storedIn(input) : null;
  if (stored === null || resource === null) return null;
  return { fields: [], mark: markOf(resource, stored), window: { from: start - SECOND, to: start + 2 * SECOND } };
}

/** `fieldsOf` has something to say of a bucket only where new objects of it were seen. */
export function wrote(call: Operation, fieldsOf: (bucket: string) => Iterable<readonly string[]>): string[] {
  const bucket = textAt(call.input, "Bucket");
  const stored = WRITES.has(call.operation) ? writtenBy(call) : null;
  if (bucket === null || stored === null) return [];
  return [...fieldsOf(bucket)].map(() => markOf(bucket, stored));
}

/** The same contents may be written again: only a version tells then which of the writes it was. */
export function wroteJust(call: Operation, item: Operation): boolean | null {
  const [version, seen] = [writtenBy(call)?.version ?? null, storedIn(item.input)?.version ?? null];
  return version === null || seen === null ? null : version === seen;
}

function markOf(bucket: string, { key, tag }: Stored): string {
  return JSON.stringify([bucket, key, tag]);
}

/** Answers have the tag in quotes, events have it without. */
function writtenBy({ input, output }: Operation): Stored | null {
  const key = textAt(input, "Key");
  const tag = textAt(output, "ETag") ?? textAt(output, "CopyObjectResult", "ETag");
  if (key === null || tag === null) return null;
  return { key, tag: tag.replace(/^"|"$/g, ""), version: textAt(output, "VersionId") };
}

/** The key is URL-encoded, with `+` for a space, in a notification, and is not in an event of EventBridge. */
function storedIn(input: Json): Stored | null {
  const object = isObject(input) ? objectAt(input, "object") : null;
  const key = textAt(object, "key");
  const [direct, throughBus] = [textAt(object, "eTag"), textAt(object, "etag")];
  const plain = key === null || direct === null ? key : decoded(key);
  const tag = direct ?? throughBus;
  if (plain === null || tag === null) return null;
  return { key: plain, tag, version: textAt(object, "versionId") ?? textAt(object, "version-id") };
}

function decoded(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return null;
  }
}
