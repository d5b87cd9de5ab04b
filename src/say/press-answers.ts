import { escaped } from "./mrkdwn.ts";
import type { Words } from "./words.ts";

/** What only the presser is told: what was there already, what is no longer there, and what there is not. */
export const ANSWER = {
  nothingToAcknowledge: "The incident is resolved already: there is nothing to acknowledge.",
  nothingToWaitFor: "The incident is resolved already: there is nothing to wait for.",
  nobodyToRing: "The incident is resolved already: nobody needs to be rung.",
  priorityLeft: "The incident is resolved already: its priority is left as it is.",
  acknowledgedByYou: "You have acknowledged it already.",
  noPolicyToEscalateIn: "The incident has no escalation policy to escalate in.",
  noFurtherLevel: "There is no further level: use “Wake the team” to ring everybody.",
  noTeam: "There is no escalation policy that says who the team is.",
  allAwake: "Everybody on call in the escalation policy has it already.",
  priorityGone: "PagerDuty no longer has this priority.",
  investigationGone: "This investigation is no longer stored.",
  reportGone: "This report is no longer stored: press “Look again”.",
  hopGone: "This hop is no longer stored: press “Look again”, or trace the request.",
  traceGone: "This trace is no longer stored: trace the request again.",
  noSearch: "This button does not say what to look for.",
  noExample: "This button does not say which request to show.",
  oldButton: "This button was drawn by a version that is no longer understood.",
  oddPress: "Slack delivered a press that it does not document.",
  noPayload: "This button does not say what to show.",
  notRecorded: "Nothing of this was recorded.",
  broken: "Something went wrong here, and it is in the log.",
  fileSent: "✅ Sent to you as a direct message.",
} as const;

/** An answer for the presser alone. It may repeat what PagerDuty said, which is text from outside. */
export function answerWords(answer: string): Words {
  return { text: escaped(answer, 1500), blocks: [] };
}

export function exampleGone(id: string): string {
  return `Nothing is to be found any more for ${id}.`;
}

/** An acknowledgement that PagerDuty's REST API did not take: why, and what was done instead. No answer of the Events API says that it stopped. */
export function queuedAnswer(problem: string, did: string, sent: boolean): string {
  const ringing = sent ? "until PagerDuty says that it has it, it may go on ringing" : "until then it goes on ringing";
  return `${problem.replace(/\.$/, "")}. ${did}; ${ringing}.`;
}

/** In the window in which a file was asked for. */
export function notSent(problem: string): string {
  return `⚠️ ${problem}`;
}

/** What would ring people again who were rung just now. */
export function justDoneBy(did: string, who: string | null): string {
  return `${did}${who === null ? "" : ` by ${who}`}, less than two minutes ago: press again if nobody answers.`;
}

/** What PagerDuty tells whom it rings for somebody who presses “Wake the team”. */
export function askedToHelp(who: string, title: string): string {
  return `${who} asks you to help with: ${title}`;
}
