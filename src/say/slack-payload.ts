import type { Button, KnownBlock, ModalView } from "@slack/types";
import { many } from "../many.ts";
import type { PayloadName } from "../payload-name.ts";
import { type Aim, aimText, MOST_FIND } from "../press.ts";
import type { HopView } from "../report.ts";
import { button, labelOf } from "./button.ts";
import type { TextLine } from "./json-lines.ts";
import { markedLines } from "./marked-lines.ts";
import { code, escaped } from "./mrkdwn.ts";
import { hopName } from "./names.ts";
import { payloadLock } from "./payload-lock.ts";
import { type Found, payloadMatches } from "./payload-matches.ts";
import { type Page, pageOfLine, payloadPages } from "./payload-pages.ts";
import { PAYLOAD_TITLES, type PayloadText } from "./payload-text.ts";
import { preformatted } from "./preformatted.ts";
import { verbatim } from "./verbatim.ts";

/** Places of matches that are shown at once. */
const A_PAGE = 6;
const MOST_PATHS = 3;
/** A page never is as long: nothing of it is cut. */
const MOST_PAGE = 6000;

/** What is shown of a hop, how its times are told, and what was just done. */
export interface PayloadView {
  readonly hop: HopView;
  readonly name: PayloadName;
  /** Null where it was not recorded. */
  readonly text: PayloadText | null;
  readonly zone: string;
  /** Where the value stands that went bad. */
  readonly path: string | null;
  readonly note: string | null;
}

/** All of what a hop says in one place, page by page, or the lines around what is looked for. */
export function payloadModal(aim: Aim, view: PayloadView): ModalView {
  const { hop, name, text } = view;
  const all = text?.lines ?? [];
  const { lines, place } = view.path === null ? { lines: all, place: null } : markedLines(all, view.path);
  const at: Aim = { ...aim, payload: name };
  const { page: _, find, ...home } = at;
  return {
    type: "modal",
    title: { type: "plain_text", text: `${PAYLOAD_TITLES[name]} of hop ${hop.n}`.slice(0, 24) },
    close: { type: "plain_text", text: "Back" },
    submit: { type: "plain_text", text: labelOf("search-payload") },
    callback_id: "search-payload",
    private_metadata: aimText(home),
    blocks: find === undefined ? paged(at, view, lines, place) : searched({ ...at, find }, view, lines),
  };
}

/** What was not kept, and what was just done: above the button that did it. */
function notes({ text, note }: PayloadView): KnownBlock[] {
  return [text?.notKept ?? null, note]
    .filter((one) => one !== null)
    .map((one) => ({ type: "context", elements: [verbatim(escaped(one, 600))] }));
}

/** In the place of what somebody may not read. */
export function lockedModal(title: string, group: string): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: title },
    close: { type: "plain_text", text: "Back" },
    blocks: [section(payloadLock(group))],
  };
}

function paged(aim: Aim, view: PayloadView, lines: readonly TextLine[], bad: number | null): KnownBlock[] {
  const pages = payloadPages(lines);
  const last = pages.length - 1;
  const page = Math.min(aim.page ?? firstShown(view, bad, pages), last);
  const shown = pages[page] ?? { from: 0, to: 0, text: "" };
  const { page: _, ...home } = aim;
  const place =
    lines.length === 0
      ? view.text === null
        ? "_not recorded_"
        : "_empty_"
      : last === 0
        ? many(lines.length, "line")
        : `page ${page + 1} of ${pages.length}, lines ${shown.from} to ${shown.to} of ${lines.length}`;
  const walks = [
    ...(page > 1 ? [walk(home, 0, "first", "⏮ First")] : []),
    ...(page > 0 ? [walk(home, page - 1, "before", "◀ Before")] : []),
    ...(page < last ? [walk(home, page + 1, "after", "Next ▶")] : []),
    ...(page < last - 1 ? [walk(home, last, "last", "Last ⏭")] : []),
  ];
  return [
    section(`${titleOf(view)}: ${place}`),
    search(undefined),
    ...(lines.length === 0 ? [] : [preformatted(shown.text, MOST_PAGE)]),
    ...notes(view),
    { type: "actions", elements: [...walks, button("payload-file", { ...aim, page })] },
  ];
}

function searched(aim: Aim & { find: string }, view: PayloadView, lines: readonly TextLine[]): KnownBlock[] {
  const { count, found } = payloadMatches(lines, aim.find);
  const pages = payloadPages(lines);
  const last = Math.max(0, Math.ceil(found.length / A_PAGE) - 1);
  const page = Math.min(aim.page ?? 0, last);
  const shown = found.slice(page * A_PAGE, (page + 1) * A_PAGE);
  const { page: _, find, ...home } = aim;
  const part = last === 0 ? "" : `, part ${page + 1} of ${last + 1}`;
  const walks = [
    ...(page > 0 ? [walk({ ...home, find }, page - 1, "before", "◀ Before")] : []),
    ...(page < last ? [walk({ ...home, find }, page + 1, "after", "Next ▶")] : []),
  ];
  return [
    section(`${titleOf(view)}: ${code(find, MOST_FIND * 2)} stands in ${many(count, "line")}${part}`),
    search(find),
    ...shown.flatMap((one, place) => [foundBlock(home, one, pages, place), preformatted(one.text, MOST_PAGE)]),
    ...notes(view),
    { type: "actions", elements: [...walks, walk(home, 0, "whole", "Show all"), button("payload-file", aim)] },
  ];
}

function foundBlock(home: Aim, { line, paths }: Found, pages: readonly Page[], place: number): KnownBlock {
  const named = paths.slice(0, MOST_PATHS).map((path) => code(path, 300));
  const more = paths.length > MOST_PATHS ? [`and ${many(paths.length - MOST_PATHS, "more path")}`] : [];
  return {
    ...section([`line ${line}`, ...named, ...more].join(" · ")),
    accessory: {
      ...walk(home, pageOfLine(pages, line), `found-${place}`, "Show"),
      accessibility_label: `Show line ${line}`,
    },
  };
}

/** What went wrong stands at the end of logs; of a payload, where the bad value is. */
function firstShown({ name }: PayloadView, place: number | null, pages: readonly Page[]): number {
  if (name === "logs") return pages.length - 1;
  return place === null ? 0 : pageOfLine(pages, place + 1);
}

function titleOf({ hop, name, zone }: PayloadView): string {
  const times = name === "logs" ? `, times in ${escaped(zone, 60)}` : "";
  return `*${PAYLOAD_TITLES[name]}* of ${escaped(hopName(hop), 150)}${times}`;
}

function search(find: string | undefined): KnownBlock {
  return {
    type: "input",
    block_id: "find",
    dispatch_action: true,
    optional: true,
    label: { type: "plain_text", text: "Find a word or a path" },
    element: {
      type: "plain_text_input",
      action_id: "search-payload",
      max_length: MOST_FIND,
      dispatch_action_config: { trigger_actions_on: ["on_enter_pressed"] },
      ...(find === undefined ? {} : { initial_value: find }),
    },
  };
}

function walk(aim: Aim, page: number, id: string, label: string): Button {
  return button("walk-payload", { ...aim, page }, `walk-payload:${id}`, label);
}

function section(text: string): KnownBlock & { type: "section" } {
  return { type: "section", text: verbatim(text) };
}
