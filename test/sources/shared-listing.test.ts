import assert from "node:assert/strict";
import { test } from "node:test";
import { SharedListing } from "../../src/sources/shared-listing.ts";

const NEVER = new AbortController().signal;

/** A listing that ends when it is told to, or when it is given up. */
function slow() {
  const ends: PromiseWithResolvers<{ atMs: number }>[] = [];
  const shared = new SharedListing<{ atMs: number }>((until) => {
    const end = Promise.withResolvers<{ atMs: number }>();
    until.addEventListener("abort", () => end.reject(until.reason));
    ends.push(end);
    return end.promise;
  }, 1000);
  return { shared, ends };
}

test("who began may give up, and those who joined have the list all the same", async () => {
  const { shared, ends } = slow();
  const first = new AbortController();
  const began = shared.get(true, first.signal);
  const joined = shared.get(true, NEVER);
  first.abort(new Error("out of time"));
  await assert.rejects(began, /out of time/);
  ends[0]?.resolve({ atMs: 1 });
  assert.deepEqual(await joined, { atMs: 1 });
  assert.equal(ends.length, 1);
});

test("who joined waits no longer than it may", async () => {
  const { shared, ends } = slow();
  const began = shared.get(true, NEVER);
  await assert.rejects(shared.get(false, AbortSignal.abort(new Error("out of time"))), /out of time/);
  ends[0]?.resolve({ atMs: 1 });
  assert.deepEqual(await began, { atMs: 1 });
});

test("a listing that fails fails for all that wait for it, and is begun anew by the next", async () => {
  const { shared, ends } = slow();
  const waiting = [shared.get(true, NEVER), shared.get(true, NEVER)];
  ends[0]?.reject(new Error("refused"));
  for (const one of waiting) await assert.rejects(one, /refused/);
  const next = shared.get(false, NEVER);
  ends[1]?.resolve({ atMs: 2 });
  assert.deepEqual(await next, { atMs: 2 });
});
