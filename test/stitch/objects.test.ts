import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { LoggedStream } from "../decode/log-chunk.ts";
import { s3Event, s3ThroughBus } from "../services/handed-events.ts";
import { functionLog } from "./function-log.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
/** When the fixtures' object was written. */
const WRITTEN = Date.parse(JSON.parse(JSON.stringify(s3Event())).Records[0].eventTime);
const TAG = "0123456789abcdef0123456789abcdef";
const PUT = { Bucket: "exports", Key: "rides/r 1.json", Body: "x" };

for (const [how, event] of [
  ["a notification", s3Event()],
  ["an event of a bus", s3ThroughBus()],
] as const) {
  test(`${how} and the write whose request id nobody logged are joined by bucket, key and tag, and no surer`, () => {
    const [transaction, ...others] = transactionsOf(writer({ ETag: `"${TAG}"` }), reader(event));
    assert.deepEqual(others, []);
    const certainties = transaction?.links.map(({ certainty }) => certainty) ?? [];
    assert.equal(certainties.filter((one) => one === "content").length, 1);
    assert.equal(transaction?.hops[0]?.resource, "writer");
    assert.equal(transaction?.hops.at(-1)?.resource, "reader");
  });
}

test("where the request id was logged the two are one hop, and no link by content is needed", () => {
  const requestId = "YDKQ6R6WNPJ6KM8S";
  const output = { ETag: `"${TAG}"`, $metadata: { httpStatusCode: 200, requestId } };
  const [transaction] = transactionsOf(writer(output), reader(s3Event()));
  assert.deepEqual(
    transaction?.hops.map(({ service }) => service),
    ["lambda", "s3", "lambda"],
  );
  assert.ok(transaction?.links.every(({ certainty }) => certainty === "exact"));
});

for (const [why, output, input] of [
  ["the contents were others", { ETag: `"${"f".repeat(32)}"` }, PUT],
  ["the key was another", { ETag: `"${TAG}"` }, { ...PUT, Key: "rides/r+1.json" }],
  ["the bucket was another", { ETag: `"${TAG}"` }, { ...PUT, Bucket: "drafts" }],
  [
    "its own request id is another",
    { ETag: `"${TAG}"`, $metadata: { httpStatusCode: 200, requestId: "ZDKQ6R6WNPJ6KM8S" } },
    PUT,
  ],
  ["its version is another", { ETag: `"${TAG}"`, VersionId: "v2" }, PUT],
] as const) {
  test(`a write did not make an object where ${why}`, () => {
    const event = versioned("v1");
    const transactions = transactionsOf(writer(output, input), reader(event));
    const links = transactions.flatMap((one) => one.links);
    assert.ok(links.every(({ certainty }) => certainty !== "content"));
  });
}

test("of two writes of the same contents the version tells which it was; without one, nothing does", () => {
  const writers = ["v1", "v2"].map((VersionId) => writer({ ETag: `"${TAG}"`, VersionId }, PUT, `writer ${VersionId}`));
  const joined = transactionsOf(...writers, reader(versioned("v2"))).find(({ hops }) => hops.length > 2);
  assert.equal(joined?.hops[0]?.resource, "writer v2");
  const unknown = transactionsOf(...writers, reader(s3Event()));
  assert.equal(unknown.length, 3);
  assert.match(unknown.flatMap(({ gaps }) => gaps.map(({ why }) => why)).join(), /2 calls may have led to this/);
});

test("who only read the object did not write it", () => {
  const read = writer({ ETag: `"${TAG}"` }, { Bucket: "exports", Key: "rides/r 1.json" }, "writer", "GetObject");
  const links = transactionsOf(read, reader(s3Event())).flatMap((one) => one.links);
  assert.ok(links.every(({ certainty }) => certainty !== "content"));
});

function versioned(versionId: string): JsonObject {
  return JSON.parse(JSON.stringify(s3Event()).replace('"eTag"', `"versionId":"${versionId}","eTag"`));
}

function writer(output: JsonObject, input: JsonObject = PUT, name = "writer", operation = "PutObject"): LoggedStream {
  return functionLog({
    ...{ name, requestId: uuid(name), at: WRITTEN - 15 },
    lines: [`INFO\tS3 ${operation} ${JSON.stringify(input)}`, `INFO\tS3 ${operation} done ${JSON.stringify(output)}`],
  });
}

function reader(event: JsonObject): LoggedStream {
  const at = Math.max(AT, WRITTEN) + 2500;
  return functionLog({
    name: "reader",
    requestId: uuid("reader"),
    at,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
  });
}
