import assert from "node:assert/strict";
import { test } from "node:test";
import { chartOf } from "../../src/pictures/chart.ts";
import { NAMES, textsIn } from "./hops.ts";

const AT = Date.UTC(2026, 10, 22, 2, 0);

test("failures and healthy requests are counted in words too, with the worst minute", () => {
  const picture = chartOf({
    entries: ["POST /checkout"],
    list: minutes([0, 100], [0, 90], [4, 80], [7, 60]),
    whole: true,
  });
  assert.ok(picture);
  const said = textsIn(picture.svg);
  for (const text of [
    "11 requests failed, 330 went well · POST /checkout",
    "at most 7 a minute",
    "at most 100 a minute",
    "02:00 UTC",
    "02:03 UTC",
  ])
    assert.ok(said.includes(text), text);
  assert.match(picture.alt, /most at 02:03, 7 in a minute/);
  assert.match(picture.alt, /02:02: 4 failed, 80 went well/);
});

test("where nothing failed, or nothing was counted, there is no chart", () => {
  assert.equal(chartOf({ entries: ["POST /checkout"], list: minutes([0, 100]), whole: true }), null);
  assert.equal(chartOf({ entries: ["POST /checkout"], list: [], whole: true }), null);
});

test("what is only known in part is said to be so", () => {
  const picture = chartOf({ entries: ["POST /checkout"], list: minutes([1, 2]), whole: false });
  for (const text of [textsIn(picture?.svg ?? "").join("\n"), picture?.alt ?? ""])
    assert.match(text, /Not all logs could be read/);
});

test("a deploy is marked where it happened, and named; what lies outside is not, and of many the latest are", () => {
  const list = minutes(...Array.from({ length: 10 }, () => [1, 5] as const));
  const changes = [-5, 1, 2, 3, 8, 30].map((minute) => ({ at: iso(minute), text: `deploy ${minute}` }));
  const picture = chartOf({ entries: ["POST /checkout"], list, whole: true }, changes);
  assert.ok(picture);
  const said = textsIn(picture.svg).filter((text) => text.includes("deploy"));
  assert.deepEqual(said, ["02:02 deploy 2", "02:03 deploy 3", "02:08 deploy 8"]);
  for (const text of said) assert.ok(picture.alt.includes(text));
});

test("one failure among a thousand requests, and one minute of 180, are still seen", () => {
  const list = minutes(...Array.from({ length: 180 }, (_, i) => [i === 9 ? 1 : i === 99 ? 1000 : 0, 1000] as const));
  const { svg } = chartOf({ entries: ["POST /checkout"], list, whole: true }) ?? assert.fail();
  const orange = [...svg.matchAll(/<rect [^>]*width="([\d.]+)" height="([\d.]+)" fill="#ff8a5c"/g)];
  assert.equal(orange.length, 2);
  for (const [, width, height] of orange) assert.ok(Number(width) >= 1 && Number(height) >= 2);
});

test("whatever a deploy is called, the chart is drawn, and drawn alike again", () => {
  const minute = { entries: [], list: minutes([1, 2], [3, 4]), whole: true };
  for (const name of NAMES) {
    const draw = () => chartOf(minute, [{ at: iso(1), text: name }])?.svg ?? assert.fail();
    assert.equal(draw(), draw());
    assert.doesNotMatch(draw().replaceAll("\n", ""), /<script|NaN|\u202e|[\p{Cc}\p{Cs}]/u);
  }
});

function minutes(...counts: readonly (readonly [failed: number, healthy: number])[]) {
  return counts.map(([failed, healthy], i) => ({ at: iso(i), failed, healthy }));
}

function iso(minute: number): string {
  return new Date(AT + minute * 60_000).toISOString();
}
