import type { KnownBlock } from "@slack/types";
import type { IncidentState, Investigation } from "../investigation.ts";
import { many } from "../many.ts";
import { incidentsOf } from "../storm.ts";
import { escaped, linked } from "./mrkdwn.ts";
import { context } from "./mrkdwn-blocks.ts";

/** Characters for the names of a storm's incidents: the verdict comes first. */
const INCIDENTS_TEXT = 6000;
/** Slack takes 3,000 in a text. */
const INCIDENTS_A_BLOCK = 2900;
const MOST_ASSIGNEES = 3;

/**
 * Every incident by its name, the oldest first: one that is not named was not seen by whoever reads this. `most`: the characters
 * for which the message has room.
 */
export function rootIncidents(row: Investigation, small: readonly string[], most: number): KnownBlock[] {
  const all = incidentsOf(row).toSorted((a, b) => a.createdAt - b.createdAt);
  if (all.length === 1) return [context([`PagerDuty: ${incidentLine(row.incident)}`, ...small])];
  const lines: string[] = [];
  for (let room = Math.min(INCIDENTS_TEXT, most); lines.length < all.length; ) {
    const line = `• ${incidentLine(all[lines.length] ?? row.incident)}`;
    room -= line.length;
    if (room < 0) break;
    lines.push(line);
  }
  const more = all.length - lines.length;
  if (more > 0) lines.push(`_and ${many(more, "other incident")}_`);
  const head = `PagerDuty: ${many(all.length, "incident")} of one storm`;
  const parts: string[] = [head];
  for (const line of lines) {
    const longer = `${parts.at(-1)}\n${line}`;
    if (longer.length > INCIDENTS_A_BLOCK) parts.push(line);
    else parts[parts.length - 1] = longer;
  }
  return [...parts, ...small].map((text) => context([text]));
}

function incidentLine(incident: IncidentState): string {
  const name = linked(incident.url, incident.title);
  const names = incident.assignees.slice(0, MOST_ASSIGNEES).map((one) => escaped(one.name, 60));
  const more = incident.assignees.length - names.length;
  const people = names.length === 0 ? "" : `, with ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  return `${name} — *${incident.status}*${people}`;
}
