import type { Key } from "../key.ts";
import { plainName } from "../services/arn.ts";
import { http } from "../services/http.ts";
import { lambda } from "../services/lambda.ts";
import { other } from "../services/other.ts";
import { plainService } from "../services/plain-service.ts";
import type { Service } from "../services/service.ts";
import type { Arrival, ServiceName, SpanKind } from "../span.ts";
import { calledService, recordedService } from "./named-service.ts";
import { attribute, type OtelSpan } from "./otel.ts";
import { calledRequest, callOf, segmentOf } from "./otel-segment.ts";

/** What a span is an operation on. */
export interface OtelTarget {
  readonly service: ServiceName;
  readonly resource: string | null;
  readonly operation: string;
  readonly requestId: string | null;
  readonly keys: readonly Key[];
  /** Which side of the operation it records, where the service says so, and how a request came in there. */
  readonly kind?: SpanKind;
  readonly arrival?: Arrival;
}

/** Which service and which resource a span is about, by the conventions of OpenTelemetry, old and new. */
export function otelTarget(one: OtelSpan): OtelTarget {
  const inbound = one.kind === "server" || one.kind === "consumer" || one.kind === "internal";
  return inbound ? (segment(one) ?? invocation(one) ?? program(one)) : (awsCall(one) ?? peer(one));
}

/** What CloudWatch made of a segment of X-Ray says which one: `aws.xray.origin`. */
function segment(one: OtelSpan): OtelTarget | null {
  const origin = attribute(one, "aws.xray.origin");
  const known = origin === null ? null : recordedService(origin);
  if (known === null || origin === null || known.service.name === plainService.name) return null;
  const { service, names } = known;
  const made = segmentOf(one, false);
  const arrival = names.arrival?.(made);
  const route = attribute(one, "http.route");
  return {
    service: service.name,
    resource: names.resource(made),
    operation: names.operation?.(made) ?? one.name,
    requestId: attribute(one, "aws.request_id", "aws.request.id", "faas.invocation_id"),
    keys: names.keys?.(made) ?? [],
    kind: names.inside?.includes(origin) ? "internal" : "server",
    ...(arrival === undefined ? {} : { arrival: { ...arrival, route } }),
  };
}

/** https://opentelemetry.io/docs/specs/semconv/faas/aws-lambda/ */
function invocation(one: OtelSpan): OtelTarget | null {
  const id = attribute(one, "faas.invocation_id", "faas.execution");
  if (id === null && attribute(one, "cloud.platform") !== "aws_lambda") return null;
  const name = attribute(one, "faas.name", "cloud.resource_id", "aws.lambda.invoked_arn", "service.name");
  return {
    service: lambda.name,
    resource: name === null ? null : plainName(name),
    operation: "Invoke",
    requestId: id,
    keys: [
      ...(id === null
        ? []
        : [{ kind: "lambda-request", value: id, role: "self", path: "faas.invocation_id" } as const]),
      ...messagesReceived(one),
    ],
  };
}

function program(one: OtelSpan): OtelTarget {
  const method = attribute(one, "http.request.method", "http.method");
  const route = attribute(one, "http.route");
  return {
    service: plainService.name,
    resource: attribute(one, "service.name", "aws.local.service"),
    operation: method !== null && route !== null ? `${method} ${route}` : one.name,
    requestId: null,
    keys: messagesReceived(one),
  };
}

/** The message that a consumer works on, under the id that its sender was told. */
function messagesReceived(one: OtelSpan): Key[] {
  return one.kind === "consumer" ? messageKeys(one, "received") : [];
}

function messageKeys(one: OtelSpan, ...roles: readonly Key["role"][]): Key[] {
  const known = calledService(attribute(one, "messaging.system") ?? "");
  const path = "messaging.message.id";
  if (known?.names.keys !== undefined) {
    const own = known.names.keys(segmentOf(one, true)).filter(({ role }) => role === "sent");
    return roles.flatMap((role) => own.map((key): Key => ({ ...key, role, path })));
  }
  const place = placeInLog(one);
  return place === null
    ? []
    : roles.map((role): Key => ({ kind: "external", value: place, role, path: "topic, partition, offset" }));
}

/** Of a log such as Kafka's the place is the id, as the events of Lambda's pollers have it. */
function placeInLog(one: OtelSpan): string | null {
  const topic = attribute(one, "messaging.destination.name", "messaging.destination");
  const partition = attribute(one, "messaging.destination.partition.id", "messaging.kafka.partition");
  const offset = attribute(one, "messaging.kafka.offset", "messaging.kafka.message.offset");
  return topic === null || partition === null || offset === null ? null : `${topic}-${partition}@${offset}`;
}

const CALLS = ["rpc.service", "messaging.system", "db.system.name", "db.system", "aws.remote.service"];

function awsCall(one: OtelSpan): OtelTarget | null {
  // A service of another kind of call may have the name of one of Amazon's: `email`, `scheduler`.
  if (!/^aws/.test(attribute(one, "rpc.system.name", "rpc.system") ?? "aws")) return null;
  // New conventions put the service before the method: `DynamoDB/PutItem`.
  const method = attribute(one, "rpc.method") ?? "";
  const named = CALLS.map((name) => attribute(one, name) ?? "");
  const known = [...named, method.split(/[/.]/)[0] ?? ""].map(calledService).find((found) => found !== null);
  if (known === undefined) return null;
  const { service, names } = known;
  const made = segmentOf(one, true);
  const requestId = calledRequest(one);
  const keys = names.keys?.(made) ?? [];
  const resource = names.resource(made) ?? attribute(one, "messaging.destination.name", "messaging.destination");
  return {
    service: service.name,
    resource: resource === null ? null : plainName(resource),
    operation: callOf(one) ?? attribute(one, "messaging.operation.name", "messaging.operation") ?? one.name,
    requestId,
    keys: [
      ...keys,
      ...(keys.some(({ value }) => value === requestId) ? [] : requestKeys(requestId)),
      ...logKeys(one, service),
    ],
  };
}

/** A call's own id, unless it is the id of what the call began as well. */
function requestKeys(value: string | null): Key[] {
  return value === null ? [] : [{ kind: "aws-request", value, role: "self", path: "aws.request_id" }];
}

function logKeys(one: OtelSpan, { xray }: Service): Key[] {
  return xray?.keys === undefined ? messageKeys(one, "self", "sent") : [];
}

/** Another program of ours by its name, a host, or a database: `peer.service` is what its own spans are named by. */
function peer(one: OtelSpan): OtelTarget {
  const service = attribute(one, "service.peer.name", "peer.service");
  const method = attribute(one, "http.request.method", "http.method");
  const url = attribute(one, "url.full", "http.url") ?? "";
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const none = { requestId: null, keys: [] };
  if (service !== null) return { service: plainService.name, resource: service, operation: one.name, ...none };
  const host = parsed?.host ?? attribute(one, "server.address", "net.peer.name", "http.host");
  if (method !== null || parsed !== null) {
    const path = parsed?.pathname ?? attribute(one, "url.path", "http.target")?.split("?")[0] ?? "";
    return { service: http.name, resource: host, operation: `${method ?? "GET"} ${path}`.trim(), ...none };
  }
  return { ...system(one, host), ...none };
}

/** A database, a broker or a program that is called in another way: under its own name rather than its machine's. */
function system(one: OtelSpan, host: string | null): Pick<OtelTarget, "service" | "resource" | "operation"> {
  const database = attribute(one, "db.system.name", "db.system", "db.type");
  const broker = attribute(one, "messaging.system");
  const rpc = attribute(one, "rpc.service") ?? rpcService(attribute(one, "rpc.method"));
  const named =
    database !== null
      ? attribute(one, "db.namespace", "db.name", "db.instance")
      : attribute(one, "messaging.destination.name", "messaging.destination");
  const aws = attribute(one, "rpc.system.name", "rpc.system") === "aws-api";
  const resource = named ?? rpc ?? host ?? database ?? broker ?? attribute(one, "aws.remote.service");
  return {
    service: aws ? other.name : plainService.name,
    resource,
    operation: attribute(one, "db.operation.name", "db.operation") ?? callOf(one) ?? one.name,
  };
}

function rpcService(method: string | null): string | null {
  return method?.includes("/") ? (method.split("/")[0] ?? null) : null;
}
