import type { Attributes, RecordedSpan, SpanContext } from "../../traces/span.ts";
import { type Json, objectOf } from "../json.ts";
import { eventIdOf, messagesIn } from "./carried.ts";
import type { Spans } from "./spans.ts";

/** What the span of an invocation says of the event that it was handed. */
export interface Triggered {
  readonly name: string | null;
  readonly kind: RecordedSpan["kind"];
  readonly attributes: Attributes;
  /** Whose call it answers, or, in a batch, whose messages it works on. */
  readonly parent: SpanContext | null;
  readonly links: readonly SpanContext[];
}

/** https://opentelemetry.io/docs/specs/semconv/faas/aws-lambda/ */
export function triggeredBy(event: Json, spans: Spans): Triggered {
  const { requestContext, Records, source } = objectOf(event);
  const none = { name: null, kind: "server", parent: null, links: [] } as const;
  if (requestContext !== undefined) return { ...none, ...http(event) };
  const messages = messagesIn(event);
  const [first] = Array.isArray(Records) ? Records : [];
  if (objectOf(first)["eventSource"] === "aws:sqs") {
    const queue = String(objectOf(first)["eventSourceARN"]).split(":").at(-1) ?? "";
    const links = messages.flatMap(({ sentAs }) => spans.senderOf(sentAs) ?? []);
    const [one] = messages;
    return {
      ...none,
      name: `${queue} process`,
      kind: "consumer",
      links,
      attributes: {
        "faas.trigger": "pubsub",
        "messaging.system": "aws_sqs",
        "messaging.operation.type": "process",
        "messaging.operation.name": "process",
        "messaging.destination.name": queue,
        ...(messages.length === 1 && one !== undefined
          ? { "messaging.message.id": one.id }
          : { "messaging.batch.message_count": messages.length }),
      },
    };
  }
  if (source === "aws.events") return { ...none, attributes: { "faas.trigger": "timer" } };
  const id = eventIdOf(event);
  const sentAs = id === null ? messages.flatMap((message) => message.sentAs) : [id];
  const trigger = objectOf(first)["eventSource"] === "aws:s3" ? "datasource" : "pubsub";
  return { ...none, parent: spans.senderOf(sentAs), attributes: { "faas.trigger": trigger } };
}

/** Payloads of both versions: that of HTTP APIs, and that of REST APIs. */
function http(event: Json): Pick<Triggered, "name" | "attributes"> {
  const { requestContext, headers, rawPath, path, httpMethod, resource, routeKey } = objectOf(event);
  const { http: called, identity, domainName } = objectOf(requestContext);
  const client = { ...objectOf(identity), ...objectOf(called) };
  const method = String(httpMethod ?? client["method"]);
  const route = typeof resource === "string" ? resource : String(routeKey).split(" ").at(-1);
  const text = (name: string, value: Json | undefined): Attributes =>
    typeof value === "string" ? { [name]: value } : {};
  return {
    name: `${method} ${route}`,
    attributes: {
      "faas.trigger": "http",
      "http.request.method": method,
      "url.scheme": "https",
      ...text("http.route", route),
      ...text("url.path", rawPath ?? path),
      ...text("server.address", domainName),
      ...text("client.address", client["sourceIp"]),
      ...text("user_agent.original", client["userAgent"] ?? objectOf(headers)["user-agent"]),
    },
  };
}
