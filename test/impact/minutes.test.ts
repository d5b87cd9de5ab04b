import assert from "node:assert/strict";
import { test } from "node:test";
import { minutesOf } from "../../src/impact/minutes.ts";
import { fromMillis, HOUR, micros } from "../../src/time.ts";

const AT = Date.UTC(2026, 10, 22, 2, 0);

test("requests are counted in the minute in which they began, and a minute without any has zeros", () => {
  const window = { from: at(0), to: at(150) };
  assert.deepEqual(minutesOf(window, [at(0), at(59), at(130)], [[at(1)], [at(121), at(122)]]), [
    { at: "2026-11-22T02:00:00.000Z", failed: 2, healthy: 1 },
    { at: "2026-11-22T02:01:00.000Z", failed: 0, healthy: 0 },
    { at: "2026-11-22T02:02:00.000Z", failed: 1, healthy: 2 },
  ]);
});

test("what began before or after the window does not count", () => {
  const minutes = minutesOf({ from: at(30), to: at(60) }, [at(10), at(70)], [[at(29), at(61)]]);
  assert.deepEqual(
    minutes.map(({ failed, healthy }) => [failed, healthy]),
    [
      [0, 0],
      [0, 0],
    ],
  );
});

test("of a longer window the latest 180 minutes are counted", () => {
  const to = at(0);
  const minutes = minutesOf({ from: micros(to - 5 * HOUR), to }, [micros(to - 4 * HOUR), to], []);
  assert.equal(minutes.length, 180);
  assert.equal(
    minutes.reduce((sum, { failed }) => sum + failed, 0),
    1,
  );
});

function at(seconds: number) {
  return fromMillis(AT + seconds * 1000);
}
