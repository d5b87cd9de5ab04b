import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import {
  AT,
  albEvent,
  appsyncEvent,
  cognitoEvent,
  functionUrlEvent,
  iotConnection,
  latticeEvent,
  objectLambdaEvent,
  restEvent,
  s3Event,
  websocketEvent,
} from "./handed-events.ts";
import { httpApiEvent } from "./http-api-event.ts";
import { receivedBy, userOf } from "./received-by.ts";

const api = (authorizer: JsonObject): JsonObject => httpApiEvent({ requestId: "JKJaXmPLvHcESHA=", at: AT, authorizer });
const claims = (one: JsonObject): JsonObject => api({ jwt: { claims: one, scopes: null } });
const asked = (one: JsonObject): JsonObject => api({ lambda: one });
const ROLE = "arn:aws:sts::123456789012:assumed-role/ops/x";
const COGNITO = "eu-central-1:3f291106-8703-466b-8f2b-3ecee1ca56ce";

/** Who it is, in the order of trust: a better place goes before a worse one that is there too. */
const WHO: readonly (readonly [what: string, event: JsonObject, who: string | null])[] = [
  [
    "a token's subject",
    claims({ sub: "u1", username: "ada", email: "a@b.c", client_id: "app" }),
    "person u1 (requestContext.authorizer.jwt.claims.sub)",
  ],
  [
    "a token that names a user and no subject",
    claims({ username: "ada", client_id: "app" }),
    "person ada (requestContext.authorizer.jwt.claims.username)",
  ],
  [
    "a pool's own name for a user",
    claims({ "cognito:username": "ada" }),
    "person ada (requestContext.authorizer.jwt.claims.cognito:username)",
  ],
  [
    "a token with an address alone",
    claims({ email: "a@b.c" }),
    "person a@b.c (requestContext.authorizer.jwt.claims.email)",
  ],
  ["a program's token", claims({ client_id: "app" }), "machine app (requestContext.authorizer.jwt.claims.client_id)"],
  ["a token that names nobody", claims({ claim1: "x" }), null],
  [
    "what a team's own authorizer says",
    asked({ userId: "u1", tenantId: "t1" }),
    "person u1 (requestContext.authorizer.lambda.userId)",
  ],
  ["a customer", asked({ customer_id: "c1" }), "person c1 (requestContext.authorizer.lambda.customer_id)"],
  ["a tenant alone", asked({ tenantId: "t1" }), "tenant t1 (requestContext.authorizer.lambda.tenantId)"],
  ["an authorizer that says something else", asked({ plan: "gold" }), null],
  [
    "a signed request of somebody who signed in",
    api({ iam: { cognitoIdentity: { identityId: COGNITO }, userArn: ROLE } }),
    `person ${COGNITO} (requestContext.authorizer.iam.cognitoIdentity.identityId)`,
  ],
  [
    "a signed request of a program",
    api({ iam: { userArn: ROLE, userId: "AROA:x" } }),
    `machine ${ROLE} (requestContext.authorizer.iam.userArn)`,
  ],
  [
    "a signature that tells an id alone",
    api({ iam: { userId: "AROA:x" } }),
    "machine AROA:x (requestContext.authorizer.iam.userId)",
  ],
  [
    "a REST API's token",
    restEvent({ authorizer: { claims: { sub: "u1", email: "a@b.c" } } }),
    "person u1 (requestContext.authorizer.claims.sub)",
  ],
  [
    "a REST API's authorizer",
    restEvent({ authorizer: { principalId: "u1", plan: "gold" } }),
    "person u1 (requestContext.authorizer.principalId)",
  ],
  [
    "a REST API's authorizer that names the user in its context",
    restEvent({ authorizer: { userId: "u1" } }),
    "person u1 (requestContext.authorizer.userId)",
  ],
  [
    "a sign-in behind a REST API's signature",
    restEvent({
      identity: {
        cognitoAuthenticationProvider: "cognito-idp.eu/x,cognito-idp.eu/x:CognitoSignIn:u1",
        cognitoIdentityId: COGNITO,
      },
    }),
    "person u1 (requestContext.identity.cognitoAuthenticationProvider)",
  ],
  [
    "a REST API's signature",
    restEvent({ identity: { userArn: ROLE, caller: "AROA:x", apiKeyId: "k" } }),
    `machine ${ROLE} (requestContext.identity.userArn)`,
  ],
  [
    "a certificate",
    restEvent({ identity: { clientCert: { subjectDN: "CN=till-7" } } }),
    "machine CN=till-7 (requestContext.identity.clientCert.subjectDN)",
  ],
  ["an API key", restEvent({ identity: { apiKeyId: "k1" } }), "tenant k1 (requestContext.identity.apiKeyId)"],
  [
    "a socket's authorizer",
    websocketEvent({ authorizer: { principalId: "u1" } }),
    "person u1 (requestContext.authorizer.principalId)",
  ],
  ["a socket without an authorizer", websocketEvent(), null],
  [
    "who signed in at a load balancer",
    albEvent({ "x-amzn-oidc-identity": "u1" }),
    "person u1 (headers.x-amzn-oidc-identity)",
  ],
  ["a load balancer where nobody signed in", albEvent(), null],
  [
    "a function URL's signature",
    functionUrlEvent({ iam: { userArn: ROLE } }),
    `machine ${ROLE} (requestContext.authorizer.iam.userArn)`,
  ],
  [
    "AppSync with a pool",
    appsyncEvent({ sub: "u1", username: "ada", claims: { sub: "u1" } }),
    "person u1 (identity.sub)",
  ],
  [
    "AppSync with another provider",
    appsyncEvent({ claims: { sub: "u1" }, issuer: "x" }),
    "person u1 (identity.claims.sub)",
  ],
  [
    "AppSync with an authorizer",
    appsyncEvent({ resolverContext: { userId: "u1" } }),
    "person u1 (identity.resolverContext.userId)",
  ],
  [
    "AppSync with a guest's signature",
    appsyncEvent({ cognitoIdentityId: COGNITO, userArn: ROLE, username: "AROA:x" }),
    `person ${COGNITO} (identity.cognitoIdentityId)`,
  ],
  [
    "AppSync with a program's signature",
    appsyncEvent({ cognitoIdentityId: null, userArn: ROLE, username: "AROA:x" }),
    `machine ${ROLE} (identity.userArn)`,
  ],
  ["AppSync with an API key", appsyncEvent(null), null],
  [
    "a service behind VPC Lattice",
    latticeEvent(),
    "machine arn:aws:sts::123456789012:assumed-role/rides/x (requestContext.identity.principal)",
  ],
  ["Cognito", cognitoEvent(), "person a36036a8-9061-424d-a737-56d57dae7bc6 (request.userAttributes.sub)"],
  ["somebody who is only signing up", cognitoEvent({}), "person ada (userName)"],
  [
    "a device by its name, without what stands behind it",
    iotConnection("till-7?x-amz-customauthorizer-name=a"),
    "machine till-7 (protocolData.mqtt.username)",
  ],
  ["a device without a name", iotConnection(null), "machine scooter-7 (protocolData.mqtt.clientId)"],
  ["a reader of objects", objectLambdaEvent(), "machine arn:aws:iam::123456789012:user/reports (userIdentity.arn)"],
  ["an object's writer, who is no user", s3Event(), null],
];

for (const [what, event, who] of WHO) {
  test(`${what}: ${who ?? "nobody"}`, () => assert.equal(userOf(event), who));
}

test("what a program signed is internal; what somebody who signed in signed is not", () => {
  const signed = (event: JsonObject): boolean | undefined => receivedBy(event)?.received.arrival.signed;
  const guest = { cognitoIdentity: { identityId: COGNITO }, userArn: ROLE };
  for (const event of [
    api({ iam: { userArn: ROLE } }),
    functionUrlEvent({ iam: { userArn: ROLE } }),
    restEvent({ identity: { userArn: ROLE } }),
    websocketEvent({ identity: { userArn: ROLE } }),
    appsyncEvent({ userArn: ROLE }),
    latticeEvent(),
    objectLambdaEvent(),
  ])
    assert.equal(signed(event), true, JSON.stringify(event));
  for (const event of [
    api({ iam: guest }),
    functionUrlEvent({ iam: guest }),
    restEvent({ identity: { userArn: ROLE, cognitoIdentityId: COGNITO } }),
    websocketEvent({ identity: { userArn: ROLE, cognitoIdentityId: COGNITO } }),
    appsyncEvent({ userArn: ROLE, cognitoIdentityId: COGNITO }),
    albEvent(),
    latticeEvent({ principal: null }),
  ])
    assert.equal(signed(event), false, JSON.stringify(event));
});

test("a load balancer that sends several values of a header is read by the first of each", () => {
  const { headers: _, ...event } = albEvent();
  const several = {
    ...event,
    multiValueHeaders: { "X-Amzn-Oidc-Identity": ["u1", "u2"], "X-Forwarded-For": ["203.0.113.7"] },
  };
  assert.equal(userOf(several), "person u1 (headers.x-amzn-oidc-identity)");
  assert.equal(receivedBy(several)?.received.arrival.clientAddress, "203.0.113.7");
});

test("a request's address and its program are told, where the service has them", () => {
  for (const event of [albEvent(), restEvent(), websocketEvent(), functionUrlEvent()]) {
    const arrival = receivedBy(event)?.received.arrival;
    assert.equal(arrival?.clientAddress, "203.0.113.7");
    assert.match(arrival.userAgent ?? "", /okhttp|Mozilla/);
  }
});
