import assert from "node:assert/strict";
import { test } from "node:test";
import { COLOURS, OUTCOME_COLOURS } from "../../src/pictures/panel.ts";

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
  for (const colour of [COLOURS.rail, COLOURS.own, COLOURS.path, COLOURS.edge, ...Object.values(OUTCOME_COLOURS)])
    assert.ok(contrast(colour, COLOURS.card) >= OF_SHAPES, colour);
  for (const page of PAGES) assert.ok(contrast(COLOURS.edge, page) >= OF_SHAPES, page);
  // Of two parts of a bar that lie side by side.
  assert.ok(contrast(COLOURS.own, COLOURS.others) >= 2.5);
});

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(colour: string): number {
  const parts = [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
