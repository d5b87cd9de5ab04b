import { criticalPath, lastToEnd, type Segment } from "../critical-path.ts";
import { type Extent, extentsOf } from "../extent.ts";
import { intervalsOfView } from "../intervals.ts";
import { ownTimes, type Stretch } from "../own-time.ts";
import type { HopView, TransactionView } from "../report.ts";
import {
  altText,
  breakWords,
  type HopWords,
  hopWords,
  LEGEND,
  notDrawn,
  shortenedWords,
  TIME_UNKNOWN,
  waterfallHead,
  waterfallLine,
  waterfallSubtitle,
  waterfallTitle,
} from "../say/picture-words.ts";
import { FAILING } from "../span.ts";
import { at, COLOURS, card, label, MARGIN, OUTCOME_COLOURS, outcomeMark, type Picture, WIDTH } from "./panel.ts";
import { textWidth } from "./text-width.ts";
import { type TimeScale, timeScale } from "./time-scale.ts";

const MOST_HOPS = 60;
/** Under the title; where time was left out, that is written between. */
const HEAD = 53;
const BREAKS = 18;
const ROW = 26;
const BAR = 6;
/** What waits for others is thinner than work: nobody has to tell two blues, or two greys, apart. */
const WAITS = 3;
const LEGEND_ROW = 19;
const TRACK = WIDTH - 2 * MARGIN;
/** The shortest of calls is still seen. */
const LEAST = 2.5;

interface Row {
  readonly hop: HopView;
  readonly words: HopWords;
  readonly extent: Extent;
  readonly own: readonly Stretch[];
  readonly path: readonly Segment[];
  /** Since when it lay in a queue: a sender's clock in whole seconds cannot be before what sent it. */
  readonly queued: number | null;
  readonly tries: readonly Tried[];
}

interface Tried extends Stretch {
  readonly failed: boolean;
}

/** When each hop ran, what of that was its own work, how long it lay in a queue, and which of it decided how long all took. */
export function waterfallOf(transaction: TransactionView, most: number = MOST_HOPS): Picture {
  const intervals = intervalsOfView(transaction);
  const root = Math.max(0, (transaction.entry?.hop ?? 1) - 1);
  const path = criticalPath(intervals, lastToEnd(intervals, root));
  const rows = drawnRows(transaction, extentsOf(intervals), path, most);
  const scale = timeScale(
    rows.flatMap(momentsOf),
    rows.flatMap(({ tries, own }) => (tries.length > 0 ? tries : own)),
  );
  const [first, last] = [path[0]?.from ?? 0, path.at(-1)?.to ?? 0];
  const waited = path.filter(({ waiting }) => waiting).reduce((sum, { from, to }) => sum + to - from, 0);
  const all = path.length === 0 ? null : last - first;
  const missing = transaction.hops.length - rows.length;
  const head = HEAD + (scale.breaks.length === 0 ? 0 : BREAKS);
  const foot = head + rows.length * ROW + (missing === 0 ? 0 : 20);
  const drawn = [
    label(MARGIN, 24, TRACK, waterfallTitle(all), { size: 15, colour: COLOURS.text, bold: true }),
    label(MARGIN, 41, TRACK, waterfallSubtitle(transaction, waited), { size: 11.5, colour: COLOURS.soft }),
    ...scale.breaks.flatMap((one) => breakOf(one, scale, head, foot)),
    ...rows.flatMap((row, i) => rowOf(row, head + i * ROW, scale)),
    missing === 0 ? "" : label(MARGIN, foot - 8, TRACK, notDrawn(missing), { size: 11.5, colour: COLOURS.soft }),
    ...legend(foot + 8, rows),
  ];
  const lines = rows.map(({ hop, words, own, path: parts }) => {
    const waiting = lengthOf(parts.filter((part) => part.waiting));
    return waterfallLine(words, hop.durationMs === null ? null : lengthOf(own), lengthOf(parts), waiting);
  });
  const told = missing === 0 ? lines : [...lines, notDrawn(missing)];
  return {
    svg: card(foot + 22 + Math.ceil(signsOf(rows).length / 2) * LEGEND_ROW, drawn),
    alt: altText(
      waterfallHead(transaction, all, waited) + shortenedWords(scale.breaks.map(({ from, to }) => to - from)),
      told,
    ),
  };
}

/** Those that fail or decide how long it takes before the others, in their order. */
function drawnRows(
  { hops }: TransactionView,
  extents: readonly Extent[],
  path: readonly Segment[],
  most: number,
): Row[] {
  const own = ownTimes(extents);
  const onPath = Map.groupBy(path, ({ hop }) => hop);
  const rank = (hop: HopView, i: number): number => (FAILING.has(hop.outcome) ? 0 : onPath.has(i) ? 1 : 2);
  const chosen = hops
    .map((hop, i) => ({ i, rank: rank(hop, i) }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i)
    .slice(0, most)
    .sort((a, b) => a.i - b.i);
  return chosen.flatMap(({ i }): Row[] => {
    const [hop, extent] = [hops[i], extents[i]];
    if (hop === undefined || extent === undefined) return [];
    const sent = extent.parent === null ? extent.start : (extents[extent.parent]?.start ?? extent.start);
    const queued = hop.dwellMs === null ? null : Math.max(sent, extent.start - hop.dwellMs);
    return [
      {
        hop,
        words: hopWords(hop),
        extent,
        own: own[i] ?? [],
        path: onPath.get(i) ?? [],
        queued,
        tries: triesOf(hop, extent),
      },
    ];
  });
}

/** By the corrected clock of the hop, and within it. */
function triesOf({ tries = [], startedAt }: HopView, { start, end }: Extent): Tried[] {
  const off = start - Date.parse(startedAt);
  return tries.flatMap(({ startedAt: at, durationMs, outcome }): Tried[] => {
    const from = Math.max(start, Date.parse(at) + off);
    return durationMs === null || !(from <= end)
      ? []
      : [{ from, to: Math.min(end, from + durationMs), failed: FAILING.has(outcome) }];
  });
}

function momentsOf({ extent, path, queued, tries }: Row): number[] {
  const edges = [...path, ...tries].flatMap(({ from, to }) => [from, to]);
  return [queued ?? extent.start, extent.start, extent.end, ...edges];
}

function lengthOf(parts: readonly Stretch[]): number {
  return parts.reduce((sum, { from, to }) => sum + to - from, 0);
}

function xAt(scale: TimeScale, moment: number): number {
  return MARGIN + scale.place(moment) * TRACK;
}

/** Where time was left out, through all rows: how much, above it. */
function breakOf({ from, to }: Stretch, scale: TimeScale, head: number, foot: number): string[] {
  const [x0, x1] = [xAt(scale, from), xAt(scale, to)];
  const middle = (x0 + x1) / 2;
  const words = breakWords(to - from);
  const left = Math.min(Math.max(MARGIN, middle - textWidth(words, 10.5) / 2), WIDTH - MARGIN - textWidth(words, 10.5));
  return [
    `<rect x="${at(x0 + 2)}" y="${head - 6}" width="${at(x1 - x0 - 4)}" height="${foot - head + 2}" fill="${COLOURS.track}"/>`,
    `<path d="M${at(middle - 5)} ${head - 2}l4 -8M${at(middle + 1)} ${head - 2}l4 -8" stroke="${COLOURS.soft}" stroke-width="1.4"/>`,
    label(left, head - 11.5, 90, words, { size: 10.5, colour: COLOURS.soft }),
  ];
}

function rowOf(row: Row, y: number, scale: TimeScale): string[] {
  const { hop, words } = row;
  const bad = FAILING.has(hop.outcome);
  const took = words.took === "" ? TIME_UNKNOWN : words.took;
  const room = TRACK - textWidth(took, 11) - 8 - (bad ? 15 : 0);
  const left = MARGIN + (bad ? 15 : 0);
  const name = textWidth(words.name, 12, true);
  return [
    bad ? outcomeMark(hop.outcome, MARGIN + 5.5, y + 6.5, 5) : "",
    label(left, y + 10.5, room, words.name, { size: 12, colour: COLOURS.text, bold: true }),
    room - name < 40
      ? ""
      : label(left + name + 6, y + 10.5, room - name - 6, words.detail, {
          size: 11,
          colour: bad ? OUTCOME_COLOURS[hop.outcome] : COLOURS.soft,
        }),
    label(WIDTH - MARGIN, y + 10.5, 120, took, { size: 11, colour: COLOURS.soft, right: true }),
    ...barOf(row, y + 14, scale),
    ...pathOf(row, y + 14 + BAR + 1, scale),
  ];
}

/**
 * The whole of a hop's time thin and faint, its own work in it full, the queue before it as a line of dots; of several attempts each,
 * and a cross where one failed.
 */
function barOf({ hop, own, extent, queued, tries }: Row, y: number, scale: TimeScale): string[] {
  const drawn: string[] = [];
  if (queued !== null) {
    const line = `M${at(xAt(scale, queued))} ${at(y + BAR / 2)}H${at(xAt(scale, extent.start))}`;
    drawn.push(`<path d="${line}" stroke="${COLOURS.soft}" stroke-width="2" stroke-dasharray="2 3"/>`);
  }
  if (hop.durationMs === null) {
    const [x, wide] = box(scale, extent.start, extent.end);
    const frame = `x="${at(x)}" y="${at(y + 0.75)}" width="${at(Math.max(wide, 6))}" height="${BAR - 1.5}"`;
    return [
      ...drawn,
      `<rect ${frame} fill="none" stroke="${COLOURS.soft}" stroke-width="1.3" stroke-dasharray="2 2"/>`,
    ];
  }
  const part = ({ from, to }: Stretch, fill: string, tall: number): string => {
    const [x, wide] = box(scale, from, to);
    return `<rect x="${at(x)}" y="${at(y + (BAR - tall) / 2)}" width="${at(wide)}" height="${tall}" fill="${fill}"/>`;
  };
  const failing = FAILING.has(hop.outcome);
  drawn.push(part({ from: extent.start, to: extent.end }, failing ? COLOURS.failing : COLOURS.others, WAITS));
  for (const one of tries.length > 0 ? tries : own) drawn.push(part(one, OUTCOME_COLOURS[hop.outcome], BAR));
  const crosses = new Set(tries.filter(({ failed }) => failed).map(({ to }) => Math.round(xAt(scale, to))));
  for (const x of crosses) drawn.push(cross(Math.min(x, WIDTH - MARGIN - 4), y + BAR / 2));
  return drawn;
}

function cross(x: number, y: number): string {
  const path = `M${at(x - 3)} ${at(y - 3)}l6 6m0 -6l-6 6`;
  return `<circle cx="${at(x)}" cy="${at(y)}" r="5.5" fill="${COLOURS.card}"/><path d="${path}" stroke="${COLOURS.text}" stroke-width="2" stroke-linecap="round"/>`;
}

function box(scale: TimeScale, from: number, to: number): [x: number, wide: number] {
  const x = Math.min(xAt(scale, from), WIDTH - MARGIN - LEAST);
  return [x, Math.max(LEAST, xAt(scale, to) - x)];
}

function pathOf({ path }: Row, y: number, scale: TimeScale): string[] {
  return path.map(({ from, to }) => {
    const [x, wide] = box(scale, from, to);
    return `<rect x="${at(x)}" y="${at(y)}" width="${at(wide)}" height="2.4" fill="${COLOURS.path}"/>`;
  });
}

type Sign = readonly [draw: (x: number, middle: number) => string, meaning: string];

/** The signs that are there, with what they mean. */
function signsOf(rows: readonly Row[]): Sign[] {
  const bar =
    (colour: string, tall: number): Sign[0] =>
    (x, middle) =>
      `<rect x="${at(x)}" y="${at(middle - tall / 2)}" width="18" height="${tall}" fill="${colour}"/>`;
  const path: Sign[0] = (x, middle) =>
    `<rect x="${at(x)}" y="${at(middle - 1.2)}" width="18" height="2.4" fill="${COLOURS.path}"/>`;
  const queued = rows.some((row) => row.queued !== null);
  const crossed = rows.some(({ tries }) => tries.some(({ failed }) => failed));
  return [
    [bar(COLOURS.own, BAR), LEGEND.own],
    [bar(COLOURS.others, WAITS), LEGEND.others],
    [path, LEGEND.path],
    ...(queued ? [[queueSign, LEGEND.queue] as const] : []),
    ...(crossed ? [[(x: number, y: number): string => cross(x + 9, y), LEGEND.failed] as const] : []),
  ];
}

function legend(y: number, rows: readonly Row[]): string[] {
  return [
    `<path d="M${MARGIN} ${y}H${WIDTH - MARGIN}" stroke="${COLOURS.edge}" stroke-width="1"/>`,
    ...signsOf(rows).flatMap(([draw, meaning], i) => {
      const [x, middle] = [MARGIN + (i % 2) * (TRACK / 2), y + 16 + Math.floor(i / 2) * LEGEND_ROW];
      return [
        draw(x, middle),
        label(x + 24, middle + 4, TRACK / 2 - 28, meaning, { size: 10.5, colour: COLOURS.soft }),
      ];
    }),
  ];
}

function queueSign(x: number, middle: number): string {
  return `<path d="M${at(x)} ${at(middle)}h18" stroke="${COLOURS.soft}" stroke-width="2" stroke-dasharray="2 3"/>`;
}
