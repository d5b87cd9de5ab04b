import type { Block } from "./blocks/layout.ts";
import { LIMITS } from "./blocks/limits.ts";
import { type Conversation, threadOf } from "./conversation.ts";
import type { FileObject } from "./file-object.ts";
import { isReply, type Message, type MessageMetadata, NO_FALLBACK_TEXT, SLACKBOT } from "./message.ts";
import type { Workspace } from "./workspace.ts";

/** What a message is made of before it has an author and a timestamp. */
export interface Draft {
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly threadTs?: string;
  /** Of a reply: the channel shows it too. */
  readonly broadcast?: boolean;
  readonly metadata?: MessageMetadata;
  readonly files?: readonly FileObject[];
}

export function postMessage(workspace: Workspace, conversation: Conversation, user: string, draft: Draft): Message {
  const message = createMessage(workspace, conversation, user, draft);
  conversation.messages.push(message);
  workspace.changes.publish({ kind: "posted", conversation, message });
  return message;
}

/** Shows a message to one person. It is in no history, cannot be updated by its ts, and notifies nobody. */
export function postEphemeral(
  workspace: Workspace,
  conversation: Conversation,
  user: string,
  to: string,
  draft: Draft,
): Message {
  const message = createMessage(workspace, conversation, user, draft);
  conversation.ephemerals.push({ to, message });
  workspace.changes.publish({ kind: "ephemeral", conversation, to, message });
  return message;
}

/** Puts other content into a message. Null when it is not there. */
export function editMessage(
  workspace: Workspace,
  conversation: Conversation,
  ts: string,
  edit: (message: Message) => Message,
): Message | null {
  const index = conversation.messages.findIndex((message) => message.ts === ts);
  const previous = conversation.messages[index];
  if (previous === undefined) return null;
  const message = edit(previous);
  conversation.messages[index] = message;
  workspace.changes.publish({ kind: "edited", conversation, message, previous });
  return message;
}

/** Removes a message. The root of a thread leaves a tombstone, so that its replies keep their place. */
export function removeMessage(workspace: Workspace, conversation: Conversation, ts: string): void {
  const index = conversation.messages.findIndex((message) => message.ts === ts);
  const message = conversation.messages[index];
  if (message === undefined) return;
  if (threadOf(conversation, ts).length > 1) {
    const { type, team } = message;
    const text = "This message was deleted.";
    const tombstone: Message = { type, subtype: "tombstone", ts, team, user: SLACKBOT, text, thread_ts: ts };
    conversation.messages[index] = tombstone;
    workspace.changes.publish({ kind: "edited", conversation, message: tombstone, previous: message });
  } else {
    conversation.messages.splice(index, 1);
    workspace.changes.publish({ kind: "removed", conversation, message });
  }
}

export function removeEphemeral(workspace: Workspace, conversation: Conversation, to: string, ts: string): void {
  const index = conversation.ephemerals.findIndex((one) => one.to === to && one.message.ts === ts);
  if (index < 0) return;
  conversation.ephemerals.splice(index, 1);
  workspace.changes.publish({ kind: "ephemeral-removed", conversation, to, ts });
}

export function setReactions(
  workspace: Workspace,
  conversation: Conversation,
  ts: string,
  reactions: NonNullable<Message["reactions"]>,
): void {
  const index = conversation.messages.findIndex((message) => message.ts === ts);
  const previous = conversation.messages[index];
  if (previous === undefined) return;
  const { reactions: _, ...rest } = previous;
  const message: Message = reactions.length === 0 ? rest : { ...rest, reactions };
  conversation.messages[index] = message;
  workspace.changes.publish({ kind: "reacted", conversation, message });
}

/** A message as the API returns it: with what is derived from its thread, and its metadata only where that was asked for. */
export function presentMessage(conversation: Conversation, message: Message, withMetadata = false): object {
  const { metadata, ...rest } = message;
  const replies = isReply(message) ? [] : threadOf(conversation, message.ts).filter(isReply);
  const latest = replies.at(-1);
  return {
    ...rest,
    ...(withMetadata && metadata !== undefined ? { metadata } : {}),
    ...(latest === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map(({ user }) => user))],
          reply_users_count: new Set(replies.map(({ user }) => user)).size,
          latest_reply: latest.ts,
          is_locked: false,
          subscribed: false,
        }),
  };
}

export function permalink({ url }: Workspace, conversation: Conversation, message: Message): string {
  const address = `${url}/archives/${conversation.id}/p${message.ts.replace(".", "")}`;
  return isReply(message) ? `${address}?thread_ts=${message.thread_ts}&cid=${conversation.id}` : address;
}

function createMessage(workspace: Workspace, conversation: Conversation, user: string, draft: Draft): Message {
  const { app, team } = workspace;
  const isOurs = user === app.userId;
  const text = draft.text === "" && draft.blocks !== undefined ? NO_FALLBACK_TEXT : draft.text;
  return {
    type: "message",
    ...(draft.broadcast === true && draft.threadTs !== undefined ? { subtype: "thread_broadcast" } : {}),
    ts: workspace.newTs(),
    user,
    team: team.id,
    text: [...text].slice(0, LIMITS.message.text).join(""),
    ...(isOurs ? { bot_id: app.botId, app_id: app.appId } : { client_msg_id: workspace.newId("M") }),
    ...(draft.blocks === undefined ? {} : { blocks: draft.blocks }),
    ...(draft.files === undefined ? {} : { files: draft.files }),
    ...(draft.metadata === undefined ? {} : { metadata: draft.metadata }),
    ...threadFields(conversation, draft.threadTs),
  };
}

/** A reply's thread is that of its root, even where the app named another reply. */
function threadFields(conversation: Conversation, ts: string | undefined): Partial<Message> {
  if (ts === undefined) return {};
  const named = conversation.messages.find((message) => message.ts === ts);
  const root = conversation.messages.find((message) => message.ts === (named?.thread_ts ?? ts));
  return root === undefined ? { thread_ts: ts } : { thread_ts: root.ts, parent_user_id: root.user };
}
