import type { Choice } from "../blocks/choice.ts";
import { findElements, type Placed } from "../blocks/find-elements.ts";
import type { Block } from "../blocks/layout.ts";
import type { Conversation } from "../conversation.ts";
import type { AppLink } from "../delivery/app-link.ts";
import {
  actionOf,
  type Choices,
  messageActionsPayload,
  messageShortcutPayload,
  viewActionsPayload,
} from "../delivery/payloads.ts";
import type { Message } from "../message.ts";
import type { Person } from "../person.ts";
import type { View } from "../view.ts";
import { viewsOf } from "../view-stacks.ts";
import type { Workspace } from "../workspace.ts";
import { type Outcome, pressOutcome } from "./outcome.ts";

/** Which element: its place is a message (by ts) or an open view (by id). The block is needed where the action_id is not unique. */
export interface Target {
  readonly place: string;
  readonly actionId: string;
  readonly blockId: string | undefined;
}

/** Uses an element of a message or a modal: `choice` is what was chosen, null for a plain button. */
export async function act(
  workspace: Workspace,
  link: AppLink,
  person: Person,
  target: Target,
  choice: Choice,
  choices: Choices,
): Promise<Outcome> {
  const view = viewsOf(workspace, person.id).find(({ id }) => id === target.place);
  const payload =
    view === undefined
      ? fromMessage(workspace, person, target, choice, choices)
      : fromView(workspace, person, view, target, choice, choices);
  return pressOutcome(await link.deliver({ type: "interactive", payload, retry: null }));
}

/** Takes an app's entry from the menu of a message. */
export async function messageShortcut(
  workspace: Workspace,
  link: AppLink,
  person: Person,
  callbackId: string,
  ts: string,
): Promise<Outcome> {
  if (!workspace.app.shortcuts.some((shortcut) => shortcut.callbackId === callbackId)) {
    throw new Error(`the app has no message shortcut ${callbackId}`);
  }
  const { conversation, message } = messageFor(workspace, person, ts);
  const payload = messageShortcutPayload(workspace, person, conversation, message, callbackId);
  return pressOutcome(await link.deliver({ type: "interactive", payload, retry: null }));
}

function fromMessage(workspace: Workspace, person: Person, target: Target, choice: Choice, choices: Choices) {
  const place = messageFor(workspace, person, target.place);
  const placed = elementIn(place.message.blocks ?? [], target);
  const action = actionOf(placed, choice, workspace.newTs());
  return messageActionsPayload(workspace, person, place, action, withChoice(choices, placed, choice));
}

function fromView(workspace: Workspace, person: Person, view: View, target: Target, choice: Choice, choices: Choices) {
  const placed = elementIn(view.blocks, target);
  const action = actionOf(placed, choice, workspace.newTs());
  return viewActionsPayload(workspace, person, view, action, withChoice(choices, placed, choice));
}

function elementIn(blocks: readonly Block[], { place, actionId, blockId }: Target): Placed {
  const found = findElements(blocks).find(
    ({ block, element }) => element.action_id === actionId && (blockId === undefined || block.block_id === blockId),
  );
  if (found === undefined) throw new Error(`${place} has no element with the action_id ${actionId}`);
  if (found.block.type === "input" && !found.block.dispatch_action) {
    throw new Error(`${actionId} is in an input block without dispatch_action: it is sent with the submission`);
  }
  return found;
}

function withChoice(choices: Choices, { block, element }: Placed, choice: Choice): Choices {
  return { ...choices, [block.block_id]: { ...choices[block.block_id], [element.action_id]: choice } };
}

/** The message as that person sees it: of the channel's history, or one that only they were shown. */
function messageFor(
  { conversations }: Workspace,
  person: Person,
  ts: string,
): { conversation: Conversation; message: Message; isEphemeral: boolean } {
  for (const conversation of conversations.values()) {
    if (!conversation.members.has(person.id)) continue;
    const message = conversation.messages.find((one) => one.ts === ts);
    if (message !== undefined) return { conversation, message, isEphemeral: false };
    const shown = conversation.ephemerals.find((one) => one.to === person.id && one.message.ts === ts);
    if (shown !== undefined) return { conversation, message: shown.message, isEphemeral: true };
  }
  throw new Error(`${person.name} sees no message or view ${ts}`);
}
