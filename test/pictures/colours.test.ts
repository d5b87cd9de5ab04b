import assert from "node:assert/strict";
import { test } from "node:test";
import { COLOURS, OUTCOME_COLOURS, outcomeMark } from "../../src/pictures/panel.ts";

/** https://www.w3.org/TR/WCAG22/#contrast-minimum and #non-text-contrast */
const OF_TEXT = 4.5;
const OF_SHAPES = 3;
/** Slack's pages, by day and by night. */
const PAGES = ["#ffffff", "#1a1d21"];

test("every text stands out from the card, and from the stretches that are drawn shorter", () => {
  const texts = [COLOURS.text, COLOURS.soft, ...Object.values(OUTCOME_COLOURS)];
  for (const colour of texts) {
    assert.ok(contrast(colour, COLOURS.card) >= OF_TEXT, colour);
    assert.ok(contrast(colour, COLOURS.track) >= OF_TEXT, `${colour} on a stretch`);
  }
  assert.ok(contrast(COLOURS.card, OUTCOME_COLOURS.error) >= OF_TEXT, "what is written on a plate");
});

test("every line and sign stands out from the card, and the card from the page by day and by night", () => {
  const { rail, own, others, failing, path, edge } = COLOURS;
  for (const colour of [rail, own, others, failing, path, edge, ...Object.values(OUTCOME_COLOURS)])
    for (const seen of [colour, deuteranope(colour), protanope(colour)])
      assert.ok(contrast(seen, COLOURS.card) >= OF_SHAPES, `${colour} as ${seen}`);
  for (const page of PAGES) assert.ok(contrast(COLOURS.edge, page) >= OF_SHAPES, page);
  // Of two parts of a bar that lie side by side.
  assert.ok(contrast(COLOURS.own, COLOURS.others) >= 2.5);
});

test("a sign that says how a hop ended needs no colour: each has a shape of its own, and no picture is told by colour alone", () => {
  const outcomes = ["ok", "error", "throttled", "timeout", "unknown"] as const;
  const shapes = outcomes.map((outcome) => outcomeMark(outcome, 0, 0).replaceAll(/#[0-9a-f]{6}/g, "#"));
  assert.equal(new Set(shapes).size, outcomes.length);
});

/** How somebody sees a colour who has no cones for green, or for red. https://doi.org/10.1109/TVCG.2009.113 */
function deuteranope(colour: string): string {
  return seenBy(colour, [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]);
}

function protanope(colour: string): string {
  return seenBy(
    colour,
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  );
}

function seenBy(colour: string, ...rows: readonly (readonly [number, number, number])[]): string {
  const [r = 0, g = 0, b = 0] = linear(colour);
  const parts = rows.map(([x, y, z]) => Math.min(1, Math.max(0, x * r + y * g + z * b)));
  const signs = parts.map((part) => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055));
  return `#${signs
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(colour: string): number[] {
  const parts = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16) / 255);
  return parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
}
