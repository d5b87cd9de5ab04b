import type { ContextBlock } from "@slack/types";
import { type Done, type Investigation, MOST_DEEDS } from "../investigation.ts";
import { many } from "../many.ts";
import { incidentsOf } from "../storm.ts";
import { momentOf } from "./moment.ts";
import { escaped } from "./mrkdwn.ts";
import { context } from "./mrkdwn-blocks.ts";

const MOST_DONE = 6;

/** What people did, the last of it, and how much came before. */
export function doneBlock(row: Investigation): ContextBlock[] {
  const { done } = row;
  if (done.length === 0) return [];
  const [first = "", ...rest] = done.slice(-MOST_DONE).map((one) => doneLine(one, row));
  return [context([`${earlier(done.length)}${first}`, ...rest])];
}

function earlier(deeds: number): string {
  const left = deeds - MOST_DONE;
  if (left <= 0) return "";
  // Beyond these nothing is remembered.
  const atLeast = deeds >= MOST_DEEDS ? "at least " : "";
  return `_${atLeast}${many(left, "earlier one")}, then_ `;
}

function doneLine({ at, did, who, of }: Done, row: Investigation): string {
  const [first] = of;
  const title = incidentsOf(row).find(({ id }) => id === first)?.title ?? "";
  const about =
    of.length > 1
      ? ` (${many(of.length, "incident")})`
      : row.others.length > 0 && title !== ""
        ? ` (${escaped(title, 80)})`
        : "";
  return `${momentOf(at)} ${escaped(did, 150)}${about}${who === null ? "" : ` by ${escaped(who, 80)}`}`;
}
