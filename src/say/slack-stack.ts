import type { ImageBlock, KnownBlock } from "@slack/types";
import type { FieldView } from "../cause-detail.ts";
import type { HealthyView } from "../comparison.ts";
import { many } from "../many.ts";
import type { HopView, TransactionView } from "../report.ts";
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
import type { Words } from "./words.ts";

/** A message holds 50 blocks and about 13,000 characters: so many hops at a line each, with their buttons, always fit. */
const MOST_HOPS = 20;
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
  const places = query.foundIn ?? [];
  const found =
    places.length === 0
      ? ""
      : `, found in ${places
          .slice(0, 4)
          .map((place) => code(place, 100))
          .join(", ")}`;
  const head = `*Virtual stack trace* of ${escaped(name, 150)} — *${outcome}*${who}\n${query.kind} ${code(query.id, 150)}${found}`;
  const blocks: KnownBlock[] = [{ type: "section", text: { type: "mrkdwn", text: head } }];
  const placeOf = hopPlaces(hops);
  for (const hop of shown.toReversed()) {
    const aim = { investigation, revision, transaction: transaction.id, hop: hop.id };
    blocks.push({
      type: "section",
      text: { type: "mrkdwn", text: hopText(hop, placeOf(hop), field, healthyLine(healthy, hop.id)) },
      accessory: button("open-hop", aim, `open-hop:${hop.n}`, undefined, `hop ${hop.n}, ${hopName(hop)}`),
    });
  }
  blocks.push(...pictures);
  const notes = [
    ...(shown.length < hops.length
      ? [`${many(hops.length - shown.length, "more hop")}: walk there from the ones shown`]
      : []),
  ];
  if (field !== null && field.trailEnds !== null)
    notes.push(`Where the bad ${code(field.path, 80)} came from is not proven: ${escaped(field.trailEnds, 200)}`);
  for (const skew of transaction.skew.slice(0, 2)) notes.push(escaped(skewLine(skew), 200));
  for (const { what, why } of transaction.gaps.slice(0, 3))
    notes.push(`Not seen: ${inReaderTime(escaped(`${what}: ${why}`, 200))}`);
  if (notes.length > 0) blocks.push({ type: "context", elements: notes.map((text) => ({ type: "mrkdwn", text })) });
  const text = verdict ?? short(`Virtual stack trace of ${name}: ${outcome}, ${many(hops.length, "hop")}`, 300);
  return { text: spoken(escaped(text, 1000), blocks), blocks };
}

/** The hops that the message shows: those around the deepest failing one, in order; all of them where they fit. */
export function hopsShown(hops: readonly HopView[]): readonly HopView[] {
  if (hops.length <= MOST_HOPS) return hops;
  const failing = hops.findLastIndex(({ outcome }) => outcome !== "ok" && outcome !== "unknown");
  const middle = failing === -1 ? hops.length - 1 : failing;
  const from = Math.max(0, Math.min(hops.length - MOST_HOPS, middle - MOST_HOPS + 4));
  return hops.slice(from, from + MOST_HOPS);
}

function hopText(hop: HopView, place: string, field: FieldView | null, beside: string | null): string {
  const details = [
    hop.durationMs === null ? null : duration(hop.durationMs),
    hop.attempts > 1 ? `${hop.attempts} attempts` : null,
    hop.delivery > 1 ? `delivery ${hop.delivery}` : null,
    hop.dwellMs === null ? null : `waited ${duration(hop.dwellMs)}`,
  ].filter((one) => one !== null);
  const line = `${SIGNS[hop.outcome]} ${hop.n}. *${escaped(hopName(hop), 100)}*${escaped(place, 60)} ${escaped(hop.operation, 80)} — ${hop.outcome}${details.length === 0 ? "" : ` · ${details.join(" · ")}`}`;
  const error = hop.error === null ? [] : [code(errorLine(hop.error), 220)];
  const step = field === null ? null : stepWords(field, hop.id, MOST_STEP);
  const healthy = beside === null ? [] : [`↳ ${escaped(beside, MOST_BESIDE)}`];
  return [line, ...error, ...(step === null ? [] : [step]), ...healthy].join("\n");
}
