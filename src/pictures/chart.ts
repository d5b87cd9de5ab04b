import type { MinutesView, MinuteView } from "../minutes.ts";
import {
  CHART,
  chartHead,
  chartLine,
  chartSubtitle,
  earlierWords,
  markLine,
  minuteWords,
  mostWords,
  partlyWords,
} from "../say/chart-words.ts";
import { altText } from "../say/picture-words.ts";
import { at, COLOURS, card, label, MARGIN, OUTCOME_COLOURS, type Picture, WIDTH } from "./panel.ts";
import { wrapped } from "./text-width.ts";

/** Something that changed: a deploy, or another thing that people did. */
export interface Mark {
  readonly at: string;
  readonly text: string;
}

const TRACK = WIDTH - 2 * MARGIN;
const HEAD = 54;
const FAILED = { top: HEAD + 20, tall: 64 };
const HEALTHY = { top: FAILED.top + FAILED.tall + 40, tall: 40 };
/** Between the two, where no text stands. */
const FLAGS = FAILED.top + FAILED.tall + 11;
const AXIS = HEALTHY.top + HEALTHY.tall + 15;
const MARK_LINE = 16;
const MOST_MARKS = 3;
const MOST_MARK_LINES = 2;
/** Room for the number of a mark before its words. */
const NUMBER = 20;
const SOFT = { size: 11, colour: COLOURS.soft };

/**
 * Failures above, healthy requests below, by the minute, each by a measure of its own: five failures in five hundred requests
 * would not be seen. Null where nothing failed, or nothing was counted.
 */
export function chartOf(minutes: MinutesView, changes: readonly Mark[] = []): Picture | null {
  const { list, whole } = minutes;
  if (!list.some(({ failed }) => failed > 0)) return null;
  const all = marksIn(list, changes);
  const marks = all.slice(-MOST_MARKS);
  const earlier = all.length - marks.length;
  const notes = [...(earlier > 0 ? [earlierWords(earlier)] : []), ...(whole ? [] : [partlyWords()])];
  const told = marks.map(({ mark }) => wrapped(markLine(mark), TRACK - NUMBER, SOFT.size, MOST_MARK_LINES));
  const before = told.map((_, i) => told.slice(0, i).flat().length);
  const bottom = AXIS + 12 + (told.flat().length + notes.length) * MARK_LINE;
  const panel = (of: "failed" | "healthy", colour: string, { top, tall }: { top: number; tall: number }): string[] => [
    label(MARGIN, top - 6, 150, CHART[of], { size: 11.5, colour: COLOURS.text, bold: true }),
    label(WIDTH - MARGIN, top - 6, 150, mostWords(list.map((one) => one[of])), { ...SOFT, right: true }),
    ...bars(
      list.map((one) => one[of]),
      colour,
      top,
      tall,
    ),
  ];
  const drawn = [
    label(MARGIN, 24, TRACK, CHART.title, { size: 15, colour: COLOURS.text, bold: true }),
    label(MARGIN, 41, TRACK, chartSubtitle(minutes), { size: 11.5, colour: COLOURS.soft }),
    ...panel("failed", OUTCOME_COLOURS.error, FAILED),
    ...panel("healthy", COLOURS.own, HEALTHY),
    label(MARGIN, AXIS, 100, minuteWords(list[0]), SOFT),
    label(WIDTH - MARGIN, AXIS, 100, minuteWords(list.at(-1)), { ...SOFT, right: true }),
    ...marks.flatMap((mark, i) => markOf(mark, i, list.length)),
    ...told.flatMap((lines, i) => legendOf(lines, i, AXIS + 16 + (before[i] ?? 0) * MARK_LINE)),
    ...notes.map((note, i) => label(MARGIN, bottom - 10 - (notes.length - 1 - i) * MARK_LINE, TRACK, note, SOFT)),
  ];
  const head = [chartHead(minutes), ...notes];
  const said = [...marks.map(({ mark }) => markLine(mark)), ...list.flatMap((one) => chartLine(one) ?? [])];
  return { svg: card(bottom + 2, drawn), alt: altText(head.join(" "), said) };
}

interface Placed {
  readonly mark: Mark;
  readonly place: number;
}

/** Those that lie within the minutes that are shown, in their order. */
function marksIn(list: readonly MinuteView[], changes: readonly Mark[]): Placed[] {
  const from = Date.parse(list[0]?.at ?? "");
  const placed = changes.map((mark) => ({ mark, place: (Date.parse(mark.at) - from) / 60_000 }));
  return placed.filter(({ place }) => place >= 0 && place <= list.length).sort((a, b) => a.place - b.place);
}

function bars(counts: readonly number[], colour: string, top: number, tall: number): string[] {
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const step = TRACK / counts.length;
  const gap = Math.min(2, step * 0.2);
  const floor = `<path d="M${MARGIN} ${top + tall + 0.5}H${WIDTH - MARGIN}" stroke="${COLOURS.edge}" stroke-width="1"/>`;
  const drawn = counts.flatMap((count, i) => {
    if (count === 0) return [];
    // One of a thousand is still seen.
    const height = Math.max(2, (count / most) * tall);
    return [
      `<rect x="${at(MARGIN + i * step)}" y="${at(top + tall - height)}" width="${at(step - gap)}" height="${at(height)}" fill="${colour}"/>`,
    ];
  });
  return [floor, ...drawn];
}

/** A line through both, numbered. */
function markOf({ place }: Placed, i: number, minutes: number): string[] {
  const x = MARGIN + (place / minutes) * TRACK;
  return [
    `<path d="M${at(x)} ${FAILED.top - 2}V${FLAGS}M${at(x)} ${HEALTHY.top}V${HEALTHY.top + HEALTHY.tall}" stroke="${COLOURS.text}" stroke-width="1.5" stroke-dasharray="4 3"/>`,
    ...flag(i, Math.min(WIDTH - MARGIN - 7, Math.max(MARGIN + 7, x)), FLAGS),
  ];
}

/** What it was, below. */
function legendOf(lines: readonly string[], i: number, y: number): string[] {
  const words = { ...SOFT, colour: COLOURS.text };
  return [
    ...flag(i, MARGIN + 7, y - 4),
    ...lines.map((line, n) => label(MARGIN + NUMBER, y + n * MARK_LINE, TRACK - NUMBER, line, words)),
  ];
}

function flag(i: number, left: number, top: number): string[] {
  return [
    `<path d="M${at(left)} ${at(top - 6.5)}l6.5 6.5l-6.5 6.5l-6.5 -6.5Z" fill="${COLOURS.text}"/>`,
    label(left - 3, top + 3.5, 12, String(i + 1), { size: 9.5, colour: COLOURS.card, bold: true }),
  ];
}
