import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import { apigatewayRest } from "../../src/services/apigateway-rest.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31, 5, 150);

test("a request tells both of its ids: the extended one no caller can choose", () => {
  const [item] = received({}).items;
  assert.deepEqual(
    item?.ids.map(({ kind, value, path }) => [kind, value, path]),
    [
      ["apigateway-request", "29bb743b-9986-409b-9134-608d86e361bd", "requestContext.requestId"],
      ["apigateway-request", "PIOwGHK4FiAFUpA=", "requestContext.extendedRequestId"],
    ],
  );
  assert.equal(item?.sentAt, AT * 1000);
  assert.equal(item.operation, "POST /rides/{rideId}");
});

test("where both ids are the same there is one", () => {
  assert.equal(received({ extendedRequestId: "29bb743b-9986-409b-9134-608d86e361bd" }).items[0]?.ids.length, 1);
});

const IDENTITIES: readonly (readonly [what: string, context: JsonObject, user: unknown, signed: boolean])[] = [
  ["a pool's subject", { authorizer: { claims: { email: "a@b.c", sub: "u-1" } } }, ["u-1", "person"], false],
  ["a pool's user name", { authorizer: { claims: { "cognito:username": "ana" } } }, ["ana", "person"], false],
  ["an authorizer's principal", { authorizer: { principalId: "p-1" } }, ["p-1", "person"], false],
  [
    "the subject behind a provider, before the identity that stands for it",
    {
      identity: {
        cognitoAuthenticationProvider: "cognito-idp.eu-central-1.amazonaws.com/eu_1,x:CognitoSignIn:u-9",
        cognitoIdentityId: "eu:2",
        userArn: "arn:aws:sts::1:x",
      },
    },
    ["u-9", "person"],
    false,
  ],
  [
    "a provider without a subject says nothing",
    { identity: { cognitoAuthenticationProvider: "graph.example.com", cognitoIdentityId: "eu:2" } },
    ["eu:2", "person"],
    false,
  ],
  [
    "a role that signed",
    { identity: { userArn: "arn:aws:iam::1:user/batch" } },
    ["arn:aws:iam::1:user/batch", "machine"],
    true,
  ],
  ["a certificate", { identity: { clientCert: { subjectDN: "CN=partner" } } }, ["CN=partner", "machine"], false],
  ["an API key is a tenant", { identity: { apiKeyId: "k1" } }, ["k1", "tenant"], false],
  ["nobody", { identity: {} }, null, false],
];

for (const [what, context, user, signed] of IDENTITIES) {
  test(`who sent it: ${what}`, () => {
    const { arrival } = received(context);
    assert.deepEqual(arrival.user === null ? null : [arrival.user.id, arrival.user.kind], user);
    assert.equal(arrival.signed, signed);
  });
}

test("the identity's user agent and address are the client's", () => {
  const { arrival } = received({ identity: { sourceIp: "203.0.113.9", userAgent: "okhttp/4.9" } });
  assert.deepEqual([arrival.userAgent, arrival.clientAddress], ["okhttp/4.9", "203.0.113.9"]);
  assert.equal(received({}).arrival.userAgent, "curl/8");
});

test("a greedy resource names no route", () => {
  const { arrival } = received({}, { resource: "/{proxy+}" });
  assert.equal(arrival.route, null);
  assert.equal(arrival.path, "/rides/ride_1");
});

test("a load balancer's event has the same shape and is no API", () => {
  const event = restEvent({ elb: { targetGroupArn: "arn:aws:elasticloadbalancing:…" } }, {});
  assert.equal(apigatewayRest.received?.(event), null);
});

function received(context: JsonObject, more: JsonObject = {}) {
  const found = apigatewayRest.received?.(restEvent(context, more));
  assert.ok(found);
  return found;
}

function restEvent(context: JsonObject, more: JsonObject): JsonObject {
  return {
    resource: "/rides/{rideId}",
    path: "/rides/ride_1",
    httpMethod: "POST",
    headers: { "User-Agent": "curl/8", "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793" },
    requestContext: {
      accountId: "123456789012",
      apiId: "abc",
      requestId: "29bb743b-9986-409b-9134-608d86e361bd",
      extendedRequestId: "PIOwGHK4FiAFUpA=",
      requestTimeEpoch: AT,
      stage: "prod",
      ...context,
    },
    body: null,
    ...more,
  };
}
