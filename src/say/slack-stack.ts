import type { ImageBlock, KnownBlock } from "@slack/types";
import type { FieldView } from "../cause-detail.ts";
import type { HealthyView } from "../comparison.ts";
import { many } from "../many.ts";
import type { HopView, TransactionView } from "../report.ts";
import { andMore } from "./and-more.ts";
import { button } from "./button.ts";
import { errorLine } from "./error-line.ts";
import { healthyLine } from "./healthy-line.ts";
import { hopPlaces } from "./hop-place.ts";
import { code, escaped } from "./mrkdwn.ts";
import { duration, hopName, short } from "./names.ts";
import { inReaderTime } from "./reader-time.ts";
import { skewLine } from "./skew-line.ts";
import { spoken } from "./spoken.ts";
import { stepWords } from "./step-words.ts";
import { verbatim } from "./verbatim.ts";
import type { Words } from "./words.ts";

/** A message holds 50 blocks: so many hops with their buttons always fit. */
const MOST_HOPS = 20;
/** Of more hops the errors are cut to half, so that a message of the most of them has no more characters than Slack takes. */
const FEW_HOPS = 10;
const MOST_ERROR = 220;
const MOST_PLACES = 4;
const MOST_CLOCKS = 2;
const MOST_GAPS = 3;
/** Of a field's name, and of its value. */
const MOST_STEP = 40;
const MOST_BESIDE = 300;
const SIGNS = { ok: "✅", error: "❌", throttled: "🐌", timeout: "⏱️", unknown: "❔" } as const;

/** What the report says of a request beside the request itself. */
export interface Beside {
  /** As a lock screen shows it. */
  readonly verdict?: string | null;
  /** The value that went bad on the way through it, which is told hop by hop. */
  readonly field?: FieldView | null;
  /** How requests go that do not fail. */
  readonly healthy?: HealthyView | null;
  readonly pictures?: readonly ImageBlock[];
}

/**
 * The virtual stack trace of one request: one line a hop, the innermost first, as in any stack trace, and each with a button
 * that opens it. Of a longer one, the hops around the failure; the rest is reached by walking from hop to hop. `verdict`: what
 * a lock screen shows of it, because it comes after the verdict there and hides it.
 */
export function stackWords(
  investigation: string,
  revision: number,
  transaction: TransactionView,
  { verdict = null, field = null, healthy = null, pictures = [] }: Beside = {},
): Words {
  const { hops, entry, user, outcome, query } = transaction;
  const shown = hopsShown(hops);
  const who = user === null ? "" : ` · user ${code(user.id, 80)}`;
  const name = entry === null ? "a request whose entry is unknown" : entry.name;
  const head = `*Virtual stack trace* of ${escaped(name, 150)} — *${outcome}*${who}\n${query.kind} ${code(query.id, 150)}${foundIn(query)}`;
  const blocks: KnownBlock[] = [{ type: "section", text: verbatim(head) }];
  const placeOf = hopPlaces(hops);
  const mostError = shown.length > FEW_HOPS ? MOST_ERROR / 2 : MOST_ERROR;
  for (const hop of shown.toReversed()) {
    const aim = { investigation, revision, transaction: transaction.id, hop: hop.id };
    blocks.push({
      type: "section",
      text: verbatim(hopText(hop, placeOf(hop), mostError, field, healthyLine(healthy, hop.id))),
      accessory: button("open-hop", aim, `open-hop:${hop.n}`, undefined, `hop ${hop.n}, ${hopName(hop)}`),
    });
  }
  blocks.push(...pictures);
  const notes = notesOn(transaction, shown.length, field);
  if (notes.length > 0) blocks.push({ type: "context", elements: notes.map(verbatim) });
  const text = verdict ?? short(`Virtual stack trace of ${name}: ${outcome}, ${many(hops.length, "hop")}`, 300);
  return { text: spoken(escaped(text, 1000), blocks), blocks };
}

function foundIn({ foundIn: places = [] }: TransactionView["query"]): string {
  if (places.length === 0) return "";
  const more = places.length > MOST_PLACES ? ` and ${many(places.length - MOST_PLACES, "more place")}` : "";
  const first = places.slice(0, MOST_PLACES).map((place) => code(place, 80));
  return `, found in ${first.join(", ")}${more}`;
}

/** What is not shown, and what was not seen; no more than a context block holds. */
function notesOn({ hops, skew, gaps }: TransactionView, shown: number, field: FieldView | null): string[] {
  const notes: string[] = [];
  if (shown < hops.length) notes.push(`${many(hops.length - shown, "more hop")}: walk there from the ones shown`);
  if (field !== null && field.trailEnds !== null)
    notes.push(`Where the bad ${code(field.path, 80)} came from is not proven: ${escaped(field.trailEnds, 200)}`);
  const clocks = skew.slice(0, MOST_CLOCKS).map((one) => escaped(skewLine(one), 200));
  const unseen = gaps
    .slice(0, MOST_GAPS)
    .map(({ what, why }) => `Not seen: ${inReaderTime(escaped(`${what}: ${why}`, 200))}`);
  return [
    ...notes,
    ...clocks,
    ...andMore(skew.length, clocks.length, "clock that was wrong"),
    ...unseen,
    ...andMore(gaps.length, unseen.length, "thing not seen"),
  ];
}

/** The hops that the message shows: those around the deepest failing one, in order; all of them where they fit. */
export function hopsShown(hops: readonly HopView[]): readonly HopView[] {
  if (hops.length <= MOST_HOPS) return hops;
  const failing = hops.findLastIndex(({ outcome }) => outcome !== "ok" && outcome !== "unknown");
  const middle = failing === -1 ? hops.length - 1 : failing;
  const from = Math.max(0, Math.min(hops.length - MOST_HOPS, middle - MOST_HOPS + 4));
  return hops.slice(from, from + MOST_HOPS);
}

function hopText(
  hop: HopView,
  place: string,
  mostError: number,
  field: FieldView | null,
  beside: string | null,
): string {
  const details = [
    hop.durationMs === null ? null : duration(hop.durationMs),
    hop.attempts > 1 ? `${hop.attempts} attempts` : null,
    hop.delivery > 1 ? `delivery ${hop.delivery}` : null,
    hop.dwellMs === null ? null : `waited ${duration(hop.dwellMs)}`,
  ].filter((one) => one !== null);
  const line = `${SIGNS[hop.outcome]} ${hop.n}. *${escaped(hopName(hop), 80)}*${escaped(place, 40)} ${escaped(hop.operation, 60)} — ${hop.outcome}${details.length === 0 ? "" : ` · ${details.join(" · ")}`}`;
  const error = hop.error === null ? [] : [code(errorLine(hop.error), mostError)];
  const step = field === null ? null : stepWords(field, hop.id, MOST_STEP);
  const healthy = beside === null ? [] : [`↳ ${escaped(beside, MOST_BESIDE)}`];
  return [line, ...error, ...(step === null ? [] : [step]), ...healthy].join("\n");
}
