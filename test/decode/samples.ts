import { gzipSync } from "node:zlib";
import type { Json } from "../../src/json.ts";
import type { Chunk } from "../../src/record.ts";
import { logChunk } from "./log-chunk.ts";
import { message } from "./protobuf-bytes.ts";
import { traceChunk } from "./trace-chunk.ts";

const ID = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const TRACE = "5759e988bd862e3fe1be46a994272793";
const XRAY = "1-5759e988-bd862e3fe1be46a994272793";
const TIME = "22/Nov/2026:02:31:04 +0000";

const span = {
  ...{ traceId: TRACE, spanId: "00f067aa0ba902b7", parentSpanId: "00f067aa0ba902b8", name: "POST /rides", kind: 2 },
  ...{ startTimeUnixNano: "1763778665000000000", endTimeUnixNano: "1763778665250000000", status: { code: 2 } },
  attributes: [{ key: "http.response.status_code", value: { intValue: "502" } }],
  events: [
    {
      name: "exception",
      timeUnixNano: "1763778665100000000",
      attributes: [{ key: "exception.type", value: { stringValue: "E" } }],
    },
  ],
};
const resource = { attributes: [{ key: "service.name", value: { stringValue: "web" } }] };
const exported = { resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] };
const packed = message([
  1,
  message([
    2,
    message([
      2,
      message(
        [1, Buffer.from(TRACE, "hex")],
        [2, Buffer.from("00f067aa0ba902b7", "hex")],
        [5, "POST /rides"],
        [7, { fixed64: 1763778665000000000n }],
        [9, message([1, "user.id"], [2, message([1, "u-7"])])],
      ),
    ]),
  ]),
]);

/** What a source of traces may answer, by the name of the file that decodes it. */
const DOCUMENTS: Readonly<Record<string, readonly [Chunk["format"], Json]>> = {
  xray: [
    "xray",
    {
      ...{ id: "00f067aa0ba902b7", trace_id: XRAY, start_time: 1763778665.25, end_time: 1763778666, name: "f" },
      ...{ origin: "AWS::Lambda::Function", fault: true, annotations: { userId: "u-7" }, user: "u-7" },
      cause: { exceptions: [{ id: "1", type: "E", message: "no", stack: [{ path: "a", line: 1, label: "f" }] }] },
      subsegments: [{ id: "00f067aa0ba902b8", name: "SQS", namespace: "aws", start_time: 1, aws: { retries: 2 } }],
    },
  ],
  "otlp-json": ["otlp-json", exported],
  "jaeger-json": [
    "jaeger-json",
    {
      data: [
        {
          traceID: "a1",
          spans: [
            {
              ...{ traceID: "a1", spanID: "b1", operationName: "get", startTime: 1763778665000000, duration: 25 },
              references: [{ refType: "CHILD_OF", traceID: "a1", spanID: "c1" }],
              tags: [{ key: "span.kind", value: "server" }],
              logs: [{ timestamp: 1763778665000001, fields: [{ key: "event", value: "miss" }] }],
              processID: "p1",
            },
          ],
          processes: { p1: { serviceName: "web" } },
        },
      ],
    },
  ],
  "zipkin-json": [
    "zipkin-json",
    [
      {
        ...{ traceId: "a1", id: "b1", kind: "SERVER", timestamp: 1763778665000000, duration: 25 },
        localEndpoint: { serviceName: "web" },
        tags: { error: "no" },
        annotations: [{ timestamp: 1763778665000001, value: "miss" }],
      },
    ],
  ],
};

/** What a line of a log may say, by the name of the file that reads it. */
export const LINES: Readonly<Record<string, string>> = {
  "lambda-platform-text": `REPORT RequestId: ${ID}\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tStatus: error\tError Type: Runtime.Unknown\t\nXRAY TraceId: ${XRAY}\tSegmentId: 53995c3f42cd8ad8\tSampled: true\t`,
  "lambda-platform-json": JSON.stringify({
    time: "2026-11-22T02:31:05.150Z",
    type: "platform.report",
    record: { requestId: ID, status: "error", errorType: "E", metrics: { durationMs: 12.5, maxMemoryUsedMB: 90 } },
  }),
  "lambda-node-text": `2026-11-22T02:31:05.150Z\t${ID}\tERROR\tInvoke Error \t{"errorType":"Boom","errorMessage":"no","stack":["Boom: no","    at f (/var/task/index.js:1:2)"]}`,
  "lambda-python-text": `[ERROR] ValueError: no fare\nTraceback (most recent call last):\n  File "/var/task/app.py", line 7, in handler\n    raise ValueError("no fare")`,
  "lambda-java-text": `2026-11-22 02:31:05.150 ${ID} ERROR RideHandler:42 - could not save\njava.lang.IllegalStateException: no fare\n\tat com.rides.Ride.save(Ride.java:7)\nCaused by: java.io.IOException: refused`,
  "lambda-go-text": `time=2026-11-22T02:31:05.150Z level=ERROR msg="could not save" err="no \\"fare\\"" requestId=${ID}`,
  "lambda-ruby-text": `E, [2026-11-22T02:31:05.150000 #8] ERROR -- : RideError: no fare (RideError)`,
  "emf-line": JSON.stringify({
    _aws: { Timestamp: 1763778665150, CloudWatchMetrics: [{ Namespace: "rides", Metrics: [{ Name: "Latency" }] }] },
    Latency: 12.5,
    requestId: ID,
  }),
  "json-line": JSON.stringify({
    ...{
      level: "ERROR",
      message: 'EVENT {"rideId":"r-1"}',
      requestId: ID,
      userId: 7,
      "x-correlation-id": "order-2026-7",
    },
    ...{
      headers: {
        baggage: "user.id=u%2D7;ttl=1,correlation_id=order-2026-7",
        traceparent: `00-${TRACE}-53995c3f42cd8ad8-01`,
      },
    },
    ...{ data: Buffer.from('{"__context__":{"x-correlation-id":"order-2026-8"}}').toString("base64") },
    err: { type: "E", message: "no", stack: "E: no\n    at f (a.js:1:2)" },
  }),
  "plain-line": `${ID} something went wrong: {"rideId": [1, 2]} dd.trace_id=0123456789abcdef`,
  "access-log-json": JSON.stringify({
    ...{ requestId: ID, httpMethod: "GET", resourcePath: "/rides/{id}", status: 502, requestTimeEpoch: 1763778665100 },
    ...{ "authorizer.claims.sub": "u-7", integration: { requestId: ID, status: 500 }, xrayTraceId: XRAY },
  }),
  "access-log-clf": `203.0.113.7 - - [${TIME}] "GET /rides/{id} HTTP/1.1" 502 36 ${ID} JKJaXmPLvHcESHA=`,
  "access-log-csv": `203.0.113.7,-,-,${TIME},GET,/rides/{id},HTTP/1.1,502,36,${ID},JKJaXmPLvHcESHA=`,
  "access-log-xml": `<request id="${ID}"> <ip>203.0.113.7</ip> <user>-</user> <requestTime>${TIME}</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/rides/{id}</resourcePath> <status>502</status> </request>`,
  "aws-span": JSON.stringify({ ...span, attributes: { "aws.xray.origin": "AWS::Lambda", "aws.request.id": ID } }),
  "otlp-stdout": JSON.stringify({
    __otel_otlp_stdout: "1",
    payload: gzipSync(packed).toString("base64"),
    base64: true,
  }),
  "otlp-protobuf": JSON.stringify({ __otel_otlp_stdout: "1", payload: Buffer.from(packed).toString("base64") }),
  "stepfunctions-log": JSON.stringify({
    ...{ id: "2", type: "TaskFailed", previous_event_id: "1", event_timestamp: "1763778665152" },
    ...{ execution_arn: "arn:aws:states:eu-central-1:123456789012:execution:photos:a" },
    details: { error: "E", cause: '{"errorType":"E","errorMessage":"no"}', resource: "invoke", resourceType: "lambda" },
  }),
};

/** The log chunk in which a line stands. Of a group that is no function's, because functions write no access logs. */
export function lineChunk(line: string): Chunk {
  return logChunk({ group: "/rides", stream: "s", lines: [{ at: 1763778665150, message: line }] });
}

/** One small piece of everything that is decoded, by the name of the file that does it. */
export const SAMPLES: Readonly<Record<string, Chunk>> = Object.fromEntries([
  ...Object.entries(DOCUMENTS).map(([name, [format, value]]) => [name, traceChunk(value, format)]),
  ...Object.entries(LINES).map(([name, line]) => [name, lineChunk(line)]),
  ["log-events", lineChunk(Object.values(LINES).join("\n"))],
]);
