import type { IncidentState } from "../investigation.ts";
import { escaped, linked } from "./mrkdwn.ts";
import { context } from "./mrkdwn-blocks.ts";
import { spoken } from "./spoken.ts";
import type { Words } from "./words.ts";

/** What is left of a second message about an incident: the way to the first. */
export function foldedWords({ title }: IncidentState, link: string): Words {
  const blocks = [context([`Told in ${linked(link, title)}`])];
  return { text: spoken(`Told elsewhere: ${escaped(title, 200)}`, blocks), blocks };
}
