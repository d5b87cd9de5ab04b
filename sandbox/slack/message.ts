import type { Block } from "./blocks/layout.ts";
import type { FileObject } from "./file-object.ts";

/**
 * A message in the shape of Slack's API (https://docs.slack.dev/reference/events/message), immutable: an edit makes a
 * new one. What Slack derives when it answers (reply counts) is not kept here, see `presentMessage`.
 */
export interface Message {
  readonly type: "message";
  readonly subtype?: "thread_broadcast" | "tombstone";
  readonly ts: string;
  readonly user: string;
  readonly team: string;
  readonly text: string;
  readonly bot_id?: string;
  readonly app_id?: string;
  readonly client_msg_id?: string;
  readonly blocks?: readonly Block[];
  readonly thread_ts?: string;
  readonly parent_user_id?: string;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly metadata?: MessageMetadata;
  readonly files?: readonly FileObject[];
  readonly reactions?: readonly Reaction[];
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
  readonly count: number;
}

/** https://docs.slack.dev/messaging/message-metadata */
export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** What Slack puts as the text of a message that came with blocks alone; notifications show it. */
export const NO_FALLBACK_TEXT = "This content can't be displayed.";

/** The author of what Slack itself says, such as "/trace is not supported in threads. Sorry!". */
export const SLACKBOT = "USLACKBOT";

export function isReply(message: Message): boolean {
  return message.thread_ts !== undefined && message.thread_ts !== message.ts;
}

/** Whether the channel itself shows it: everything but the replies that stay in their thread. */
export function isInChannel(message: Message): boolean {
  return !isReply(message) || message.subtype === "thread_broadcast";
}
