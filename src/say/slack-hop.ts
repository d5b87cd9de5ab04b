import type { KnownBlock, ModalView } from "@slack/types";
import type { FieldView } from "../cause-detail.ts";
import type { HealthyView } from "../comparison.ts";
import { many } from "../many.ts";
import { type Aim, aimText } from "../press.ts";
import type { HopView, LinkView, SkewView, TransactionView } from "../report.ts";
import { button } from "./button.ts";
import { healthyLine } from "./healthy-line.ts";
import { hopPayloads, type Reading } from "./hop-payloads.ts";
import { linkWords } from "./link-words.ts";
import { moment } from "./moment.ts";
import { code, escaped } from "./mrkdwn.ts";
import { duration, hopName, short } from "./names.ts";
import { payloadLock } from "./payload-lock.ts";
import { skewLine } from "./skew-line.ts";
import { consoleButtons } from "./slack-console.ts";
import { stepWords } from "./step-words.ts";
import { verbatim } from "./verbatim.ts";

const MOST_NEIGHBOURS = 4;
const MOST_TAGS = 5;

/** The window that opens at once, before anything is known. */
export function loadingModal(title: string): ModalView {
  return { type: "modal", title: plain(title), close: plain("Close"), blocks: [text("🔎 _Loading…_")] };
}

/** The same window when something went wrong: the failure is shown where the answer was expected. */
export function failedModal(title: string, sentence: string): ModalView {
  return {
    type: "modal",
    title: plain(title),
    close: plain("Close"),
    blocks: [text(`⚠️ ${escaped(sentence, 1000)}`)],
  };
}

/** What is known beside the hop, and of who reads. */
export interface BesideHop extends Partial<Reading> {
  /** Where the request differs from ones that did not fail. */
  readonly healthy?: HealthyView | null;
  /** The user group of which the reader is not, and which alone may see what the application said. */
  readonly hiddenFrom?: string | null;
}

/**
 * One hop: what went in and came out, its environment, exception, logs and timing, and the way to its neighbours. `field`: the
 * value that went bad on the way through this request.
 */
export function hopModal(
  aim: Aim,
  { hops, skew }: TransactionView,
  hop: HopView,
  { field = null, healthy = null, hiddenFrom = null, timeZone = null, library = new Set() }: BesideHop = {},
): ModalView {
  const beside = healthyLine(healthy, hop.id);
  const upstream = hops.filter(({ n }) => n === hop.from?.hop || hop.alsoFrom.some((link) => link.hop === n));
  const downstream = hops.filter(
    ({ from, alsoFrom }) => from?.hop === hop.n || alsoFrom.some((link) => link.hop === hop.n),
  );
  const blocks: KnownBlock[] = [
    text(`*${escaped(hopName(hop), 150)}*\n${escaped(hop.operation, 150)} — ${ending(hop)}`),
    ...(field === null || hiddenFrom !== null ? [] : valueHere(field, hop)),
    ...(beside === null ? [] : [text(`*Beside healthy requests*\n${escaped(beside, 600)}`)]),
    ...neighbours("⬆ upstream", upstream, aim),
    ...neighbours("⬇ downstream", downstream, aim),
    ...(hiddenFrom === null ? hopPayloads(aim, hop, { field, timeZone, library }) : [text(payloadLock(hiddenFrom))]),
    { type: "section", fields: facts(hop, skew).map(verbatim) },
    ...(hops.length > 1 ? [waterfall(aim)] : []),
    ...consoleButtons(hop),
    ...evidence(hop),
  ];
  return {
    type: "modal",
    title: plain(`Hop ${hop.n} of ${hops.length}`),
    close: plain("Close"),
    private_metadata: aimText(aim),
    blocks,
  };
}

/** How it ended, and how long that took. */
function ending({ outcome, decidedBy, durationMs, attempts, dwellMs, delivery }: HopView): string {
  const parts = [
    `*${outcome}*${decidedBy === null ? "" : ` (${escaped(decidedBy)})`}`,
    durationMs === null ? "how long it took was not recorded" : `took ${duration(durationMs)}`,
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(dwellMs === null ? [] : [`waited ${duration(dwellMs)} before`]),
    ...(delivery > 1 ? [`delivery ${delivery}`] : []),
  ];
  return parts.join(" · ");
}

/** When each hop of the request ran, as a picture. */
function waterfall(aim: Aim): KnownBlock {
  return { type: "actions", elements: [button("open-waterfall", aim)] };
}

function neighbours(direction: string, hops: readonly HopView[], aim: Aim): KnownBlock[] {
  if (hops.length === 0) return [];
  const elements = hops
    .slice(0, MOST_NEIGHBOURS)
    .map((hop) =>
      button(
        "walk-to-hop",
        { ...aim, hop: hop.id },
        `walk-to-hop:${hop.n}`,
        `${direction}: ${short(hopName(hop), 55)}`,
      ),
    );
  const more = hops.length - MOST_NEIGHBOURS;
  const note: KnownBlock[] = more > 0 ? [context(`and ${more} more ${direction.slice(2)}`)] : [];
  return [{ type: "actions", elements }, ...note];
}

function facts(hop: HopView, skew: readonly SkewView[]): string[] {
  const clock = skew.find(({ hops }) => hops.includes(hop.id));
  return [
    `*Began*\n${moment(hop.startedAt, "{date_short_pretty} {time_secs}")}\n${code(hop.startedAt, 40)}${clock === undefined ? "" : ` (${escaped(skewLine(clock), 200)})`}`,
    ...(hop.requestId === null ? [] : [`*Id*\n${code(hop.requestId)}`]),
    ...(hop.account === null && hop.region === null
      ? []
      : [`*Where*\n${[hop.account, hop.region].filter(Boolean).join(" ")}`]),
    ...tags(hop),
  ];
}

function tags(hop: HopView): string[] {
  const all = Object.entries(hop.tags).map(([name, value]) => `${escaped(name, 80)} ${code(value, 150)}`);
  const more = all.length > MOST_TAGS ? [`and ${all.length - MOST_TAGS} more`] : [];
  return all.length === 0 ? [] : [`*Carried along*\n${[...all.slice(0, MOST_TAGS), ...more].join("\n")}`];
}

/** What was seen here of the value that went bad: the walk upstream can be followed from window to window. */
function valueHere(field: FieldView, hop: HopView): KnownBlock[] {
  const told = stepWords(field, hop.id);
  if (told !== null) return [text(`*Value* ${told}`)];
  const { path, seen, firstBadHop } = field;
  const here = seen.find((one) => one.hop === hop.id);
  if (here === undefined) return [];
  const value = code(JSON.stringify(here.value), 300);
  if (hop.id !== firstBadHop) return [text(`*Value* ${code(path)} is ${value} here`)];
  return [text(`*Value* ${code(path)} came in as ${value}, and went out bad: *here it began*`)];
}

/** Why this hop stands where it stands. */
function evidence(hop: HopView): KnownBlock[] {
  const links: LinkView[] = [...(hop.from === null ? [] : [hop.from]), ...hop.alsoFrom];
  const lines = links.slice(0, 5).map(linkWords);
  if (links.length > lines.length) lines.push(`and ${many(links.length - lines.length, "more parent")}`);
  return [context([...lines, `Recorded by ${hop.source.join(", ")}`].join("\n"))];
}

function text(mrkdwn: string): KnownBlock {
  return { type: "section", text: verbatim(mrkdwn) };
}

function context(mrkdwn: string): KnownBlock {
  return { type: "context", elements: [verbatim(mrkdwn)] };
}

function plain(words: string): { type: "plain_text"; text: string } {
  return { type: "plain_text", text: words };
}
