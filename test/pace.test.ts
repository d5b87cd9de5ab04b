import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { paceOf } from "../src/pace.ts";

const NEVER = new AbortController().signal;

describe("the pace of calls", () => {
  test("lets as many begin at once as a second may hold, and the next one waits", async () => {
    const done = new AbortController();
    const pace = paceOf(3, () => 0);
    const calls = [1, 2, 3, 4].map(() => pace(done.signal));
    assert.deepEqual(await settledAtOnce(calls), [true, true, true, false]);
    done.abort();
    await assert.rejects(Promise.all(calls), { name: "AbortError" });
  });

  test("holds for another span than a second too", async () => {
    let now = 0;
    const done = new AbortController();
    const pace = paceOf(1, () => now, 60_000);
    await pace(NEVER);
    now = 59_000;
    const second = pace(done.signal);
    assert.deepEqual(await settledAtOnce([second]), [false]);
    done.abort();
    await assert.rejects(second, { name: "AbortError" });
    now = 120_000;
    assert.deepEqual(await settledAtOnce([pace(NEVER)]), [true]);
  });

  test("lets the next ones begin a second later, without any wait", async () => {
    let now = 0;
    const pace = paceOf(2, () => now);
    await Promise.all([pace(NEVER), pace(NEVER)]);
    now = 1000;
    assert.deepEqual(await settledAtOnce([pace(NEVER), pace(NEVER)]), [true, true]);
  });

  test("lets nobody wait longer than until a second after the call that has to be made room for", async () => {
    let now = 0;
    const pace = paceOf(1, () => now);
    await pace(NEVER);
    now = 990;
    // Ten milliseconds are left: a pace that waited for a whole second would be given up on.
    await pace(AbortSignal.timeout(700));
  });

  test("keeps the order and the distance of those who wait", async () => {
    let now = 0;
    const done = new AbortController();
    const pace = paceOf(1, () => now);
    await pace(NEVER);
    const second = pace(done.signal);
    const third = pace(done.signal);
    // Now the second may begin and the third not yet: it is one second behind the second, not behind the first.
    now = 1000;
    const fourth = pace(done.signal);
    assert.deepEqual(await settledAtOnce([third, fourth]), [false, false]);
    done.abort();
    for (const one of [second, third, fourth]) await assert.rejects(one);
  });

  test("holds for any one second, wherever it begins", async () => {
    let now = 0;
    const pace = paceOf(2, () => now);
    await pace(NEVER);
    now = 900;
    await pace(NEVER);
    now = 1000;
    await pace(NEVER);
    // One began at 900 and one at 1000: the next may begin at 1900, which is not now.
    const waiting = new AbortController();
    const fourth = pace(waiting.signal);
    waiting.abort();
    await assert.rejects(fourth, { name: "AbortError" });
  });

  test("ends the wait of whoever does not want to wait any longer, also where no wait is due", async () => {
    const pace = paceOf(1, () => 0);
    await pace(NEVER);
    await assert.rejects(pace(AbortSignal.abort(new Error("too late"))));
    await assert.rejects(paceOf(1, () => 0)(AbortSignal.abort(new Error("too late"))), /too late/);
  });
});

/** Which of the calls may begin before anything has to wait. */
async function settledAtOnce(calls: readonly Promise<void>[]): Promise<boolean[]> {
  const settled = calls.map(() => false);
  calls.forEach((one, i) => {
    const settle = (): void => {
      settled[i] = true;
    };
    one.then(settle, settle);
  });
  await new Promise((done) => setImmediate(done));
  return settled;
}
