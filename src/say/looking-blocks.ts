import type { KnownBlock } from "@slack/types";
import type { Investigation } from "../investigation.ts";
import { many } from "../many.ts";
import type { Report, Shown } from "../report.ts";
import { bold, escaped } from "./mrkdwn.ts";
import { section } from "./mrkdwn-blocks.ts";

const MOST_TITLE = 600;

/** While it is looked into: what was found so far, and no verdict, because more evidence may turn it. */
export function lookingBlocks({ incident }: Investigation, report: Shown<Report> | null): KnownBlock[] {
  const head = `🔎 *Looking…* ${escaped(incident.title, MOST_TITLE)}`;
  if (report === null) return [section(head)];
  const { failing, cost } = report;
  const found =
    failing === null
      ? "no failing request"
      : `${many(failing.requests, "request")} failing, most of them in ${bold(failing.function ?? "an unknown function")}`;
  return [section(head), section(`_So far:_ ${found}, after ${many(cost.queries, "query", "queries")}`)];
}
