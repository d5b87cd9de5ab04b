import type { KnownBlock } from "@slack/types";
import type { IncidentState, Investigation } from "../investigation.ts";
import { many } from "../many.ts";
import { incidentsOf } from "../storm.ts";
import { escaped, linked } from "./mrkdwn.ts";
import { context } from "./mrkdwn-blocks.ts";

/** Characters for the names of a storm's incidents: Slack takes 13,171 of a message, and the verdict comes first. */
const INCIDENTS_TEXT = 6000;
/** Of the longest titles and addresses no more fit into the 3,000 characters of one text. */
const INCIDENTS_A_BLOCK = 6;

/** Every incident by its name, the oldest first: one that is not named was not seen by whoever reads this. */
export function rootIncidents(row: Investigation, small: readonly string[]): KnownBlock[] {
  const all = incidentsOf(row).toSorted((a, b) => a.createdAt - b.createdAt);
  if (all.length === 1) return [context([`PagerDuty: ${incidentLine(row.incident)}`, ...small])];
  const lines: string[] = [];
  for (let room = INCIDENTS_TEXT; lines.length < all.length; ) {
    const line = `• ${incidentLine(all[lines.length] ?? row.incident)}`;
    room -= line.length;
    if (room < 0) break;
    lines.push(line);
  }
  const more = all.length - lines.length;
  if (more > 0) lines.push(`_and ${many(more, "other incident")}_`);
  const head = `PagerDuty: ${many(all.length, "incident")} of one storm`;
  const parts: KnownBlock[] = [];
  for (let at = 0; at < lines.length; at += INCIDENTS_A_BLOCK)
    parts.push(context([[...(at === 0 ? [head] : []), ...lines.slice(at, at + INCIDENTS_A_BLOCK)].join("\n")]));
  return [...parts, ...small.map((text) => context([text]))];
}

function incidentLine(incident: IncidentState): string {
  const name = linked(incident.url, incident.title);
  const people =
    incident.assignees.length === 0 ? "" : `, with ${incident.assignees.map((one) => escaped(one.name)).join(", ")}`;
  return `${name} — *${incident.status}*${people}`;
}
