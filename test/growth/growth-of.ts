import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is done is linear but for sorting, which from 10,000 to 300,000 looks like the exponent 1.1; a square has 2. */
const LIMIT = 1.2;
/** From the first to the last as far as from 10,000 to 300,000, in even steps. */
const STEPS = [1 / 30, 1 / Math.sqrt(30), 1];
/** Short times are the least sure. */
const REPEATS = [3, 1, 1];
const MOST_TRIES = 4;
/** What is this far off is no matter of a busy machine, and what takes this long is not tried again: in ms. */
const HOPELESS = 1.5;
/** What takes less is not measured, but the clock. */
const LEAST_MS = 5;
const LONG = 40_000;

/** Something that can be made in any size, and what is done with it: once, and timed. */
export interface Growing<T> {
  readonly make: (n: number) => T;
  readonly work: (made: T) => unknown;
}

/**
 * A test that work of many sizes, up to `most`, takes a time that grows with a power of the size below the limit. The power
 * is the slope of a line through all sizes, both logarithmic. Of each size the fastest try counts: a machine that is busy
 * with something else makes work slow, and never fast. It is tried again only while the power is too large.
 */
export function testGrowth<T>(name: string, most: number, growing: Growing<T>): void {
  test(`of ${name}, so many times as much takes about so many times as long`, (t: TestContext) => {
    const sizes = STEPS.map((step) => Math.round(most * step));
    const fastest = sizes.map(() => Number.POSITIVE_INFINITY);
    growing.work(growing.make(sizes[0] ?? 0));
    let exponent = Number.POSITIVE_INFINITY;
    const began = performance.now();
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      for (const [i, size] of sizes.entries()) {
        const made = growing.make(size);
        for (let repeat = REPEATS[i] ?? 1; repeat > 0; repeat--)
          fastest[i] = Math.min(fastest[i] ?? 0, timeOf(made, growing.work));
      }
      exponent = slopeOf(sizes.map(Math.log), fastest.map(Math.log));
      if (exponent < LIMIT || exponent > HOPELESS || performance.now() - began > LONG) break;
    }
    assert.ok(Math.min(...fastest) >= LEAST_MS, `${name} is done too fast to be measured: choose a larger size`);
    const times = sizes.map((size, i) => `${size}: ${fastest[i]?.toFixed(0)} ms`).join(", ");
    t.diagnostic(`${name}: growth exponent ${exponent.toFixed(2)} (${times})`);
    assert.ok(exponent < LIMIT, `${name} grows with the power ${exponent.toFixed(2)} (${times})`);
  });
}

/** Of the line through the points that misses them least. */
function slopeOf(xs: readonly number[], ys: readonly number[]): number {
  const mean = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0) / all.length;
  const [x0, y0] = [mean(xs), mean(ys)];
  const above = xs.reduce((sum, x, i) => sum + (x - x0) * ((ys[i] ?? 0) - y0), 0);
  return above / xs.reduce((sum, x) => sum + (x - x0) ** 2, 0);
}

/** Of this thread alone, in ms, beginning without what earlier work left behind. */
function timeOf<T>(made: T, work: (made: T) => unknown): number {
  collect();
  const before = process.threadCpuUsage();
  const kept = work(made);
  const { user, system } = process.threadCpuUsage(before);
  assert.notEqual(kept, undefined);
  return (user + system) / 1000;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
