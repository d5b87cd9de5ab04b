import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { type Facing, facingOf } from "../../src/impact/customer-facing.ts";
import type { Arrival, User } from "../../src/span.ts";
import { arrivalOf } from "./arrival-of.ts";
import { catalogOf } from "./catalog-of.ts";
import { hopOf } from "./hop-of.ts";

const ANA: User = { id: "ana", kind: "person", from: "requestContext.authorizer.jwt.claims.sub" };
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15";

const GUESSES: readonly (readonly [
  what: string,
  arrival: Partial<Arrival>,
  user: User | null,
  facing: boolean | null,
])[] = [
  ["a person who signed in", {}, ANA, true],
  ["a browser", { userAgent: IPHONE }, null, true],
  ["an app on a phone", { userAgent: "RideApp/4.1 CFNetwork/1568 Darwin/24" }, null, true],
  ["a program that says nothing of itself", { userAgent: "python-requests/2.32" }, null, null],
  ["a machine's own identity", {}, { ...ANA, kind: "machine" }, null],
  ["a schedule", { kind: "schedule" }, null, false],
  ["a health check, even with an identity", { userAgent: "ELB-HealthChecker/2.0" }, ANA, false],
  ["a synthetic canary in a browser", { userAgent: `${IPHONE} CloudWatchSynthetics/arn` }, ANA, false],
  ["a caller who signs with AWS credentials", { signed: true, userAgent: IPHONE }, null, false],
  ["a queue", { kind: "queue", userAgent: null }, ANA, null],
  ["a frame of a socket, from somebody known", { kind: "websocket" }, ANA, true],
];

for (const [what, arrival, user, facing] of GUESSES) {
  test(`${what}: ${facing === null ? "nobody can tell" : facing ? "a customer stands behind it" : "no customer does"}`, () => {
    const found = of(arrivalOf(arrival), user);
    assert.equal(found.customerFacing, facing);
    assert.notEqual(found.why, "");
    assert.equal(found.businessCritical, null);
  });
}

test("the catalog decides where it speaks, of a route before its API", () => {
  const catalog = catalogOf({
    apis: {
      shop: {
        customerFacing: false,
        businessCritical: true,
        owner: "shop team",
        routes: {
          "POST /checkout": { customerFacing: true, runbook: "https://wiki.example.com/c" },
          "ANY /internal": { businessCritical: false },
        },
      },
    },
  });
  assert.deepEqual(of(arrivalOf(), null, catalog), {
    customerFacing: true,
    businessCritical: true,
    why: "the catalog says so",
    owner: "shop team",
    runbook: "https://wiki.example.com/c",
  });
  assert.equal(of(arrivalOf({ route: "/other" }), ANA, catalog, "/other").customerFacing, false);
  const any = of(arrivalOf({ method: "GET" }), ANA, catalog, "/internal");
  assert.deepEqual([any.customerFacing, any.businessCritical], [false, false]);
});

test("the catalog may call an API by a name of its own", () => {
  const catalog = catalogOf({ apis: { "the-shop": { ids: ["shop"], customerFacing: false } } });
  assert.equal(of(arrivalOf(), ANA, catalog).customerFacing, false);
});

test("what the catalog says only of importance leaves the guess alone", () => {
  const catalog = catalogOf({ apis: { shop: { businessCritical: true } } });
  assert.deepEqual(of(arrivalOf(), ANA, catalog), {
    customerFacing: true,
    businessCritical: true,
    why: "it carries an end user's identity (requestContext.authorizer.jwt.claims.sub)",
    owner: null,
    runbook: null,
  });
});

test("a schedule and a queue are known to the catalog by their names", () => {
  const catalog = catalogOf({
    schedules: { "nightly-export": { businessCritical: true } },
    queues: { receipts: { customerFacing: true } },
  });
  const schedule = arrivalOf({ kind: "schedule", name: "nightly-export", method: null });
  const tick = hopOf("eventbridge nightly-export", { kind: "producer" });
  assert.equal(facingOf(tick, schedule, null, null, catalog).businessCritical, true);
  const queue = arrivalOf({ kind: "queue", name: "receipts", method: null });
  assert.equal(facingOf(hopOf("sqs receipts"), queue, null, null, catalog).customerFacing, true);
});

test("a name such as constructor is in no catalog", () => {
  assert.equal(
    facingOf(hopOf("sqs constructor"), arrivalOf({ kind: "queue" }), null, null, EMPTY_CATALOG).businessCritical,
    null,
  );
});

function of(arrival: Arrival, user: User | null, catalog = EMPTY_CATALOG, route: string | null = "/checkout"): Facing {
  return facingOf(hopOf("apigateway shop", { kind: "server" }), arrival, user, route, catalog);
}
