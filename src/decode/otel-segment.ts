import { type JsonObject, numberAt, textAt } from "../json.ts";
import { attribute, type OtelSpan } from "./otel.ts";

/** What a call names its resource by, in the words of the segment that X-Ray would have made of it. */
const FIELDS: readonly (readonly [field: string, ...attributes: string[]])[] = [
  ["table_name", "aws.dynamodb.table_names", "aws.table.name", "aws.table_name"],
  ["bucket_name", "aws.s3.bucket", "aws.bucket.name"],
  ["key", "aws.s3.key"],
  ["queue_url", "aws.sqs.queue.url", "aws.queue.url", "aws.queue_url"],
  ["topic_arn", "aws.sns.topic.arn", "aws.topic.arn"],
  ["stream_name", "aws.kinesis.stream_name", "aws.kinesis.stream.name", "aws.stream.name"],
  ["delivery_stream_name", "aws.firehose.delivery_stream.name"],
  ["event_bus_name", "aws.eventbridge.bus.name", "aws.eventbus.name"],
  ["function_name", "faas.invoked_name", "aws.lambda.function.name"],
  ["message_id", "messaging.message.id", "messaging.message_id"],
  ["resource_arn", "aws.step_functions.execution.arn"],
];
/** Names of a resource that do not say of which sort it is. */
const ANY = [
  "aws.step_functions.state_machine.arn",
  "aws.stepfunctions.state_machine.arn",
  "messaging.destination.name",
  "messaging.destination",
  "aws.remote.resource.identifier",
  "aws.remote.target",
  "db.collection.name",
  "db.name",
];

/**
 * A span in the words of an X-Ray segment, in which every service is asked for its resource and its ids, so that it need
 * not be taught the names of OpenTelemetry as well. CloudWatch turns segments into spans the other way round.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/aws/
 */
export function segmentOf(one: OtelSpan, calls: boolean): JsonObject {
  const requestId = calls
    ? calledRequest(one)
    : attribute(one, "aws.request_id", "aws.request.id", "faas.invocation_id");
  const aws: Record<string, string | readonly string[] | JsonObject> = {};
  for (const [field, ...names] of FIELDS) {
    const value = calls ? attribute(one, ...names) : textAt(one.attributes, names[0] ?? "");
    if (value !== null) aws[field] = value;
  }
  const any = attribute(one, ...ANY);
  if (calls && any !== null) aws["resource_names"] = [any];
  if (requestId !== null) Object.assign(aws, { request_id: requestId, api_gateway: { request_id: requestId } });
  const operation = callOf(one);
  if (calls && operation !== null) aws["operation"] = operation;
  const extended = attribute(one, "aws.extended_request_id", "aws.request.extended_id", "aws.request.extended.id");
  const arn = attribute(one, "aws.resource.arn", "cloud.resource_id", "aws.lambda.invoked_arn");
  return {
    name: textAt(one.attributes, "aws.xray.name") ?? attribute(one, "aws.local.service", "service.name") ?? one.name,
    ...(arn === null || !arn.startsWith("arn:") || calls ? {} : { resource_arn: arn }),
    aws,
    http: { request: requestOf(one), response: statusOf(one) },
    ...(extended === null ? {} : { metadata: { default: { extended_request_id: extended } } }),
  };
}

/** The id that AWS gave a call. `faas.invocation_id` is none: it is that of the caller, on whatever that did. */
export function calledRequest(one: OtelSpan): string | null {
  return attribute(one, "aws.request_id", "aws.request.id", "faas.execution");
}

/** The operation of a call, without the service that newer conventions and `aws.remote.operation` may put before it. */
export function callOf(one: OtelSpan): string | null {
  const name = attribute(one, "rpc.method", "db.operation.name", "db.operation", "aws.remote.operation");
  const last = name?.split(/[/.]/).at(-1) ?? null;
  return last === "" ? null : last;
}

function requestOf(one: OtelSpan): JsonObject {
  const request: Record<string, string> = {};
  for (const [field, ...names] of [
    ["method", "http.request.method", "http.method"],
    ["url", "url.full", "http.url"],
    ["user_agent", "user_agent.original", "http.user_agent"],
    ["client_ip", "client.address", "http.client_ip"],
  ] as const) {
    const value = attribute(one, ...names);
    if (value !== null) request[field] = value;
  }
  const path = attribute(one, "url.path", "http.target");
  if (request["url"] === undefined && path !== null) request["url"] = `http://host${path}`;
  return request;
}

function statusOf({ attributes }: OtelSpan): JsonObject {
  const status = numberAt(attributes, "http.response.status_code") ?? numberAt(attributes, "http.status_code");
  return status === null ? {} : { status };
}
