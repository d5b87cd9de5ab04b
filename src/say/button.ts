import type { Button, Overflow } from "@slack/types";
import { type Aim, aimText, type PressName } from "../press.ts";
import { short } from "./names.ts";

/** Characters on a button or in a menu. https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
const LABEL = 75;
/** Characters that an option of a menu carries. https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const OPTION = 150;
const OPTIONS = 5;

interface Look {
  readonly label: string;
  /** Whether it acts on every incident that the message is about. */
  readonly forAll?: boolean;
  readonly style?: "primary" | "danger";
  /** What is asked before it happens, where it wakes people or moves the incident away. */
  readonly confirm?: { readonly title: string; readonly text: string; readonly yes: string };
}

const LOOKS: Readonly<Record<PressName, Look>> = {
  acknowledge: { label: "Acknowledge", style: "primary", forAll: true },
  escalate: {
    label: "Escalate",
    forAll: true,
    confirm: {
      title: "Escalate?",
      text: "PagerDuty rings the next level, and the incident moves away from you.",
      yes: "Escalate",
    },
  },
  "wake-team": {
    label: "Wake the team",
    style: "danger",
    confirm: {
      title: "Wake the team?",
      text: "PagerDuty rings everybody on call in this escalation policy. The incident stays with you.",
      yes: "Wake them",
    },
  },
  "wait-until-morning": {
    label: "Wait until morning",
    forAll: true,
    confirm: {
      title: "Wait until morning?",
      text: "The incident is acknowledged and snoozed in PagerDuty until the morning, and rings again then.",
      yes: "Let it wait",
    },
  },
  "look-again": { label: "Look again" },
  "set-priority": { label: "Set the priority", forAll: true },
  "was-right": { label: "Yes, it was right" },
  "was-wrong": { label: "No, it was wrong" },
  "open-hop": { label: "Open" },
  "walk-to-hop": { label: "Go" },
  "open-payload": { label: "All of it" },
  "walk-payload": { label: "Go" },
  "search-payload": { label: "Find" },
  "payload-file": { label: "Send me the file" },
  "open-waterfall": { label: "Where the time went" },
  "search-further": { label: "Look further back" },
  "open-users": { label: "Who is hit" },
  "walk-users": { label: "Go" },
  "users-file": { label: "Send me all as CSV" },
  "open-example": { label: "Example" },
  "share-trace": { label: "Show it to everybody here" },
};

export function labelOf(name: PressName): string {
  return LOOKS[name].label;
}

export function isForAll(name: PressName): boolean {
  return LOOKS[name].forAll === true;
}

/**
 * A button for something that can be pressed. `label` says more where its place does not; `about` is what only its place says, for who
 * hears the button without its place.
 */
export function button(
  name: PressName,
  aim: Aim,
  id: string = name,
  label: string = LOOKS[name].label,
  about: string | null = null,
): Button {
  const { style, confirm } = LOOKS[name];
  return {
    type: "button",
    action_id: id,
    text: { type: "plain_text", text: short(label, LABEL) },
    value: aimText(aim),
    ...(about === null ? {} : { accessibility_label: short(`${label} ${about}`, LABEL) }),
    ...(style === undefined ? {} : { style }),
    ...(confirm === undefined
      ? {}
      : {
          confirm: {
            title: { type: "plain_text", text: confirm.title },
            text: { type: "plain_text", text: confirm.text },
            confirm: { type: "plain_text", text: confirm.yes },
            deny: { type: "plain_text", text: "Not now" },
          },
        }),
  };
}

/** What Slack calls the press of a button that only leads somewhere: it tells of it, and nothing is to be done. */
export const LINK = "link";

/** A button that opens a page. `id`: what tells it from others in its window. */
export function linkButton(id: string, label: string, url: string): Button {
  const text = short(label, LABEL);
  return {
    type: "button",
    action_id: `${LINK}:${id}`,
    text: { type: "plain_text", text },
    url,
    accessibility_label: short(`${text}, in the AWS console`, LABEL),
  };
}

/** Something that is pressed in a menu instead of by a button of its own. */
export interface MenuItem {
  readonly name: PressName;
  readonly aim: Aim;
  /** What it does. */
  readonly label: string;
}

/** The menu beside the buttons: each option carries what a button of its name would. */
export function menu(items: readonly MenuItem[]): Overflow {
  const options = items.slice(0, OPTIONS).map(({ name, aim, label }) => ({
    text: { type: "plain_text" as const, text: short(label, LABEL) },
    value: `${name} ${aimText(aim)}`,
  }));
  return { type: "overflow", action_id: "menu", options };
}

/** Whether an option can carry what it aims at. An id of PagerDuty has 14 characters, so it can but for odd ones. */
export function fitsMenu({ name, aim }: MenuItem): boolean {
  return name.length + 1 + aimText(aim).length <= OPTION;
}

/** What was chosen in a menu: the name of a press, and what its button would have carried. */
export function chosenIn(option: string): { readonly action: string; readonly value: string } {
  const space = option.indexOf(" ");
  return space < 0 ? { action: option, value: "" } : { action: option.slice(0, space), value: option.slice(space + 1) };
}

/** Several buttons of one kind in one block need ids of their own: `walk-to-hop:3`. The name is what stands before the colon. */
export function nameOfAction(actionId: string): string {
  return actionId.split(":")[0] ?? "";
}
