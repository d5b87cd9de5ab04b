import assert from "node:assert/strict";
import { test } from "node:test";
import { type JsonObject, objectAt } from "../../src/json.ts";
import { apigatewayHttp } from "../../src/services/apigateway-http.ts";
import { httpApiEvent } from "./http-api-event.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31, 5, 150);
const REQUEST = { requestId: "JKJaXmPLvHcESHA=", at: AT, trace: "1-5759e988-bd862e3fe1be46a994272793" };

test("a request tells its id, its route, its moment and its trace", () => {
  const event = httpApiEvent({ ...REQUEST, routeKey: "GET /rides/{rideId}", path: "/rides/ride_1" });
  const [item] = received(event).items;
  assert.deepEqual(
    [item?.operation, item?.resource, item?.account, item?.region, item?.sentAt],
    ["GET /rides/{rideId}", "a1b2c3d4e5", "123456789012", "eu-central-1", AT * 1000],
  );
  assert.deepEqual(item?.ids, [
    { kind: "apigateway-request", value: "JKJaXmPLvHcESHA=", path: "requestContext.requestId" },
  ]);
  assert.deepEqual(
    item?.shared.map(({ kind, value, role }) => [kind, value, role]),
    [["xray-trace", "1-5759e988-bd862e3fe1be46a994272793", "shared"]],
  );
  assert.equal(item?.input, event);
});

test("it is where a transaction begins, for a person on a phone", () => {
  const { arrival } = received(httpApiEvent({ ...REQUEST, sub: "u-1" }));
  assert.deepEqual(arrival, {
    kind: "http",
    method: "POST",
    route: "/checkout",
    path: "/checkout",
    name: null,
    user: { id: "u-1", kind: "person", from: "requestContext.authorizer.jwt.claims.sub" },
    userAgent: "Mozilla/5.0 (iPhone)",
    clientAddress: "203.0.113.7",
    signed: false,
    root: true,
  });
});

for (const routeKey of ["$default", "ANY /{proxy+}"]) {
  test(`${routeKey} names no single operation: the path is told instead of a route`, () => {
    const { arrival, items } = received(httpApiEvent({ ...REQUEST, routeKey, path: "/rides/7" }));
    assert.equal(arrival.route, null);
    assert.equal(arrival.path, "/rides/7");
    assert.match(items[0]?.operation ?? "", / \/rides\/7$/);
  });
}

const IDENTITIES: readonly (readonly [what: string, authorizer: JsonObject, user: unknown, signed: boolean])[] = [
  [
    "a token's subject before its e-mail",
    { jwt: { claims: { email: "a@b.c", sub: "u-1" } } },
    ["u-1", "person"],
    false,
  ],
  ["an e-mail where there is no subject", { jwt: { claims: { email: "a@b.c" } } }, ["a@b.c", "person"], false],
  ["a client's own token", { jwt: { claims: { client_id: "partner" } } }, ["partner", "machine"], false],
  ["what a function that authorizes says", { lambda: { userId: "u-2" } }, ["u-2", "person"], false],
  [
    "a role that signed",
    { iam: { userArn: "arn:aws:sts::1:assumed-role/x" } },
    ["arn:aws:sts::1:assumed-role/x", "machine"],
    true,
  ],
  [
    "a person behind a signature",
    { iam: { userArn: "arn:aws:sts::1:assumed-role/x", cognitoIdentity: { identityId: "eu:1" } } },
    ["eu:1", "person"],
    false,
  ],
  ["nobody", {}, null, false],
];

for (const [what, authorizer, user, signed] of IDENTITIES) {
  test(`who sent it: ${what}`, () => {
    const { arrival } = received(httpApiEvent({ ...REQUEST, authorizer }));
    assert.deepEqual(arrival.user === null ? null : [arrival.user.id, arrival.user.kind], user);
    assert.equal(arrival.signed, signed);
  });
}

test("a function URL has the same shape and is no API", () => {
  const event = httpApiEvent(REQUEST);
  const context = { ...objectAt(event, "requestContext"), domainName: "abc.lambda-url.eu-central-1.on.aws" };
  assert.equal(apigatewayHttp.received?.({ ...event, requestContext: context }), null);
});

test("a throttled function is an error to the API's caller", () => {
  assert.equal(apigatewayHttp.throughCallee?.("throttled"), "error");
  assert.equal(apigatewayHttp.throughCallee?.("timeout"), "timeout");
  assert.equal(apigatewayHttp.throughCallee?.("ok"), "ok");
});

function received(event: JsonObject) {
  const found = apigatewayHttp.received?.(event);
  assert.ok(found);
  return found;
}
