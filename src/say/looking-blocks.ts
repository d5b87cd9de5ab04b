import type { KnownBlock } from "@slack/types";
import type { Investigation } from "../investigation.ts";
import { many } from "../many.ts";
import type { Report, Shown } from "../report.ts";
import type { Standing } from "../standing.ts";
import { bold, escaped } from "./mrkdwn.ts";
import { section } from "./mrkdwn-blocks.ts";
import { standingWords } from "./standing-words.ts";

const MOST_TITLE = 600;

/** While it is looked into: what was found so far, who has answered, and no verdict, because more evidence may turn it. */
export function lookingBlocks(
  { incident }: Investigation,
  report: Shown<Report> | null,
  standing: Standing | null,
): KnownBlock[] {
  const progress = [
    ...(report === null ? [] : [foundWords(report)]),
    ...(standing === null ? [] : [standingWords(standing) ?? []].flat()),
  ];
  const head = section(`🔎 *Looking…* ${escaped(incident.title, MOST_TITLE)}`);
  return progress.length === 0 ? [head] : [head, section(progress.join("\n"))];
}

function foundWords({ failing, cost }: Shown<Report>): string {
  const found =
    failing === null
      ? "no failing request"
      : `${many(failing.requests, "request")} failing, most of them in ${bold(failing.function ?? "an unknown function")}`;
  return `_So far:_ ${found}, after ${many(cost.queries, "query", "queries")}`;
}
