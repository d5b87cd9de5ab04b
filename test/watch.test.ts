import assert from "node:assert/strict";
import { test } from "node:test";
import type { Told } from "../src/investigation.ts";
import { fromMillis, MINUTE, type Micros, micros, SECOND } from "../src/time.ts";
import { nextLook } from "../src/watch.ts";

const AT = fromMillis(Date.UTC(2026, 10, 22, 2, 32));
const OPEN = { open: true, lossClock: null };
const told = (decision: Told["decision"]): Told => ({ decision, at: AT, noted: true, unclearSince: null });

/** The looks after a verdict, in seconds since it was told. */
function looks(decision: Told["decision"], most: number): number[] {
  const found: number[] = [];
  for (let now: Micros | null = AT; now !== null && found.length < most; ) {
    now = nextLook(told(decision), now, OPEN);
    if (now !== null) found.push((now - AT) / SECOND);
  }
  return found;
}

test("what can wait is looked at again for late lines, after one minute, two, five, and then every ten", () => {
  assert.deepEqual(looks("wait", 7), [25, 60, 180, 480, 1080, 1680, 2280]);
  assert.deepEqual(looks("unclear", 4), [25, 60, 180, 480]);
});

test("who was woken is not watched: the evidence is looked over once, for late lines", () => {
  assert.deepEqual(looks("wake", 7), [25]);
});

test("an incident that is over is not looked at any more, unless work is kept that can be lost", () => {
  assert.equal(nextLook(told("wait"), AT, { open: false, lossClock: null }), null);
  assert.notEqual(nextLook(told("wait"), AT, { open: false, lossClock: { items: 3, firstLostAt: null } }), null);
});

test("a look that was late is not made up for: the next one is in the future", () => {
  const now = micros(AT + 47 * MINUTE);
  assert.equal(nextLook(told("wait"), now, OPEN), AT + 48 * MINUTE);
});
