import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { createRandom, type Random } from "../../sandbox/world/random.ts";
import { type Asker, unseenUsers } from "../../src/impact/unseen-users.ts";
import { micros, SECOND } from "../../src/time.ts";

const INCIDENTS = 1000;
/** Of 1,000 simulated incidents the interval has to hold the true number in so many. */
const HELD = 930;
const SIZES = [30, 80, 240];
const SHARES = [0.05, 0.2, 0.5, 0.8, 0.95];
const MINUTES = 20;

/** A failing request of an incident: when (seconds), and whose. */
type Request = readonly [at: number, user: number | null];
type Draw = (random: Random, size: number) => Request[];

/** How often whom asks: from everybody once to one who never gives up. */
const POPULATIONS: Readonly<Record<string, Draw>> = {
  "everybody once": (random, size) => times(size, (i) => [anytime(random), i]),
  "everybody twice": (random, size) => times(size, (i) => [anytime(random), i >> 1]),
  "everybody five times": (random, size) => times(size, (i) => [anytime(random), Math.floor(i / 5)]),
  "few people ask most (Zipf)": (random, size) => times(size, () => [anytime(random), zipf(random, size)]),
  "one retries without end, many once": (random, size) => times(size, (i) => [anytime(random), i < size * 0.6 ? 0 : i]),
  "three retry without end, three once": (random, size) =>
    times(size, (i) => [anytime(random), i < size - 3 ? i % 3 : i]),
  "one alone": (random, size) => times(size, () => [anytime(random), 0]),
  "tenants of different size": (random, size) =>
    times(size, () => {
      const tenant = random.int(0, 7);
      return [anytime(random), tenant * 1000 + random.int(0, 2 ** tenant)];
    }),
  "bursts of retries": (random, size) =>
    bursts(random, size, () => 1 + Math.floor(-Math.log(random.between(0.001, 1)) * 3)),
  "bursts of five": (random, size) => bursts(random, size, () => 5),
  "half of them without identity": (random, size) =>
    times(size, (i) => [anytime(random), i % 2 === 0 ? null : Math.floor(i / 6)]),
};

/** Which of the requests were followed. */
type Follow = (random: Random, requests: readonly Request[], share: number) => boolean[];

/** Any, as where a function logs the event of a part of its requests. */
const anyOf: Follow = (random, requests, share) => {
  const chosen = new Set(random.shuffled(requests.map((_, i) => i)).slice(0, countOf(requests, share)));
  return requests.map((_, i) => chosen.has(i));
};

/** What is no sample: where an answer was cut off, where some minutes are missing, where some people's requests log more. */
const UNFAIR: Readonly<Record<string, Follow>> = {
  "the oldest": (_random, requests, share) => requests.map((_, i) => i < countOf(requests, share)),
  "the newest": (_random, requests, share) => requests.map((_, i) => i >= requests.length - countOf(requests, share)),
  "some minutes": (random, requests, share) => byGroup(random, requests, share, ([at]) => Math.floor(at / 60)),
  "some seconds": (random, requests, share) => byGroup(random, requests, share, ([at]) => Math.floor(at / 10)),
  "the twenty oldest": (_random, requests) => requests.map((_, i) => i < 20),
};

for (const [population, draw] of Object.entries(POPULATIONS)) {
  test(`${population}: the interval holds the true number in 93 % of 1,000 incidents, whatever share was followed`, () => {
    assertHolds(population, draw, anyOf);
  });
}

for (const [name, follow] of Object.entries(UNFAIR)) {
  test(`followed were ${name}: that is no sample, it shows, and the interval holds`, () => {
    for (const [population, draw] of Object.entries(POPULATIONS)) assertHolds(population, draw, follow, 60);
  });
}

test("where only some people can be followed and they retry at once, that shows, and the interval holds", () => {
  for (const population of ["bursts of retries", "bursts of five"]) {
    const draw = POPULATIONS[population] ?? assert.fail();
    const follow: Follow = (random, requests, share) => byGroup(random, requests, share, ([, user]) => user ?? 0);
    assertHolds(population, draw, follow, 300);
  }
});

test("where people retry, it says less than that each request which is left may be one more of them", () => {
  const widths = ["everybody five times", "bursts of five", "tenants of different size"].map((population) => {
    const random = createRandom(7, population);
    const excess = times(60, () => {
      const { requests, people } = incident(random, POPULATIONS[population] ?? assert.fail(), 400, 0.6, anyOf);
      const { known, most } = interval(requests);
      return [most / people, (known + requests.filter(({ followed }) => !followed).length) / people];
    });
    return [mean(excess.map(([likely = 0]) => likely)), mean(excess.map(([, counted = 0]) => counted))];
  });
  for (const [likely = 0, counted = 0] of widths)
    assert.ok(likely < 1.5 && counted > 1.4 * likely, `${likely} ${counted}`);
});

test("there are never more unseen people than requests that were not followed, and none where all were", () => {
  const asker = fc.record<Asker>({
    at: fc.integer({ min: 0, max: 1000 }).map((at) => micros(at)),
    alike: fc.constantFrom("a", "b"),
    followed: fc.boolean(),
    user: fc.option(fc.constantFrom("ana", "ben", "cem", "dee")),
  });
  fc.assert(
    fc.property(fc.array(asker, { maxLength: 80 }), (requests) => {
      const missed = requests.filter(({ followed }) => !followed).length;
      const { most, estimated } = unseenUsers(requests);
      assert.ok(Number.isInteger(most) && most >= 0 && most <= missed);
      assert.equal(most < missed, estimated);
    }),
  );
});

test("what failed in another way tells nothing of those that are left", () => {
  const random = createRandom(3, "another way");
  const { requests } = incident(random, POPULATIONS["everybody five times"] ?? assert.fail(), 400, 0.5, anyOf);
  const apart = requests.map((one) => ({ ...one, alike: one.followed ? "here" : "there" }));
  const missed = requests.filter(({ followed }) => !followed).length;
  assert.ok(unseenUsers(requests).most < missed);
  assert.deepEqual(unseenUsers(apart), { most: missed, estimated: false });
});

/** So many incidents for each share, of all sizes. */
function assertHolds(name: string, draw: Draw, follow: Follow, incidents = INCIDENTS): void {
  const random = createRandom(1, name);
  for (const share of SHARES) {
    let held = 0;
    for (let i = 0; i < incidents; i++) {
      const { requests, people } = incident(random, draw, SIZES[i % SIZES.length] ?? 40, share, follow);
      const { known, most } = interval(requests);
      if (known <= people && people <= most) held++;
    }
    assert.ok(held >= (HELD / INCIDENTS) * incidents, `${name}, ${share}: ${held} of ${incidents}`);
  }
}

function incident(
  random: Random,
  draw: Draw,
  size: number,
  share: number,
  follow: Follow,
): { requests: Asker[]; people: number } {
  const drawn = draw(random, size).toSorted(([a], [b]) => a - b);
  const followed = follow(random, drawn, share);
  const requests = drawn.map(([at, user], i): Asker => {
    const known = followed[i] === true;
    const id = known && user !== null ? `user ${user}` : null;
    return { at: micros(at * SECOND), alike: "", followed: known, user: id };
  });
  return { requests, people: new Set(drawn.flatMap(([, user]) => user ?? [])).size };
}

function interval(requests: readonly Asker[]): { known: number; most: number } {
  const known = new Set(requests.flatMap(({ user }) => user ?? [])).size;
  return { known, most: known + unseenUsers(requests).most };
}

function byGroup(
  random: Random,
  requests: readonly Request[],
  share: number,
  groupOf: (one: Request) => number,
): boolean[] {
  const chosen = new Map<number, boolean>();
  return requests.map((one) => {
    const group = groupOf(one);
    const known = chosen.get(group) ?? random.between(0, 1) < share;
    chosen.set(group, known);
    return known;
  });
}

function bursts(random: Random, size: number, length: () => number): Request[] {
  const requests: Request[] = [];
  for (let user = 0; requests.length < size; user++) {
    const at = anytime(random);
    for (let left = length(); left > 0 && requests.length < size; left--) requests.push([at + 2 * left, user]);
  }
  return requests;
}

/** One of many, the first most often. */
function zipf(random: Random, size: number): number {
  return Math.floor(size ** random.between(0, 1)) - 1;
}

function anytime(random: Random): number {
  return random.between(0, MINUTES * 60);
}

function countOf(requests: readonly Request[], share: number): number {
  return Math.max(1, Math.round(requests.length * share));
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
