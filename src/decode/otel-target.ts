import type { Key, KeyKind } from "../key.ts";
import { http } from "../services/http.ts";
import { lambda } from "../services/lambda.ts";
import { other } from "../services/other.ts";
import { plainService } from "../services/plain-service.ts";
import { SERVICES } from "../services/table.ts";
import type { ServiceName } from "../span.ts";
import { attribute, type OtelSpan } from "./otel.ts";

/** What a span is an operation on. */
export interface OtelTarget {
  readonly service: ServiceName;
  readonly resource: string | null;
  readonly operation: string;
  readonly requestId: string | null;
  readonly keys: readonly Key[];
}

const RESOURCES = [
  "aws.dynamodb.table_names",
  "aws.s3.bucket",
  "aws.sqs.queue.url",
  "aws.sns.topic.arn",
  "aws.kinesis.stream_name",
  "aws.kinesis.stream.name",
  "aws.step_functions.state_machine.arn",
  "faas.invoked_name",
  "messaging.destination.name",
  "messaging.destination",
  "aws.remote.resource.identifier",
  "db.collection.name",
];
const MESSAGING: ReadonlyMap<string, KeyKind> = new Map([
  ["sqs", "sqs-message"],
  ["sns", "sns-message"],
]);

/** Which service and which resource a span is about, by the conventions of OpenTelemetry, old and new. */
export function otelTarget(one: OtelSpan): OtelTarget {
  const inbound = one.kind === "server" || one.kind === "consumer" || one.kind === "internal";
  return inbound ? (invocation(one) ?? program(one)) : (awsCall(one) ?? peer(one));
}

/** https://opentelemetry.io/docs/specs/semconv/faas/aws-lambda/ */
function invocation(one: OtelSpan): OtelTarget | null {
  const id = attribute(one, "faas.invocation_id", "faas.execution");
  const platform = attribute(one, "cloud.platform");
  if (id === null && platform !== "aws_lambda") return null;
  if (one.kind === "internal") return null;
  return {
    service: lambda.name,
    resource: attribute(one, "faas.name", "service.name"),
    operation: "Invoke",
    requestId: id,
    keys: id === null ? [] : [{ kind: "lambda-request", value: id, role: "self", path: "faas.invocation_id" }],
  };
}

function program(one: OtelSpan): OtelTarget {
  const method = attribute(one, "http.request.method", "http.method");
  const route = attribute(one, "http.route");
  return {
    service: plainService.name,
    resource: attribute(one, "service.name"),
    operation: method !== null && route !== null ? `${method} ${route}` : one.name,
    requestId: null,
    keys: [],
  };
}

function awsCall(one: OtelSpan): OtelTarget | null {
  const named = attribute(one, "rpc.service", "messaging.system", "db.system.name", "db.system") ?? "";
  const name = named.toLowerCase().replace(/^(aws|amazon)[._:\s]*/, "");
  const known = SERVICES.find(({ xray }) => xray?.calls.includes(name));
  if (known === undefined) return null;
  const requestId = attribute(one, "aws.request_id", "aws.request.id");
  return {
    service: known.name,
    resource: attribute(one, ...RESOURCES),
    operation: attribute(one, "rpc.method", "db.operation.name", "db.operation") ?? one.name,
    requestId,
    keys: [...requestKeys(known.name, requestId), ...messageKeys(one, name)],
  };
}

/** The id of an Invoke is that of the invocation which it began. */
function requestKeys(service: ServiceName, value: string | null): Key[] {
  if (value === null) return [];
  const kind = service === lambda.name ? "lambda-request" : "aws-request";
  return [{ kind, value, role: "self", path: "aws.request_id" }];
}

function messageKeys(one: OtelSpan, name: string): Key[] {
  const value = attribute(one, "messaging.message.id", "messaging.message_id");
  const kind = MESSAGING.get(name);
  if (value === null || kind === undefined) return [];
  const path = "messaging.message.id";
  return [
    { kind, value, role: "self", path },
    { kind, value, role: "sent", path },
  ];
}

/** Another program of ours by its name, else a host: `peer.service` is what its own spans are named by. */
function peer(one: OtelSpan): OtelTarget {
  const service = attribute(one, "service.peer.name", "peer.service");
  const method = attribute(one, "http.request.method", "http.method");
  const url = attribute(one, "url.full", "http.url") ?? "";
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const none = { requestId: null, keys: [] };
  if (service !== null) return { service: plainService.name, resource: service, operation: one.name, ...none };
  const host = parsed?.host ?? attribute(one, "server.address", "net.peer.name", "http.host");
  if (method !== null || parsed !== null)
    return {
      service: http.name,
      resource: host,
      operation: `${method ?? "GET"} ${parsed?.pathname ?? ""}`.trim(),
      ...none,
    };
  const system = attribute(one, "db.system.name", "db.system", "messaging.system", "rpc.system.name", "rpc.system");
  const resource = attribute(one, "db.namespace", "db.name", "messaging.destination.name") ?? host ?? system;
  return { service: other.name, resource, operation: one.name, ...none };
}
