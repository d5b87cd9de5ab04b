import { hash } from "node:crypto";
import type { JsonObject } from "../world/json.ts";
import { subsegmentsOf, textAt } from "./segment.ts";

/** The types of the nodes that X-Ray makes of calls to services which send no segments themselves, by the call's name. */
const TYPES: Readonly<Record<string, string>> = {
  DynamoDB: "AWS::DynamoDB::Table",
  SNS: "AWS::SNS",
  SQS: "AWS::SQS::Queue",
};

/** Of a call, what its other side shows too. */
const SHARED = [
  "name",
  "start_time",
  "end_time",
  "in_progress",
  "trace_id",
  "http",
  "aws",
  "error",
  "fault",
  "throttle",
];

/** The segments that X-Ray infers: one for each call whose other side sent none. */
export function inferredFrom(segments: readonly JsonObject[]): JsonObject[] {
  const answered = new Set(segments.map(({ parent_id: parent }) => parent));
  return segments.flatMap((segment) => {
    const calls = [...subsegmentsOf(segment)].filter((one) => "namespace" in one && !answered.has(one["id"]));
    return calls.map((call) => inferred({ ...call, trace_id: segment["trace_id"] ?? null }));
  });
}

function inferred(call: JsonObject): JsonObject {
  const name = textAt(call, "name") ?? "";
  const shared = Object.fromEntries(SHARED.flatMap((key) => (call[key] === undefined ? [] : [[key, call[key]]])));
  return {
    ...shared,
    id: hash("sha256", `${call["trace_id"]}/${call["id"]}`).slice(0, 16),
    parent_id: call["id"] ?? null,
    inferred: true,
    ...(call["namespace"] === "aws" ? { origin: TYPES[name] ?? `AWS::${name}` } : {}),
  };
}
