import type { RecordedSpan, Value } from "../../traces/span.ts";
import { arn } from "../../world/aws-account.ts";
import type { StoryIds } from "../story.ts";

interface Told {
  readonly kind: RecordedSpan["kind"];
  readonly name: string;
  /** Where in the list its parent stands; null: it is the first. */
  readonly parent: number | null;
  /** Milliseconds after the request came in. */
  readonly at: number;
  readonly service: string;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly error?: string;
}

/**
 * What the one ride that is worth tracing leaves behind where every function exports spans, with the instrumentations of
 * OpenTelemetry for Lambda and for the AWS SDK: the same invocations under the same ids as in the logs. `from`: when the
 * request came in, epoch ms.
 */
export function rideSpans({ trace, invocations, notifications, messages }: StoryIds, from: number): RecordedSpan[] {
  const invoked = (service: string, attributes: Readonly<Record<string, Value>> = {}) => ({
    kind: "server" as const,
    name: service,
    service,
    attributes: {
      "faas.invocation_id": invocations[service] ?? "",
      "cloud.resource_id": arn("lambda", `function:${service}`),
      ...attributes,
    },
  });
  const called = (service: string, api: string, operation: string, attributes: Readonly<Record<string, Value>>) => ({
    kind: "client" as const,
    name: `${api}.${operation}`,
    service,
    attributes: { "rpc.system": "aws-api", "rpc.service": api, "rpc.method": operation, ...attributes },
  });
  const lost = "the ride has no id";
  const social = { parent: 5, error: lost };
  const told: Told[] = [
    {
      ...invoked("ride-service", {
        "http.request.method": "POST",
        "http.route": "/rides",
        "url.path": "/rides",
        "http.response.status_code": 202,
        "user_agent.original": "Rides/8.4.0 (com.example.rides; build:2210; iOS 26.1.0) Alamofire/5.10.2",
      }),
      parent: null,
      at: 0,
    },
    { ...called("ride-service", "EventBridge", "PutEvents", {}), parent: 0, at: 20 },
    { ...invoked("dispatch"), parent: 1, at: 200 },
    { ...called("dispatch", "DynamoDB", "PutItem", { "aws.dynamodb.table_names": ["rides"] }), parent: 2, at: 210 },
    {
      ...called("dispatch", "SNS", "Publish", {
        "aws.sns.topic.arn": arn("sns", "driver-alerts"),
        "messaging.message.id": notifications["driver-alerts"] ?? "",
      }),
      kind: "producer",
      parent: 2,
      at: 220,
    },
    { ...called("dispatch", "EventBridge", "PutEvents", {}), parent: 2, at: 240 },
    { ...invoked("pricing"), parent: 1, at: 205 },
    { ...called("pricing", "DynamoDB", "GetItem", { "aws.dynamodb.table_names": ["fares"] }), parent: 6, at: 215 },
    { ...invoked("post-to-social"), ...social, at: 400 },
    { ...invoked("post-to-social"), ...social, at: 60_400 },
    { ...invoked("post-to-social"), ...social, at: 180_400 },
    {
      ...invoked("notify-driver", {
        "messaging.system": "aws_sqs",
        "messaging.message.id": messages["driver-alerts"] ?? "",
      }),
      kind: "consumer",
      parent: 4,
      at: 300,
    },
  ];
  const traceId = trace.replace(/^1-|-/g, "");
  const spanId = (place: number): string => `${traceId.slice(0, 14)}${(place + 1).toString(16).padStart(2, "0")}`;
  return told.map(({ at, parent, error = null, ...span }, place) => ({
    ...span,
    traceId,
    spanId: spanId(place),
    parentSpanId: parent === null ? null : spanId(parent),
    start: (from + at) * 1000,
    durationMicros: 8000,
    error,
  }));
}
