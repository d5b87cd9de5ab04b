import type { HopView, Report, TransactionView } from "../report.ts";
import {
  altText,
  type HopWords,
  hiddenWords,
  hopWords,
  mapHead,
  mapLine,
  mapSubtitle,
  mapTitle,
  roleWords,
} from "../say/picture-words.ts";
import { FAILING } from "../span.ts";
import { type MapRow, mapRows } from "./map-rows.ts";
import { at, COLOURS, card, label, MARGIN, OUTCOME_COLOURS, outcomeMark, type Picture, WIDTH } from "./panel.ts";
import { textWidth, wrapped } from "./text-width.ts";

/** So many fit under a message without hiding what comes after it. */
const MOST_HOPS = 10;
const HEAD = 52;
const LANE = 15;
const LEAST_DETAIL = 40;
const FIRST_LANE = MARGIN + 9;
/** What went well has one line, what a reader looks for has two, and its error further ones. */
const SHORT = 25;
const HOP = 40;
const LINE = 15;
const MOST_ERROR_LINES = 2;
const DETAIL_SIZE = 11.5;
const PLATE = { size: 11, colour: COLOURS.card, bold: true };

interface Drawn extends MapRow {
  readonly words: HopWords | null;
  readonly role: string;
  /** The line beside which the plate stands: the first, below the name, that leaves room for it. */
  readonly roleLine: number;
  readonly error: readonly string[];
  readonly long: boolean;
  readonly y: number;
  readonly height: number;
}

/**
 * A transaction from top to bottom, as a map of a railway: the straight line leads to the failure, what branches off stands
 * beside it. It is as narrow as a phone, and every name has a line of its own.
 */
export function mapOf(
  transaction: TransactionView,
  report: Pick<Report, "cause" | "failing">,
  most: number = MOST_HOPS,
): Picture {
  const { cause, failing } = report;
  const focus = new Set([cause?.field?.firstBadHop, cause?.hop, failing?.hop].flatMap((id) => id ?? []));
  const chosen = mapRows(transaction.hops, focus, most);
  const lanes = chosen.reduce((widest, { lane }) => Math.max(widest, lane), 0);
  const left = FIRST_LANE + lanes * LANE + 16;
  const rows = placed(chosen, report, WIDTH - MARGIN - left);
  const bottom = rows.reduce((lowest, { y, height }) => Math.max(lowest, y + height), HEAD) + MARGIN - 6;
  const fails = rows.some(({ hop }) => hop !== null && FAILING.has(hop.outcome));
  const way = fails ? OUTCOME_COLOURS.error : COLOURS.text;
  const drawn = [
    label(MARGIN, 24, WIDTH - 2 * MARGIN, mapTitle(transaction), { size: 15, colour: COLOURS.text, bold: true }),
    label(MARGIN, 41, WIDTH - 2 * MARGIN, mapSubtitle(transaction), { size: 11.5, colour: COLOURS.soft }),
    // What leads to the failure is drawn last, over the others.
    ...rows.filter(({ failing: bad }) => !bad).map((row) => rail(row, rows, way)),
    ...rows.filter(({ failing: bad }) => bad).map((row) => rail(row, rows, way)),
    ...rows.flatMap((row) => rowOf(row, left)),
  ];
  return {
    svg: card(bottom, drawn),
    alt: altText(
      mapHead(transaction),
      rows.map((row) => line(row, rows)),
    ),
  };
}

function placed(rows: readonly MapRow[], report: Pick<Report, "cause" | "failing">, room: number): Drawn[] {
  let y = HEAD;
  const said = rows.map(({ hop }) => (hop === null ? null : hopWords(hop)));
  // An error that was handed up stands once, where it came from.
  const lastOf = new Map(said.map((words, i) => [words?.error ?? "", i]));
  return rows.map((row, i) => {
    const words = said[i] ?? null;
    const isOwn = words !== null && lastOf.get(words.error) === i;
    const error = isOwn ? wrapped(words.error, room, DETAIL_SIZE, MOST_ERROR_LINES) : [];
    const role = row.hop === null ? "" : roleWords(report, row.hop);
    const long = row.hop !== null && (role !== "" || FAILING.has(row.hop.outcome));
    const beside = room - plateWidth(role) - 6;
    const lines = [words?.detail ?? "", ...error];
    const free = lines.findIndex((text) => textWidth(text, DETAIL_SIZE) <= beside);
    const roleLine = free === -1 ? lines.length : free;
    const height = (long ? HOP : SHORT) + Math.max(error.length, role === "" ? 0 : roleLine) * LINE;
    const drawn = { ...row, words, role, roleLine, error, long, y, height };
    y += height;
    return drawn;
  });
}

function laneAt(lane: number): number {
  return FIRST_LANE + lane * LANE;
}

/** The middle of a row's sign. */
function signAt({ y }: Drawn): number {
  return y + 11;
}

/** Down in the lane of what it came from, and out to its own. Thick where it leads to the failure, dashed where it is not sure. */
function rail(row: Drawn, rows: readonly Drawn[], way: string): string {
  const parent = row.from === null ? undefined : rows[row.from];
  if (parent === undefined) return "";
  const [x0, y0, x, y] = [laneAt(parent.lane), signAt(parent), laneAt(row.lane), signAt(row)];
  const path =
    x === x0
      ? `M${at(x0)} ${at(y0)}V${at(y)}`
      : `M${at(x0)} ${at(y0)}V${at(y - 9)}Q${at(x0)} ${at(y)} ${at(x0 + 9)} ${at(y)}H${at(x)}`;

  const colour = row.failing ? way : COLOURS.rail;
  const certainty = row.hop?.from?.certainty ?? "exact";
  const unsure = row.hop === null || certainty === "content" || certainty === "time";
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${row.failing ? 3.5 : 2}"${unsure ? ' stroke-dasharray="4 3"' : ""}/>`;
}

function rowOf(row: Drawn, left: number): string[] {
  const { hop, hidden, words, long, y } = row;
  const room = WIDTH - MARGIN - left;
  const soft = { size: DETAIL_SIZE, colour: COLOURS.soft };
  if (hop === null || words === null) {
    const [x, middle] = [laneAt(row.lane), signAt(row)];
    return [
      `<rect x="${at(x - 7)}" y="${at(middle - 4)}" width="14" height="8" fill="${COLOURS.card}"/>`,
      ...[-4, 0, 4].map((dx) => `<circle cx="${at(x + dx)}" cy="${at(middle)}" r="1.6" fill="${COLOURS.soft}"/>`),
      label(left, y + 15, room, hidden === null ? "" : hiddenWords(hidden), soft),
    ];
  }
  const free = room - textWidth(words.took, soft.size) - 8;
  const name = textWidth(words.name, 13.5, true);
  return [
    outcomeMark(hop.outcome, laneAt(row.lane), signAt(row)),
    label(left, y + 15.5, free, words.name, { size: 13.5, colour: COLOURS.text, bold: true }),
    label(WIDTH - MARGIN, y + 15.5, 80, words.took, { ...soft, right: true }),
    ...(long
      ? special(row, hop, words.detail, left, room)
      : [free - name < LEAST_DETAIL ? "" : label(left + name + 7, y + 15.5, free - name - 7, words.detail, soft)]),
  ];
}

/** What is special of a hop, how it failed, and on a plate what it is in this incident. */
function special(
  { role, roleLine, error, y }: Drawn,
  { outcome }: HopView,
  detail: string,
  left: number,
  room: number,
): string[] {
  const wide = plateWidth(role);
  const x = WIDTH - MARGIN - wide;
  const colour = FAILING.has(outcome) ? OUTCOME_COLOURS[outcome] : COLOURS.soft;
  const line = (n: number): number => y + 31 + n * LINE;
  const plate = [
    `<rect x="${at(x)}" y="${at(line(roleLine) - 12)}" width="${at(wide)}" height="16.5" rx="3" fill="${OUTCOME_COLOURS.error}"/>`,
    label(x + 6, line(roleLine), wide, role, PLATE),
  ];
  return [
    label(left, line(0), room, detail, { size: DETAIL_SIZE, colour }),
    ...error.map((text, i) => label(left, line(i + 1), room, text, { size: DETAIL_SIZE, colour: COLOURS.text })),
    ...(role === "" ? [] : plate),
  ];
}

function plateWidth(role: string): number {
  return role === "" ? 0 : textWidth(role, PLATE.size, PLATE.bold) + 12;
}

function line({ words, role, hidden, from }: Drawn, rows: readonly Drawn[]): string {
  if (words === null) return hidden === null ? "" : hiddenWords(hidden);
  return mapLine(words, role, from === null ? null : (rows[from]?.words?.name ?? null));
}
