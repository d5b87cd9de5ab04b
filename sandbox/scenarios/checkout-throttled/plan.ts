import type { Customer } from "../../world/customer.ts";
import type { Random } from "../../world/random.ts";
import { clockTime, spread } from "../arrivals.ts";
import type { Fate } from "./checkout.ts";

/** A checkout that is going to be tried. */
export interface Try {
  readonly customer: Customer;
  readonly at: number;
  readonly fate: Fate;
}

/** How often those who are hit fail before the verdict: 90 times, all 37 of them together. */
const FAILURES: readonly (readonly [failures: number, customers: number])[] = [
  [1, 5],
  [2, 16],
  [3, 11],
  [4, 5],
];
export const HIT = FAILURES.reduce((sum, [, customers]) => sum + customers, 0);
/** So many of them get through in the end. */
const THROUGH = 8;
/** Failures after the alarm, of people who were failing already. */
const LATER = 16;
const MINUTE_MS = 60_000;

/**
 * The tries of those who are hit. Before the verdict they begin between 02:24:04 and 02:30:55, and each takes at most four
 * seconds: nothing of theirs is under way in the lull, from 02:31:00 to 02:31:40, in which the numbers are taken.
 */
export function plannedTries(random: Random, midnight: number, customers: readonly Customer[]): Try[] {
  const slots = spread(random, failuresInAll(), clockTime(midnight, "02:24:04"), clockTime(midnight, "02:30:55"));
  const failures = failuresBy(random, customers, slots);
  const lastOf = new Map(failures.map(({ customer, at }) => [customer, at]));
  const early = customers.filter((one) => (lastOf.get(one) ?? 0) < clockTime(midnight, "02:29:40"));
  const through = new Set(random.shuffled(early).slice(0, THROUGH));
  const successes = [...through].map((customer): Try => {
    return { customer, at: (lastOf.get(customer) ?? 0) + random.between(15_000, MINUTE_MS), fate: "stored" };
  });
  const failing = customers.filter((one) => !through.has(one));
  const later = spread(random, LATER, clockTime(midnight, "02:31:42"), clockTime(midnight, "02:33:00"));
  const afterwards = later.map((at): Try => ({ customer: random.pick(failing), at, fate: "throttled" }));
  return [...failures, ...successes, ...afterwards];
}

function failuresInAll(): number {
  return FAILURES.reduce((sum, [failures, customers]) => sum + failures * customers, 0);
}

/** Gives every slot to somebody: to who has waited long enough to try again, else to somebody new, else to who waits longest. */
function failuresBy(random: Random, customers: readonly Customer[], slots: readonly number[]): Try[] {
  const counts = random.shuffled(FAILURES.flatMap(([failures, people]) => Array<number>(people).fill(failures)));
  const coming = customers.map((customer, i) => ({ customer, left: counts[i] ?? 0, again: 0 }));
  const waiting: typeof coming = [];
  return slots.map((at) => {
    waiting.sort((a, b) => a.again - b.again);
    const back = waiting[0] !== undefined && waiting[0].again <= at ? waiting.shift() : undefined;
    const one = back ?? coming.shift() ?? waiting.shift();
    if (one === undefined) throw new Error("there are more tries than customers want");
    one.left--;
    one.again = at + random.between(12_000, 55_000);
    if (one.left > 0) waiting.push(one);
    return { customer: one.customer, at, fate: "throttled" };
  });
}
