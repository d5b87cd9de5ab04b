import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { Impact } from "../../src/impact/impact.ts";
import type { Judged } from "../../src/impact/judge.ts";
import { countUsers } from "../../src/impact/users.ts";
import { usersView } from "../../src/impact/users-view.ts";
import type { Hop } from "../../src/transaction.ts";
import type { UsersView } from "../../src/users-view.ts";
import { judgedOf } from "./judged-of.ts";

test("behind each request that leads to no entry may stand one more person", () => {
  const view = viewOf([failing(1, "ana"), failing(2, "ben"), unfollowed(3), unfollowed(4), unfollowed(5)]);
  assert.deepEqual(
    [view.hit, view.atLeast, view.atMost, view.atMostIs, view.exact, view.coverage],
    [2, 2, 5, "counted", false, 0.4],
  );
});

test("where all were followed it is a number, guests or not", () => {
  const view = viewOf([failing(1, "ana"), failing(2, null)]);
  assert.deepEqual(
    [view.atLeast, view.atMost, view.exact, view.coverage, view.unidentifiedRequests],
    [1, 1, true, 1, 1],
  );
});

test("where anything was not read that may show more failing requests, nobody knows how many there are", () => {
  const view = viewOf([failing(1, "ana")], { known: false });
  assert.deepEqual([view.atLeast, view.atMost, view.atMostIs, view.exact, view.coverage], [1, null, null, false, null]);
});

test("a request of which nobody recorded the end may be one more", () => {
  const view = viewOf([failing(1, "ana")], { unended: 1 });
  assert.deepEqual([view.atLeast, view.atMost, view.exact, view.coverage], [1, 2, false, 0.5]);
});

test("where a part of many requests was followed, as it came, how many more there are is an estimate", () => {
  const requests = Array.from({ length: 200 }, (_, i) => {
    // Ten people who try again and again; every other request leads somewhere, in no order.
    return (i * i) % 7 < 3 ? failing(i, `user ${(i * 3) % 10}`) : unfollowed(i);
  });
  const view = viewOf(requests);
  assert.equal(view.atLeast, 10);
  assert.equal(view.atMostIs, "likely");
  assert.ok(view.atMost !== null && view.atMost < 20, `${view.atMost}`);
});

test("whose lines were not read was not followed, if the lines of others say who they are", () => {
  const told = withLines(judgedOf({ at: 1, outcome: "error" }), { named: "ana" });
  const counted = withLines(judgedOf({ at: 2, outcome: "error" }));
  const wasRead = (id: string): boolean => id === "invocation 1";
  const view = viewOf([told, counted], { wasRead });
  assert.deepEqual([view.hit, view.atMost, view.exact], [1, 2, false]);
  // Events said whose the others are: this one has no identity.
  const byEvent = viewOf([failing(1, "ana"), counted], { wasRead });
  assert.deepEqual([byEvent.hit, byEvent.atMost, byEvent.exact], [1, 1, true]);
});

test("what is followed besides never lowers how many are proven, and exact is only what leaves nothing open", () => {
  const user = fc.option(fc.constantFrom("ana", "ben", "cem", "dee"));
  const request = fc.record({ user, followed: fc.boolean(), more: fc.boolean() });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 60 }), fc.boolean(), fc.nat(2), (requests, known, unended) => {
      const seen = (follows: (one: (typeof requests)[number]) => boolean): UsersView =>
        viewOf(
          requests.map((one, i) => (follows(one) ? failing(i, one.user) : unfollowed(i))),
          { known, unended },
        );
      const before = seen(({ followed }) => followed);
      const after = seen(({ followed, more }) => followed || more);
      assert.ok(after.atLeast >= before.atLeast);
      for (const view of [before, after]) {
        assert.equal(view.atLeast, view.hit);
        assert.ok(view.atMost === null || view.atMost >= view.atLeast);
        assert.equal(view.exact, view.atMost === view.atLeast && view.coverage === 1);
      }
      assert.equal(before.exact, known && unended === 0 && requests.every(({ followed }) => followed));
    }),
  );
});

function failing(at: number, user: string | null): Judged {
  return judgedOf({ at, user, outcome: "error" });
}

/** A request of which the function alone is known. */
function unfollowed(at: number): Judged {
  return { ...judgedOf({ at, outcome: "error" }), entry: null };
}

/** As it is read: the invocation's lines under its id, and perhaps one of them that names the user. */
function withLines(judged: Judged, { named }: { named?: string } = {}): Judged {
  const hops = judged.transaction.hops.map((hop): Hop => {
    if (hop.service !== "lambda" || hop.requestId === null) return hop;
    return { ...hop, keys: [{ kind: "lambda-request", value: hop.requestId, role: "self", path: "requestId" }] };
  });
  const user = named === undefined ? null : ({ id: named, kind: "person", from: "userId" } as const);
  return { ...judged, user, transaction: { ...judged.transaction, hops, user } };
}

function viewOf(
  all: readonly Judged[],
  {
    known = true,
    unended = 0,
    wasRead = () => true,
  }: { known?: boolean; unended?: number; wasRead?: (id: string) => boolean } = {},
): UsersView {
  const impact = new Impact(wasRead);
  for (const one of all) impact.add(one);
  return usersView(countUsers(impact.cases, impact, EMPTY_CATALOG), unended, known);
}
