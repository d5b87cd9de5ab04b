import assert from "node:assert/strict";
import { test } from "node:test";
import { expectedOf } from "./expected.ts";
import { attemptsOf, type Run, requestOf, runsOf, statusOf } from "./invocations.ts";
import { at, SEEDS, story } from "./night.ts";

const EXPECTED = expectedOf("checkout-throttled");
/** The lull, in which nothing that counts begins or ends: 60 to 20 s before the alarm. */
const LULL = { from: at("02:31:00"), to: at("02:31:40") };

for (const seed of SEEDS) {
  const runs = runsOf(story("checkout-throttled", seed));
  const checkouts = requests(runs, "checkout");
  const failed = checkouts.filter(({ status }) => status === 503);
  const before = failed.filter(({ at: began }) => began < LULL.from);

  test(`seed ${seed}: 37 signed-in customers fail 90 times before the verdict, and 29 of them go on failing`, () => {
    assert.equal(before.length, EXPECTED.failingRequests);
    const hit = new Set(before.map(({ sub }) => sub));
    assert.equal(hit.size, EXPECTED.users.hit);
    assert.equal(hit.size, EXPECTED.users.outcomes.failed);
    assert.deepEqual([...hit].sort(), [...story("checkout-throttled", seed).people].sort());
    const still = [...hit].filter((sub) => {
      const last = checkouts.filter((one) => one.sub === sub && one.at < LULL.from).at(-1);
      return last?.status === 503;
    });
    assert.equal(still.length, EXPECTED.users.stillFailing);
  });

  test(`seed ${seed}: it begins at 02:24, and goes on after the alarm for those who were failing already`, () => {
    assert.ok(failed.every(({ at: began }) => began > at("02:24:00")));
    const after = failed.filter(({ at: began }) => began >= LULL.from);
    const failing = new Set(before.map(({ sub }) => sub));
    const through = new Set(checkouts.filter(({ status }) => status === 201).map(({ sub }) => sub));
    assert.ok(after.length > 0);
    assert.ok(after.every(({ sub, at: began }) => began >= LULL.to && failing.has(sub) && !through.has(sub)));
  });

  test(`seed ${seed}: nothing that fails, or succeeds at the second try, is under way in the lull`, () => {
    const counted = [...checkouts, ...requests(runs, "order-history")].filter(
      ({ status, attempts }) => status === 503 || attempts.some((count) => count > 1),
    );
    assert.ok(counted.every(({ at: began, end }) => end < LULL.from || began >= LULL.to));
    const through = checkouts.filter(({ status, sub }) => status === 201 && before.some((one) => one.sub === sub));
    assert.equal(through.length, EXPECTED.users.hit - EXPECTED.users.stillFailing);
    assert.ok(through.every(({ end }) => end < LULL.from));
  });

  test(`seed ${seed}: too few orders get through after the last failure to prove that it has stopped`, () => {
    const last = Math.max(...before.map(({ at: began }) => began));
    assert.ok(last > at("02:30:45"));
    const since = checkouts.filter(({ status, at: began }) => status === 201 && began > last && began < LULL.to);
    assert.ok(since.length < 10, `${since.length}`);
  });

  test(`seed ${seed}: each failure used up three attempts; 18 other customers needed two and are not hit`, () => {
    assert.ok(failed.every(({ attempts }) => attempts[0] === 3));
    const retried = [...checkouts, ...requests(runs, "order-history")].filter(
      ({ status, attempts }) => status !== 503 && attempts.some((count) => count > 1),
    );
    assert.ok(
      retried.every(({ attempts, status }) => Math.max(...attempts) === 2 && (status === 200 || status === 201)),
    );
    const people = new Set(retried.map(({ sub }) => sub));
    assert.equal(people.size, EXPECTED.users.outcomes.recovered);
    assert.ok(before.every(({ sub }) => !people.has(sub)));
  });

  test(`seed ${seed}: about 2,400 requests go well, and each placed order is followed by one receipt`, () => {
    const all = [...checkouts, ...requests(runs, "order-history"), ...requests(runs, "catalog-browse")];
    const healthy = all.filter(({ status }) => status !== 503);
    assert.ok(healthy.length > 2300 && healthy.length < 2500, `${healthy.length}`);
    assert.ok(healthy.every(({ status }) => status === 200 || status === 201 || status === 404));
    const receipts = runs.filter(({ functionName }) => functionName === "send-receipt");
    assert.equal(receipts.length, checkouts.filter(({ status }) => status === 201).length);
    const sent = checkouts.flatMap(({ lines }) =>
      lines.flatMap((line) => /"MessageId":"([^"]+)"/.exec(line)?.[1] ?? []),
    );
    const received = receipts.flatMap(({ lines }) =>
      lines.flatMap((line) => /"messageId":"([^"]+)"/.exec(line)?.[1] ?? []),
    );
    assert.deepEqual(received.sort(), sent.sort());
  });

  test(`seed ${seed}: the clocks of the functions disagree by milliseconds`, () => {
    // The API hands a request over after 5 to 16 ms. What is less or more at a warm function is its clock.
    const least = ["checkout", "order-history", "catalog-browse"].map((name) =>
      Math.min(...requests(runs, name).map(({ at: began, start }) => start - began)),
    );
    assert.ok(
      least.every((ms) => ms >= -4 && ms <= 14),
      `${least}`,
    );
    assert.ok(new Set(least).size > 1, `${least}`);
  });
}

test("a customer behind it follows from the evidence: a token's identity, and no word in the catalog", () => {
  const { catalog } = story("checkout-throttled", 1);
  assert.equal(JSON.stringify(catalog).includes("customerFacing"), false);
  assert.deepEqual(catalog.apis?.["shop-api"]?.routes["POST /checkout"], { businessCritical: true });
  assert.equal(EXPECTED.customerFacing, true);
  assert.equal(EXPECTED.businessCritical, true);
});

interface Asked extends Run {
  readonly at: number;
  readonly sub: string | null;
  readonly status: number | null;
  readonly attempts: readonly number[];
}

/** The requests to a function, in the order in which the API had them. */
function requests(runs: readonly Run[], functionName: string): Asked[] {
  return runs
    .filter((run) => run.functionName === functionName)
    .flatMap((run) => {
      const request = requestOf(run);
      if (request === null) throw new Error(`${run.requestId} has no event`);
      return { ...run, at: request.at, sub: request.sub, status: statusOf(run), attempts: attemptsOf(run) };
    })
    .sort((a, b) => a.at - b.at);
}
