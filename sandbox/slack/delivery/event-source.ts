import type { BotEvent } from "../app.ts";
import type { Change } from "../change-feed.ts";
import type { Conversation } from "../conversation.ts";
import type { Workspace } from "../workspace.ts";
import { eventCallback, messageEvent } from "./payloads.ts";

const MESSAGE_EVENT = { public: "message.channels", private: "message.groups", im: "message.im" } as const;

/**
 * Turns what happens in the bot's conversations into the events that the app has subscribed to, its own messages
 * included, as Slack does. Returns what stops it.
 */
export function watchForEvents(
  workspace: Workspace,
  send: (payload: Readonly<Record<string, unknown>>) => void,
): () => void {
  const { app } = workspace;
  const emit = (conversation: Conversation, event: BotEvent, body: Readonly<Record<string, unknown>>) => {
    if (app.events.includes(event)) send(eventCallback(workspace, conversation, body));
  };
  return workspace.changes.subscribe((change) => {
    if (!("conversation" in change) || !change.conversation.members.has(app.userId)) return;
    const { conversation } = change;
    const body = messageBody(workspace, change);
    if (body !== null) emit(conversation, MESSAGE_EVENT[conversation.kind], body);
    if (change.kind === "posted" && mentionsBot(workspace, change) && conversation.kind !== "im") {
      const { channel_type: _, ...event } = messageEvent(conversation, change.message);
      emit(conversation, "app_mention", { ...event, type: "app_mention" });
    }
  });
}

/** https://docs.slack.dev/reference/events/message: edits and removals are messages with a subtype. */
function messageBody(workspace: Workspace, change: Change): Readonly<Record<string, unknown>> | null {
  switch (change.kind) {
    case "posted": {
      const event = messageEvent(change.conversation, change.message);
      return change.message.files === undefined ? event : { ...event, subtype: "file_share" };
    }
    case "edited": {
      const { channel, channel_type } = messageEvent(change.conversation, change.message);
      const { message, previous } = change;
      const ts = workspace.newTs();
      const place = { channel, channel_type, ts, event_ts: ts, hidden: true };
      return { type: "message", subtype: "message_changed", ...place, message, previous_message: previous };
    }
    case "removed": {
      const { channel, channel_type } = messageEvent(change.conversation, change.message);
      const ts = workspace.newTs();
      const place = { channel, channel_type, ts, event_ts: ts, hidden: true };
      const deleted = { deleted_ts: change.message.ts, previous_message: change.message };
      return { type: "message", subtype: "message_deleted", ...place, ...deleted };
    }
    default:
      return null;
  }
}

/** Slack sends no mention for what the bot says about itself. */
function mentionsBot({ app }: Workspace, { message }: Extract<Change, { kind: "posted" }>): boolean {
  return message.user !== app.userId && message.text.includes(`<@${app.userId}>`);
}
