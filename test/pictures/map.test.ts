import assert from "node:assert/strict";
import { test } from "node:test";
import { mapOf } from "../../src/pictures/map.ts";
import { mapRows } from "../../src/pictures/map-rows.ts";
import { WIDTH } from "../../src/pictures/panel.ts";
import { fitted, textWidth, wrapped } from "../../src/pictures/text-width.ts";
import { from, NAMES, textsIn, transactionOf } from "./hops.ts";

const NOTHING = { cause: null, failing: null };
const CAUSE = {
  kind: "bad-input",
  transaction: "t1",
  hop: "",
  text: "",
  certainty: "proven",
  evidence: [],
} as const;

test("the straight line leads to the failure, and what branches off stands beside it, in its order", () => {
  const parents: Record<number, number> = { 2: 1, 3: 2, 4: 2, 5: 4, 6: 2 };
  const { hops } = transactionOf(6, (n) => ({
    outcome: n === 4 ? "error" : "ok",
    from: n === 1 ? null : from(parents[n] ?? 1),
  }));
  const rows = mapRows(hops, new Set(), 10).map(({ hop, lane, from: above, failing }) => [
    hop?.n,
    lane,
    above,
    failing,
  ]);
  assert.deepEqual(rows, [
    [1, 0, null, true],
    [2, 0, 0, true],
    [3, 1, 1, false],
    [6, 1, 1, false],
    [4, 0, 1, true],
    [5, 0, 4, false],
  ]);
});

test("what is left out is counted where it is missing, in the picture and for who does not see it", () => {
  const { svg, alt } = mapOf(transactionOf(60), NOTHING, 10);
  const said = textsIn(svg);
  assert.ok(said.includes("50 hops in between, none failed"));
  assert.match(alt, /50 hops in between, none failed/);
  assert.ok(
    said.some((text) => text.startsWith("Lambda step-60")) && said.some((text) => text.startsWith("API Gateway")),
  );
});

test("calls that only repeat each other are counted, not drawn, where there is no room for all", () => {
  const many = transactionOf(40, (n) => (n < 3 ? {} : { from: from(2), resource: "ledger", outcome: "ok" }));
  const rows = mapRows(many.hops, new Set(), 10);
  assert.deepEqual(
    rows.map(({ hop, hidden }) => hop?.n ?? hidden),
    [1, 2, { between: false, count: 37, failed: 0 }, 3],
  );
});

test("however many hops there are, each is drawn or counted once, and those that it is about are drawn", () => {
  for (const count of [1, 2, 9, 10, 11, 33, 60, 500]) {
    for (const shape of ["chain", "fan", "comb", "roots"]) {
      const { hops } = transactionOf(count, (n) => ({ from: n === 1 ? null : parentIn(shape, n) }));
      const focus = new Set([hops[Math.floor(count / 2)]?.id ?? ""]);
      const rows = mapRows(hops, focus, 10);
      const drawn = rows.flatMap(({ hop }) => hop?.n ?? []);
      const hidden = rows.reduce((sum, row) => sum + (row.hidden?.count ?? 0), 0);
      assert.equal(new Set(drawn).size, drawn.length);
      assert.equal(drawn.length + hidden, count, `${count} as a ${shape}`);
      assert.ok(drawn.length <= 10 && rows.some(({ hop }) => hop !== null && focus.has(hop.id)));
      assert.ok(rows.every(({ from: above }, i) => above === null || above < i));
    }
  }
});

test("whatever things are called, no text leaves the picture, breaks it, or stands in signs that the font lacks", () => {
  for (const name of NAMES) {
    const transaction = transactionOf(5, () => ({ resource: name, operation: name }));
    const { svg, alt } = mapOf(transaction, NOTHING);
    assert.equal(svg, mapOf(transaction, NOTHING).svg);
    assert.ok(alt.length > 0 && [...alt].length <= 2000);
    assert.doesNotMatch(svg.replaceAll("\n", ""), /<script|\u202e|[\p{Cc}\p{Cs}]/u);
    for (const text of textsIn(svg)) assert.ok(textWidth(unescaped(text), 11) <= WIDTH);
  }
});

test("a name is cut to the width that it has, and a sign that cannot be drawn is seen to be missing", () => {
  assert.equal(fitted("orders", 100, 12), "orders");
  assert.equal(fitted("a🔥b", 100, 12), "a▯b");
  const cut = fitted("x".repeat(10_000), 100, 12);
  assert.match(cut, /^x+…$/);
  assert.ok(textWidth(cut, 12) <= 100);
});

test("where the bad value begins and where it fails are marked in words", () => {
  const transaction = transactionOf(4);
  const [, second, , last] = transaction.hops;
  const field = { path: "a", firstBadHop: second?.id ?? "", seen: [], trailEnds: null };
  const cause = { ...CAUSE, hop: last?.id ?? "", field };
  const { svg, alt } = mapOf(transaction, { cause, failing: null });
  for (const words of ["bad value begins here", "fails here"]) {
    assert.ok(textsIn(svg).includes(words));
    assert.ok(alt.includes(words));
  }
});

test("a text on two lines is parted between words, and cut only where both are full", () => {
  assert.deepEqual(wrapped("", 100, 12, 2), []);
  assert.deepEqual(wrapped("orders", 100, 12, 2), ["orders"]);
  const text = "details.rideId cannot be an empty string, and nobody knows where that came from";
  const [first = "", second = "", ...others] = wrapped(text, 200, 12, 2);
  assert.deepEqual(others, []);
  assert.ok(text.startsWith(`${first} `) && second.endsWith("…"));
  assert.ok(text.slice(first.length + 1).startsWith(second.slice(0, -1)));
  assert.equal(wrapped(text, 200, 12, 5).join(" "), text);
  for (const name of NAMES)
    for (const line of wrapped(`${name} ${name}`, 90, 12, 3)) assert.ok(textWidth(line, 12) <= 90 + 12, line);
});

test("what is special of a hop is never cut for the plate beside it: that has a line of its own then", () => {
  for (const dwellMs of [5, 684, 3_684_000]) {
    const transaction = transactionOf(2, (n) =>
      n === 1 ? {} : { outcome: "error", attempts: 3, dwellMs, operation: "Invoke", durationMs: 180_000 },
    );
    const field = { path: "a", firstBadHop: transaction.hops[1]?.id ?? "", seen: [], trailEnds: null };
    const texts = textsIn(mapOf(transaction, { cause: { ...CAUSE, field }, failing: null }).svg);
    assert.ok(texts.includes("bad value begins here"));
    assert.ok(
      texts.some((text) => text.startsWith("failed · 3 attempts · waited") && !text.endsWith("…")),
      texts.join("\n"),
    );
  }
});

function parentIn(shape: string, n: number) {
  if (shape === "chain") return from(n - 1);
  if (shape === "fan") return from(1);
  if (shape === "comb") return from(Math.max(1, n - 1 - (n % 2)));
  return n % 7 === 0 ? null : from(n - 1);
}

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|amp);/g, "<");
}
