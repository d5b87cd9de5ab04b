import type { RecordedSpan } from "../../sandbox/traces/span.ts";
import type { Held } from "../contracts/source.ts";

/** The trace of a request, in X-Ray's form. */
export function traceIdOf(n: number): string {
  return `1-6742f0a1-7${n.toString(16).padStart(23, "0")}`;
}

/** What a service exported of a request: that it was asked, and what it did in a database. */
export function recordedRequest({ n, atMs, failed }: Held): RecordedSpan[] {
  const traceId = traceIdOf(n).replace(/^1-|-/g, "");
  const spanId = (part: number): string => `9${(n * 2 + part).toString(16).padStart(15, "0")}`;
  const error = failed ? "no such product" : null;
  const start = atMs * 1000;
  return [
    {
      traceId,
      spanId: spanId(0),
      parentSpanId: null,
      name: "POST /checkout",
      kind: "server",
      start,
      durationMicros: 80_000,
      service: "checkout",
      attributes: {
        "http.request.method": "POST",
        "http.route": "/checkout",
        "http.response.status_code": failed ? 500 : 200,
        "faas.invocation_id": invocationIdOf(n),
      },
      error,
    },
    {
      traceId,
      spanId: spanId(1),
      parentSpanId: spanId(0),
      name: "products",
      kind: "client",
      start: start + 10_000,
      durationMicros: 20_000,
      service: "checkout",
      attributes: { "rpc.system": "aws-api", "rpc.service": "DynamoDB", "rpc.method": "GetItem" },
      error,
    },
  ];
}

/** The id of its invocation: searched for as an attribute. */
export function invocationIdOf(n: number): string {
  return `5d1b9f0e-7c3a-4e2b-8f10-${n.toString(16).padStart(12, "0")}`;
}
