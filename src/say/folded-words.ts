import type { IncidentState } from "../investigation.ts";
import { escaped, linked } from "./mrkdwn.ts";
import { context } from "./mrkdwn-blocks.ts";
import type { Words } from "./words.ts";

/** What is left of a second message about an incident: the way to the first. */
export function foldedWords({ title }: IncidentState, link: string): Words {
  return { text: `Told elsewhere: ${escaped(title, 200)}`, blocks: [context([`Told in ${linked(link, title)}`])] };
}
