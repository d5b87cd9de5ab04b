import type { Choice } from "../blocks/choice.ts";
import type { AppLink } from "../delivery/app-link.ts";
import type { Choices } from "../delivery/payloads.ts";
import type { Message } from "../message.ts";
import type { Workspace } from "../workspace.ts";
import { close, submit } from "./modal.ts";
import type { Outcome, SubmitOutcome } from "./outcome.ts";
import { act, messageShortcut } from "./press.ts";
import { command, say } from "./speak.ts";

/**
 * What one person can do in Slack; the page's buttons and the tests call the same. What goes to the app waits for its
 * acknowledgement. All throw when the person could not do it at all, because the thing is not there.
 */
export interface Hands {
  /** Types into the message box of a channel or, with `threadTs`, of a thread. "@handle" mentions. */
  say(channel: string, text: string, threadTs?: string): Message;
  command(channel: string, command: string, text: string, threadTs?: string): Promise<Outcome>;
  /** Presses a button in a message (by its ts) or in an open view (by its id). */
  press(place: string, actionId: string, blockId?: string): Promise<Outcome>;
  /** Chooses from a menu; `others` is what else is filled in there. */
  choose(place: string, actionId: string, choice: Choice, blockId?: string, others?: Choices): Promise<Outcome>;
  submit(viewId: string, choices?: Choices): Promise<SubmitOutcome>;
  /** Presses a view's close button or, with `all`, the X in its corner. */
  close(viewId: string, all?: boolean): Promise<void>;
  /** Takes an app's entry from a message's menu. */
  shortcut(callbackId: string, ts: string): Promise<Outcome>;
}

export function handsOf(workspace: Workspace, link: AppLink, userId: string): Hands {
  const person = workspace.people.get(userId);
  if (person === undefined) throw new Error(`there is no user ${userId}`);
  return {
    say: (channel, text, threadTs) => say(workspace, person, channel, text, threadTs),
    command: (channel, name, text, threadTs) =>
      command(workspace, link, person, { channel, command: name, text, threadTs }),
    press: (place, actionId, blockId) => act(workspace, link, person, { place, actionId, blockId }, null, {}),
    choose: (place, actionId, choice, blockId, others = {}) =>
      act(workspace, link, person, { place, actionId, blockId }, choice, others),
    submit: (viewId, choices = {}) => submit(workspace, link, person, viewId, choices),
    close: (viewId, all = false) => close(workspace, link, person, viewId, all),
    shortcut: (callbackId, ts) => messageShortcut(workspace, link, person, callbackId, ts),
  };
}
