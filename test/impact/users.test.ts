import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { Impact } from "../../src/impact/impact.ts";
import { type Judged, judge } from "../../src/impact/judge.ts";
import { countUsers, type Users } from "../../src/impact/users.ts";
import { catalogOf } from "./catalog-of.ts";
import { hopOf } from "./hop-of.ts";
import { judgedOf } from "./judged-of.ts";

const THROTTLED = hopOf("dynamodb orders", { outcome: "throttled" });

test("people are counted once, by the worst that happened to them", () => {
  const users = usersOf([
    judgedOf({ at: 1, user: "ana", call: THROTTLED }),
    judgedOf({ at: 2, user: "ana", outcome: "error" }),
    judgedOf({ at: 3, user: "ana", outcome: "error" }),
    judgedOf({ at: 4, user: "ben", outcome: "error" }),
    judgedOf({ at: 5, user: "cem", call: THROTTLED }),
  ]);
  assert.equal(users.hit, 2);
  assert.deepEqual(users.outcomes, { lost: 0, failed: 2, parked: 0, pending: 0, delayed: 0, recovered: 1 });
  assert.deepEqual(
    users.list.map(({ id, outcome, requests, example }) => [id, outcome, requests, example]),
    [
      ["ana", "failed", 2, "request 2"],
      ["ben", "failed", 1, "request 4"],
      ["cem", "recovered", 1, "request 5"],
    ],
  );
});

test("someone whose last request got through is not failing any more", () => {
  const users = usersOf([
    judgedOf({ at: 1, user: "ana", outcome: "error" }),
    judgedOf({ at: 2, user: "ana" }),
    judgedOf({ at: 1, user: "ben" }),
    judgedOf({ at: 2, user: "ben", outcome: "error" }),
    judgedOf({ at: 3, user: "cem", outcome: "error" }),
    judgedOf({ at: 4, user: "cem", call: THROTTLED }),
  ]);
  assert.equal(users.hit, 3);
  assert.deepEqual(
    users.list.filter(({ stillFailing }) => stillFailing).map(({ id }) => id),
    ["ben"],
  );
  assert.equal(users.stillFailing, 1);
});

test("someone who got through once in between, and then failed again, is still failing", () => {
  const users = usersOf([
    judgedOf({ at: 1, user: "ana", outcome: "error" }),
    judgedOf({ at: 2, user: "ana" }),
    judgedOf({ at: 3, user: "ana", outcome: "error" }),
  ]);
  assert.equal(users.stillFailing, 1);
});

test("a success at another entry does not help whoever still fails at this one", () => {
  const users = usersOf([
    judgedOf({ at: 1, user: "ana", outcome: "error" }),
    judgedOf({ at: 2, user: "ana", route: "/history" }),
  ]);
  assert.equal(users.stillFailing, 1);
});

test("requests without identity are counted apart, by address, never as one user", () => {
  const users = usersOf([
    judgedOf({ at: 1, outcome: "error", address: "203.0.113.1" }),
    judgedOf({ at: 2, outcome: "error", address: "203.0.113.1" }),
    judgedOf({ at: 3, outcome: "error", address: "203.0.113.2" }),
    judgedOf({ at: 4, call: THROTTLED, address: "203.0.113.3" }),
  ]);
  assert.deepEqual([users.hit, users.unidentified.length, users.addresses], [0, 3, 2]);
  assert.deepEqual([users.requests, users.followed, users.unseen.most], [3, 3, 0]);
});

test("an identity that more than 30 % of the healthy requests carry is nobody in particular", () => {
  const healthy = (shared: number): Judged[] =>
    Array.from({ length: 10 }, (_, i) => judgedOf({ at: i, user: i < shared ? "gateway" : `u${i}` }));
  const failed = judgedOf({ at: 20, user: "gateway", outcome: "error" });
  const three = usersOf([...healthy(3), failed]);
  assert.deepEqual([three.hit, three.unidentified.length], [1, 0]);
  const four = usersOf([...healthy(4), failed]);
  assert.deepEqual([four.hit, four.unidentified.length], [0, 1]);
});

test("too few healthy requests prove nothing of an identity", () => {
  const healthy = Array.from({ length: 9 }, (_, i) => judgedOf({ at: i, user: "ana" }));
  assert.equal(usersOf([...healthy, judgedOf({ at: 20, user: "ana", outcome: "error" })]).hit, 1);
});

test("machines and the team's own testers are neither users nor people without a name", () => {
  const catalog = catalogOf({ users: { internal: ["tester"] } });
  const users = usersOf(
    [
      judgedOf({ at: 1, user: "tester", outcome: "error" }, catalog),
      judgedOf({ at: 2, user: "arn:aws:iam::1:user/batch", userKind: "machine", outcome: "error" }, catalog),
    ],
    catalog,
  );
  assert.deepEqual([users.hit, users.unidentified.length, users.list.length], [0, 0, 0]);
});

for (const masked of ["anonymous", "null", "***", "a***@example.com", "[REDACTED]", "Guest"]) {
  test(`"${masked}" is no person`, () => {
    assert.equal(judgedOf({ at: 1, user: masked }).user, null);
  });
}

test("a path that the catalog adds goes before what the authorizer says", () => {
  const catalog = catalogOf({ users: { paths: ["body.customer"] } });
  const judged = judgedOf({ at: 1, user: "ana" }, catalog);
  assert.equal(judged.user?.id, "ana");
  const [api] = judged.transaction.hops;
  assert.ok(api !== undefined);
  const withBody = { ...judged.transaction, hops: [{ ...api, input: { body: { customer: "c-7" } } }] };
  assert.deepEqual(judge(withBody, catalog).user, { id: "c-7", kind: "person", from: "body.customer" });
});

function usersOf(all: readonly Judged[], catalog = EMPTY_CATALOG): Users {
  const impact = new Impact();
  for (const one of all) impact.add(one);
  return countUsers(impact.cases, impact, catalog);
}
