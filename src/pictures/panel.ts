import type { HopOutcome } from "../span.ts";
import { fitted } from "./text-width.ts";

/** A drawing, and what somebody is told who does not see it. */
export interface Picture {
  readonly svg: string;
  readonly alt: string;
}

/** In CSS pixels: as wide as a message on a phone, so that a text of 11 is as large as it says. */
export const WIDTH = 320;
export const MARGIN = 14;

/**
 * One picture for both modes, because nobody knows in which it will be seen: a dark card of its own, which does not dazzle at
 * night, with an edge that stands out against white and against black. Each colour has a contrast of at least 4.5 to the card;
 * those of outcomes are told apart by people who see no red or no green, and each has a shape and a word beside it.
 */
export const COLOURS = {
  card: "#15191f",
  track: "#242b34",
  edge: "#7b8794",
  text: "#f2f5f8",
  soft: "#b4bfca",
  rail: "#8593a1",
  own: "#7cc0f5",
  others: "#3f6f96",
  failing: "#a8664d",
  path: "#ffffff",
} as const;

export const OUTCOME_COLOURS: Readonly<Record<HopOutcome, string>> = {
  ok: "#7cc0f5",
  error: "#ff8a5c",
  throttled: "#f5cf4d",
  timeout: "#e7a3d8",
  unknown: "#b4bfca",
};

/** The whole picture: a card with what is drawn on it. */
export function card(height: number, drawn: readonly string[]): string {
  const tall = Math.ceil(height);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${tall}" viewBox="0 0 ${WIDTH} ${tall}" font-family="DejaVu Sans">`,
    `<rect x="0.75" y="0.75" width="${WIDTH - 1.5}" height="${tall - 1.5}" rx="8" fill="${COLOURS.card}" stroke="${COLOURS.edge}" stroke-width="1.5"/>`,
    ...drawn,
    "</svg>",
  ].join("\n");
}

export interface Lettering {
  readonly size: number;
  readonly colour: string;
  readonly bold?: boolean;
  /** Where its right end stands is said by `x`. */
  readonly right?: boolean;
}

/** One line of text, cut where it would leave its width. */
export function label(x: number, y: number, width: number, text: string, lettering: Lettering): string {
  const { size, colour, bold = false, right = false } = lettering;
  const shown = fitted(text, width, size, bold);
  if (shown === "") return "";
  const weight = bold ? ' font-weight="bold"' : "";
  const anchor = right ? ' text-anchor="end"' : "";
  return `<text x="${at(x)}" y="${at(y)}" font-size="${size}" fill="${colour}"${weight}${anchor}>${xml(shown)}</text>`;
}

/** A sign for how a hop ended, which does not need its colour. */
export function outcomeMark(outcome: HopOutcome, x: number, y: number, r = 6.5): string {
  const colour = OUTCOME_COLOURS[outcome];
  const inner = `stroke="${COLOURS.card}" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" fill="none"`;
  const move = `transform="translate(${at(x)} ${at(y)})"`;
  const halo = `<circle r="${r + 2}" fill="${COLOURS.card}"/>`;
  const shapes: Readonly<Record<HopOutcome, string>> = {
    ok: `<circle r="${r}" fill="${colour}"/><path d="M-3 0.2L-0.9 2.4L3.2 -2.2" ${inner}/>`,
    error: `<rect x="${-r}" y="${-r}" width="${2 * r}" height="${2 * r}" rx="1.5" fill="${colour}"/><path d="M-3 -3L3 3M3 -3L-3 3" ${inner}/>`,
    throttled: `<path d="M0 ${-r - 1}L${r + 1} ${r - 0.5}L${-r - 1} ${r - 0.5}Z" fill="${colour}" stroke="${colour}" stroke-width="1.5" stroke-linejoin="round"/><path d="M0 -2.6V1.2M0 3.9V4" ${inner}/>`,
    timeout: `<path d="M0 ${-r - 1}L${r + 1} 0L0 ${r + 1}L${-r - 1} 0Z" fill="${colour}"/><path d="M0 -3V0.4L2.4 1.8" ${inner}/>`,
    unknown: `<circle r="${r - 0.5}" fill="${COLOURS.card}" stroke="${colour}" stroke-width="1.6" stroke-dasharray="2.4 2"/><path d="M0 -0.3V0.6M0 3V3.1M-1.6 -2.6Q0 -4.4 1.6 -2.6Q1.9 -1.4 0 -0.3" stroke="${colour}" stroke-width="1.3" stroke-linecap="round" fill="none"/>`,
  };
  return `<g ${move}>${halo}${shapes[outcome]}</g>`;
}

/** A coordinate in as few digits as anyone sees. */
export function at(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function xml(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
