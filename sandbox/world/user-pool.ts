import { AWS_ACCOUNT } from "./aws-account.ts";
import type { Customer } from "./customer.ts";
import type { JsonObject } from "./json.ts";
import { javaDate } from "./time-text.ts";

/** A Cognito user pool and the client of it that the product's own pages and apps use. */
export interface UserPool {
  readonly id: string;
  readonly clientId: string;
  /** How long its tokens hold, in seconds. */
  readonly tokenSeconds: number;
}

/** The claims of an access token, as a JWT authorizer of an HTTP API hands them on: every one a string. */
export function accessClaims(pool: UserPool, customer: Customer): JsonObject {
  const { seconds, expires } = times(pool, customer);
  return strings({
    auth_time: seconds,
    client_id: pool.clientId,
    event_id: customer.session.eventId,
    exp: expires,
    iat: seconds,
    iss: issuer(pool),
    jti: customer.session.jti,
    origin_jti: customer.session.originJti,
    scope: "openid email",
    sub: customer.sub,
    token_use: "access",
    username: customer.sub,
    version: 2,
  });
}

/** The claims of an id token, as the Cognito authorizer of a REST API hands them on: times as Java prints them. */
export function identityClaims(pool: UserPool, customer: Customer): JsonObject {
  const { seconds, expires } = times(pool, customer);
  return strings({
    sub: customer.sub,
    email_verified: "true",
    iss: issuer(pool),
    "cognito:username": customer.sub,
    origin_jti: customer.session.originJti,
    aud: pool.clientId,
    event_id: customer.session.eventId,
    token_use: "id",
    auth_time: seconds,
    name: customer.name,
    exp: javaDate(expires * 1000),
    iat: javaDate(seconds * 1000),
    jti: customer.session.jti,
    email: customer.email,
  });
}

/** `Bearer` and the token that these claims come from. Its signature is made up. */
export function bearer(pool: UserPool, customer: Customer): string {
  const head = { kid: `${pool.id.slice(-9)}V7wJmYpZ3nQk2sXcR8tLbE0hGd4fUoA=`, alg: "RS256" };
  const parts = [head, accessClaims(pool, customer)].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  return `Bearer ${parts.join(".")}.${customer.session.signature}`;
}

export function issuer({ id }: UserPool): string {
  return `https://cognito-idp.${AWS_ACCOUNT.region}.amazonaws.com/${id}`;
}

function times({ tokenSeconds }: UserPool, { session }: Customer): { seconds: number; expires: number } {
  const seconds = Math.floor(session.since / 1000);
  return { seconds, expires: seconds + tokenSeconds };
}

function strings(claims: Readonly<Record<string, string | number>>): JsonObject {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)]));
}
