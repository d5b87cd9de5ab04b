import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import type { Span } from "../../src/span.ts";
import { decoded } from "./decoded.ts";
import { logChunk } from "./log-chunk.ts";
import { stitched, treeOf } from "./trace-chunk.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31, 5);
const API = "29bb743b-9986-409b-9134-608d86e361bd";
const EXTENDED = "JKJaXmPLvHcESHA=";
const INVOKED = "de1cf8e1-94bc-4af4-a0f9-c4f9c20919aa";
const TRACE = "1-5759e988-bd862e3fe1be46a994272793";

const LINE: JsonObject = {
  requestId: API,
  extendedRequestId: EXTENDED,
  ip: "203.0.113.7",
  caller: "-",
  user: "-",
  requestTime: "22/Nov/2026:02:31:04 +0000",
  httpMethod: "POST",
  resourcePath: "/rides/{id}",
  path: "/prod/rides/7",
  status: "502",
  protocol: "HTTP/1.1",
  responseLength: "36",
  responseLatency: "120",
  integrationRequestId: INVOKED,
  "error.message": "Internal server error",
  "authorizer.claims.sub": "u-7",
  xrayTraceId: TRACE,
};

test("a line of an access log is the hop of the API as its caller saw it, and no log record", () => {
  const { spans, records, gaps } = decoded(access(JSON.stringify(LINE)));
  const [one] = spans;
  assert.deepEqual([records, gaps], [[], []]);
  assert.deepEqual([one?.service, one?.operation, one?.outcome], ["apigateway", "POST /rides/{id}", "error"]);
  assert.equal(one?.decidedBy, "the access log: status 502");
  assert.equal(one.error?.message, "answered with status 502: Internal server error");
  assert.deepEqual([one.start, one.end], [(AT - 1000) * 1000, (AT - 880) * 1000]);
  assert.deepEqual(one.arrival?.user, { id: "u-7", kind: "person", from: "access log: authorizerclaimssub" });
  assert.deepEqual(
    [one.arrival.route, one.arrival.path, one.arrival.clientAddress],
    ["/rides/{id}", "/prod/rides/7", "203.0.113.7"],
  );
  assert.equal(one.arrival.signed, false);
  assert.equal(one.logs.length, 1);
  assert.deepEqual(
    one.keys.map(({ kind, role, value }) => [kind, role, value]),
    [
      ["apigateway-request", "self", API],
      ["apigateway-request", "sent", API],
      ["apigateway-request", "self", EXTENDED],
      ["apigateway-request", "sent", EXTENDED],
      ["lambda-request", "mentioned", INVOKED],
      ["xray-trace", "shared", TRACE],
    ],
  );
});

test("the access log and the event that the function logged are one hop, of which the access log's status decides", () => {
  const event = {
    resource: "/rides/{id}",
    path: "/rides/7",
    httpMethod: "POST",
    headers: {},
    requestContext: {
      requestId: API,
      extendedRequestId: EXTENDED,
      apiId: "abc",
      identity: {},
      requestTimeEpoch: AT - 1000,
    },
    body: "{}",
  };
  const lines = [
    { at: AT, message: `START RequestId: ${INVOKED} Version: 3` },
    { at: AT + 1, message: `2026-11-22T02:31:05.001Z\t${INVOKED}\tINFO\tEVENT ${JSON.stringify(event)}` },
    { at: AT + 9, message: `END RequestId: ${INVOKED}` },
  ];
  const [transaction, ...others] = stitched(access(JSON.stringify(LINE)), invocation(lines));
  assert.deepEqual(others, []);
  assert.ok(transaction);
  assert.deepEqual(treeOf(transaction), ["apigateway abc", "lambda checkout < 0 exact"]);
  assert.deepEqual(
    [transaction.hops[0]?.outcome, transaction.hops[0]?.decidedBy],
    ["error", "the access log: status 502"],
  );
});

for (const name of ["integrationRequestId", "integration.requestId", "awsEndpointRequestId"]) {
  test(`an invocation that did not log its event follows from the API by ${name}`, () => {
    const { integrationRequestId: _, ...line } = LINE;
    const lines = [
      { at: AT, message: `START RequestId: ${INVOKED} Version: 3` },
      { at: AT + 9, message: `END RequestId: ${INVOKED}` },
    ];
    const [transaction, ...others] = stitched(access(JSON.stringify({ ...line, [name]: INVOKED })), invocation(lines));
    assert.deepEqual(others, []);
    assert.ok(transaction);
    assert.deepEqual(treeOf(transaction), ["apigateway null", "lambda checkout < 0 exact"]);
  });
}

test("the Common Log Format is read as well, with the ids of the request at its end", () => {
  const clf = `203.0.113.7 - - [22/Nov/2026:03:31:04 +0100]"GET /rides/{id} HTTP/1.1" 504 36 ${API} ${EXTENDED}`;
  const [one] = decoded(access(clf)).spans;
  assert.deepEqual([one?.operation, one?.outcome, one?.start], ["GET /rides/{id}", "timeout", (AT - 1000) * 1000]);
  assert.deepEqual(
    one?.keys.filter(({ role }) => role === "self").map(({ value }) => value),
    [API, EXTENDED],
  );
  assert.equal(one.arrival?.signed, false);
  assert.equal(
    decoded(access(`203.0.113.7 - arn:x [22/Nov/2026:02:31:04 +0000] "GET / HTTP/1.1" 200 0 ${API}`)).spans[0]?.arrival
      ?.path,
    "/",
  );
});

const TIME = "22/Nov/2026:02:31:04 +0000";

/** The same requests in every format that API Gateway's console offers, for its three kinds of API. */
const PRESETS: readonly (readonly [what: string, line: string, operation: string, ids: readonly string[]])[] = [
  [
    "a REST API in XML",
    `<request id="${API}"> <extendedRequestId>${EXTENDED}</extendedRequestId> <ip>203.0.113.7</ip> <caller>-</caller> <user>-</user> <requestTime>${TIME}</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/rides/{id}</resourcePath> <status>502</status> <protocol>HTTP/1.1</protocol> <responseLength>36</responseLength> </request>`,
    "GET /rides/{id}",
    [API, EXTENDED],
  ],
  [
    "a REST API in CSV",
    `203.0.113.7,-,-,${TIME},GET,/rides/{id},HTTP/1.1,502,36,${API},${EXTENDED}\n`,
    "GET /rides/{id}",
    [API, EXTENDED],
  ],
  ["a REST API in older CSV", `203.0.113.7,-,-,${TIME},GET,/rides,HTTP/1.1,502,36,${API}`, "GET /rides", [API]],
  [
    "an HTTP API in XML",
    `<request id="${EXTENDED}"><ip>203.0.113.7</ip><requestTime>${TIME}</requestTime><httpMethod>GET</httpMethod><routeKey>GET /rides/{id}</routeKey><status>502</status></request>`,
    "GET /rides/{id}",
    [EXTENDED],
  ],
  [
    "an HTTP API in CSV",
    `203.0.113.7,${TIME},GET,GET /rides/{id},HTTP/1.1,502,36,${EXTENDED},${EXTENDED}`,
    "GET /rides/{id}",
    [EXTENDED],
  ],
  [
    "an HTTP API in the Common Log Format",
    `203.0.113.7 - - [${TIME}] "GET GET /rides/{id} HTTP/1.1" 502 36 ${EXTENDED}`,
    "GET /rides/{id}",
    [EXTENDED],
  ],
  [
    "a WebSocket API in XML",
    `<request id="${EXTENDED}"> <ip>203.0.113.7</ip> <caller>-</caller> <user>-</user> <requestTime>${TIME}</requestTime> <eventType>MESSAGE</eventType> <routeKey>bid</routeKey> <status>502</status> <connectionId>c1=</connectionId> </request>`,
    "bid",
    [EXTENDED],
  ],
  ["a WebSocket API in CSV", `203.0.113.7,-,-,${TIME},MESSAGE,bid,c1=,502,${EXTENDED}`, "bid", [EXTENDED]],
  [
    "a WebSocket API in the Common Log Format",
    `203.0.113.7 - - [${TIME}] "MESSAGE bid c1=" 502 ${EXTENDED}`,
    "bid",
    [EXTENDED],
  ],
  [
    "a WebSocket API in JSON",
    JSON.stringify({
      ...{ requestId: EXTENDED, ip: "203.0.113.7", caller: "-", user: "-", requestTime: TIME },
      ...{ eventType: "MESSAGE", routeKey: "bid", status: "502", connectionId: "c1=" },
    }),
    "bid",
    [EXTENDED],
  ],
];

for (const [what, line, operation, ids] of PRESETS) {
  test(`an access log as the console offers it: ${what}`, () => {
    const { spans, records, gaps } = decoded(access(line));
    assert.deepEqual([spans.length, records.length, gaps], [1, 0, []]);
    const [one] = spans;
    assert.deepEqual([one?.operation, one?.outcome, one?.start], [operation, "error", (AT - 1000) * 1000]);
    assert.deepEqual([one?.arrival?.clientAddress, one?.arrival?.signed], ["203.0.113.7", false]);
    assert.equal(one?.arrival?.kind, what.includes("WebSocket") ? "websocket" : "http");
    assert.deepEqual(
      one?.keys.filter(({ role }) => role === "self").map(({ value }) => value),
      ids,
    );
  });
}

test("who called with AWS credentials is read from every format", () => {
  const arn = "arn:aws:iam::123456789012:user/batch";
  for (const line of [
    `203.0.113.7,AKID,${arn},${TIME},GET,/rides,HTTP/1.1,200,36,${API}`,
    `203.0.113.7 AKID ${arn} [${TIME}] "GET /rides HTTP/1.1" 200 36 ${API}`,
    `<request id="${API}"><caller>AKID</caller><user>${arn}</user><httpMethod>GET</httpMethod><status>200</status></request>`,
  ]) {
    const [one] = decoded(access(line)).spans;
    assert.deepEqual([one?.arrival?.user?.id, one?.arrival?.user?.kind, one?.arrival?.signed], [arn, "machine", true]);
  }
});

for (const line of [
  "203.0.113.7,-,-,today,GET,/rides,HTTP/1.1,502,36,id",
  `203.0.113.7,-,-,${TIME},GET,/rides,HTTP/1.1,done,36,${API}`,
  `203.0.113.7,-,${TIME},GET,/rides,HTTP/1.1,502,36,${API}`,
  `<request id=""><status>502</status></request>`,
  `<request id="${API}"><status>fine</status></request>`,
  `<request id="${API}"> <status>502`,
  `<response id="${API}"><status>502</status></response>`,
  "a,b,c,d,e,f,g,h,i,j",
]) {
  test(`no access log: ${line.slice(0, 60)}`, () => {
    const { spans, records } = decoded(access(line));
    assert.deepEqual([spans.length, records.length], [0, 1]);
  });
}

test("a function that prints what looks like an access log has printed a line", () => {
  const line = `203.0.113.7,-,-,${TIME},GET,/rides,HTTP/1.1,502,36,${API}`;
  const { spans, records } = decoded(invocation([{ at: AT, message: line }]));
  assert.deepEqual([spans.length, records.length], [0, 1]);
});

const REQUESTS: readonly (readonly [what: string, fields: JsonObject, operation: string, outcome: string])[] = [
  ["an HTTP API's route", { requestId: EXTENDED, routeKey: "GET /rides/{id}", status: 200 }, "GET /rides/{id}", "ok"],
  [
    "a route that stands for anything gives way to the path",
    { requestId: EXTENDED, routeKey: "$default", httpMethod: "GET", path: "/a?b=1", status: "404" },
    "GET /a",
    "ok",
  ],
  [
    "a resource that stands for anything as well",
    { request_id: API, http_method: "PUT", resource_path: "/{proxy+}", path: "/a", status: 429 },
    "PUT /a",
    "throttled",
  ],
  [
    "nested names",
    { context: { requestId: API, httpMethod: "GET", path: "/a", status: 200 }, protocol: "HTTP/2" },
    "GET /a",
    "ok",
  ],
  [
    "a request that failed before there was an id of its caller's choice",
    {
      requestId: `${INVOKED}_REPLACED_INVALID_REQUEST_ID`,
      extendedRequestId: EXTENDED,
      httpMethod: "GET",
      status: 500,
    },
    "GET /",
    "error",
  ],
];

for (const [what, fields, operation, outcome] of REQUESTS) {
  test(`an access log: ${what}`, () => {
    const [one] = decoded(access(JSON.stringify(fields))).spans;
    assert.deepEqual([one?.operation, one?.outcome], [operation, outcome]);
    assert.ok(!one?.keys.some(({ value }) => value.endsWith("_REQUEST_ID")));
  });
}

const NONE: readonly (readonly [what: string, group: string, fields: JsonObject])[] = [
  ["a line of a function", "/aws/lambda/checkout", LINE],
  ["a line with a level", "/api/access", { ...LINE, level: "INFO" }],
  ["a line with a message", "/api/access", { ...LINE, message: "served" }],
  ["a line without a status", "/api/access", { requestId: API, httpMethod: "GET" }],
  ["a status that is none", "/api/access", { requestId: API, httpMethod: "GET", status: "done" }],
  ["a line without an id", "/api/access", { httpMethod: "GET", status: 200 }],
];

for (const [what, group, fields] of NONE) {
  test(`no access log: ${what}`, () => {
    const { spans, records } = decoded(
      logChunk({ group, stream: "s", lines: [{ at: AT, message: JSON.stringify(fields) }] }),
    );
    assert.deepEqual([spans.length, records.length], [0, 1]);
  });
}

test("a moment in milliseconds goes before one in seconds, and the moment of the line stands in where there is neither", () => {
  const startOf = (fields: JsonObject): Span["start"] | undefined =>
    decoded(access(JSON.stringify({ requestId: API, httpMethod: "GET", status: 200, ...fields }))).spans[0]?.start;
  assert.equal(startOf({ requestTimeEpoch: AT - 123, requestTime: "22/Nov/2026:02:31:04 +0000" }), (AT - 123) * 1000);
  assert.equal(startOf({ requestTime: "yesterday" }), AT * 1000);
});

function access(message: string): ReturnType<typeof logChunk> {
  return logChunk({ group: "/api/access", stream: "s", lines: [{ at: AT, message }] });
}

function invocation(lines: readonly { at: number; message: string }[]): ReturnType<typeof logChunk> {
  return logChunk({ group: "/aws/lambda/checkout", stream: "2026/11/22/[1]ab", lines });
}
