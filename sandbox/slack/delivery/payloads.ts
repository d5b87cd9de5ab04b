import type { Choice } from "../blocks/choice.ts";
import { initialChoice, stateValue } from "../blocks/choice.ts";
import { findElements, type Interactive, type Placed } from "../blocks/find-elements.ts";
import type { Block } from "../blocks/layout.ts";
import { CHANNEL_TYPE, type Conversation } from "../conversation.ts";
import { isReply, type Message } from "../message.ts";
import { presentMessage } from "../messages.ts";
import type { Person } from "../person.ts";
import type { View } from "../view.ts";
import type { Workspace } from "../workspace.ts";

/** What a person has filled in: by block_id, then action_id. What is missing holds its initial value. */
export type Choices = Readonly<Record<string, Readonly<Record<string, Choice>>>>;

type Payload = Readonly<Record<string, unknown>>;

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export function commandPayload(
  workspace: Workspace,
  person: Person,
  conversation: Conversation,
  { command, text }: { command: string; text: string },
): Payload {
  const { app, team, triggers, responseUrls } = workspace;
  return {
    token: app.verificationToken,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: conversation.id,
    channel_name: conversation.kind === "im" ? "directmessage" : conversation.name,
    user_id: person.id,
    user_name: person.name,
    command,
    text,
    api_app_id: app.appId,
    is_enterprise_install: "false",
    response_url: responseUrls.issue({ user: person.id, channel: conversation.id, messageTs: null }),
    trigger_id: triggers.issue({ user: person.id, viewId: null }),
  };
}

/** https://docs.slack.dev/reference/interaction-payloads/block_actions-payload, from a message. */
export function messageActionsPayload(
  workspace: Workspace,
  person: Person,
  place: { conversation: Conversation; message: Message; isEphemeral: boolean },
  action: Payload,
  choices: Choices,
): Payload {
  const { conversation, message, isEphemeral } = place;
  return {
    type: "block_actions",
    ...common(workspace, person),
    container: {
      type: "message",
      message_ts: message.ts,
      channel_id: conversation.id,
      is_ephemeral: isEphemeral,
      ...(isReply(message) ? { thread_ts: message.thread_ts } : {}),
    },
    trigger_id: workspace.triggers.issue({ user: person.id, viewId: null }),
    channel: channelField(conversation),
    // Of an ephemeral message Slack sends no copy: the app knows it by its container only.
    ...(isEphemeral ? {} : { message: presentMessage(conversation, message) }),
    state: { values: stateValues(message.blocks ?? [], choices) },
    response_url: workspace.responseUrls.issue({
      user: person.id,
      channel: conversation.id,
      messageTs: message.ts,
    }),
    actions: [action],
  };
}

/** block_actions from a modal. */
export function viewActionsPayload(
  workspace: Workspace,
  person: Person,
  view: View,
  action: Payload,
  choices: Choices,
): Payload {
  return {
    type: "block_actions",
    ...common(workspace, person),
    container: { type: "view", view_id: view.id },
    trigger_id: workspace.triggers.issue({ user: person.id, viewId: view.id }),
    view: { ...view, state: { values: stateValues(view.blocks, choices) } },
    actions: [action],
  };
}

/** One entry of `actions`. The `value` of what is pressed is its own; that of what is chosen or typed, the person's. */
export function actionOf({ block, element }: Placed, choice: Choice, ts: string): Payload {
  const { type, action_id } = element;
  const base = { type, action_id, block_id: block.block_id, action_ts: ts };
  switch (element.type) {
    case "button":
    case "icon_button": {
      const { text, value } = element;
      return {
        ...base,
        text,
        ...(value === undefined ? {} : { value }),
        ...("url" in element && element.url !== undefined ? { url: element.url } : {}),
        ...("style" in element && element.style !== undefined ? { style: element.style } : {}),
        ...("icon" in element ? { icon: element.icon } : {}),
      };
    }
    case "feedback_buttons": {
      const pressed = [element.positive_button, element.negative_button].find(({ value }) => value === choice);
      if (pressed === undefined) throw new Error(`${action_id} has no button with the value "${String(choice)}"`);
      return { ...base, text: pressed.text, value: pressed.value };
    }
    case "overflow": {
      const option = element.options.find(({ value }) => value === choice);
      if (option === undefined) throw new Error(`${action_id} has no option "${String(choice)}"`);
      return { ...base, selected_option: option };
    }
    default:
      return { ...base, ...stateValue(element, choice) };
  }
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export function viewSubmissionPayload(workspace: Workspace, person: Person, view: View, choices: Choices): Payload {
  return {
    type: "view_submission",
    ...common(workspace, person),
    trigger_id: workspace.triggers.issue({ user: person.id, viewId: view.id }),
    view: { ...view, state: { values: stateValues(view.blocks, choices) } },
    response_urls: [],
  };
}

export function viewClosedPayload(workspace: Workspace, person: Person, view: View, isCleared: boolean): Payload {
  return { type: "view_closed", ...common(workspace, person), view, is_cleared: isCleared };
}

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function messageShortcutPayload(
  workspace: Workspace,
  person: Person,
  conversation: Conversation,
  message: Message,
  callbackId: string,
): Payload {
  return {
    type: "message_action",
    ...common(workspace, person),
    callback_id: callbackId,
    trigger_id: workspace.triggers.issue({ user: person.id, viewId: null }),
    response_url: workspace.responseUrls.issue({
      user: person.id,
      channel: conversation.id,
      messageTs: message.ts,
    }),
    action_ts: workspace.newTs(),
    message_ts: message.ts,
    channel: channelField(conversation),
    message: presentMessage(conversation, message),
  };
}

/** The wrapper around each event: https://docs.slack.dev/apis/events-api#callback-field */
export function eventCallback(workspace: Workspace, conversation: Conversation, event: Payload): Payload {
  const { app, team, clock, newId } = workspace;
  return {
    token: app.verificationToken,
    team_id: team.id,
    context_team_id: team.id,
    api_app_id: app.appId,
    event,
    type: "event_callback",
    event_id: newId("Ev"),
    event_time: Math.floor(clock.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${conversation.id}`,
  };
}

/** The fields that a message event adds to its message. */
export function messageEvent(conversation: Conversation, message: Message): Payload {
  return { ...message, channel: conversation.id, channel_type: CHANNEL_TYPE[conversation.kind], event_ts: message.ts };
}

function common({ app, team }: Workspace, person: Person): Payload {
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: person.id, username: person.name, name: person.name, team_id: team.id },
    api_app_id: app.appId,
    token: app.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function channelField({ id, name, kind }: Conversation): Payload {
  return { id, name: kind === "im" ? "directmessage" : kind === "private" ? "privategroup" : name };
}

function stateValues(blocks: readonly Block[], choices: Choices): Record<string, Record<string, unknown>> {
  const values: Record<string, Record<string, unknown>> = {};
  for (const { block, element } of findElements(blocks)) {
    const value = stateValue(element, choiceIn(choices, block.block_id, element));
    if (value !== null) values[block.block_id] = { ...values[block.block_id], [element.action_id]: value };
  }
  return values;
}

/** What a person has put into an element, or what it held to begin with. */
export function choiceIn(choices: Choices, blockId: string, element: Interactive): Choice {
  const chosen = choices[blockId]?.[element.action_id];
  return chosen === undefined ? initialChoice(element) : chosen;
}
