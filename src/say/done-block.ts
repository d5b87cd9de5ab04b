import type { ContextBlock } from "@slack/types";
import type { Done, Investigation } from "../investigation.ts";
import { many } from "../many.ts";
import { incidentsOf } from "../storm.ts";
import { momentOf } from "./moment.ts";
import { escaped } from "./mrkdwn.ts";
import { context } from "./mrkdwn-blocks.ts";

const MOST_DONE = 6;

/** What people did, the last of it. */
export function doneBlock(row: Investigation): ContextBlock[] {
  return row.done.length === 0 ? [] : [context(row.done.slice(-MOST_DONE).map((one) => doneLine(one, row)))];
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
  return `${momentOf(at)} ${escaped(did)}${about}${who === null ? "" : ` by ${escaped(who)}`}`;
}
