import { z } from "zod";
import { LIMITS } from "../blocks/limits.ts";
import type { Conversation } from "../conversation.ts";
import type { Message } from "../message.ts";
import { editMessage, permalink, postEphemeral, postMessage, presentMessage, removeMessage } from "../messages.ts";
import { openDirectMessage, type Workspace } from "../workspace.ts";
import { flag, timestamp } from "./argument-types.ts";
import { checkContent, checkNewContent, contentArguments, draftFields } from "./content.ts";
import { findConversation, type Method, method } from "./method.ts";
import { Refusal } from "./refusal.ts";
import { threadIn } from "./thread-in.ts";

/** https://docs.slack.dev/reference/methods#chat. Not built: posting under another name or icon, unfurling, markdown_text. */
export const chatMethods: readonly Method[] = [
  method("chat.postMessage", {
    scopes: ["chat:write"],
    tier: "post",
    accepts: z.object({
      channel: z.string(),
      ...contentArguments,
      thread_ts: timestamp.optional(),
      reply_broadcast: flag.optional(),
    }),
    answer(given, workspace) {
      const conversation = writableConversation(workspace, given.channel);
      const content = checkNewContent(workspace, given);
      const message = postMessage(workspace, conversation, workspace.app.userId, {
        text: content.text,
        ...draftFields(content),
        ...threadIn(conversation, given.thread_ts),
        broadcast: given.reply_broadcast ?? false,
      });
      return { channel: conversation.id, ts: message.ts, message: presentMessage(conversation, message) };
    },
  }),

  method("chat.update", {
    scopes: ["chat:write"],
    tier: 3,
    accepts: z.object({ channel: z.string(), ts: timestamp, ...contentArguments }),
    answer(given, workspace) {
      const conversation = findConversation(workspace, given.channel);
      const content = checkContent(workspace, given);
      const { text, blocks, metadata } = content;
      if (text === undefined && blocks === undefined && metadata === undefined) throw new Refusal("no_text");
      if (text === "" && (blocks === undefined || blocks.length === 0)) throw new Refusal("no_text");
      if (text !== undefined && [...text].length > LIMITS.message.updateText) throw new Refusal("msg_too_long");
      ownMessage(workspace, conversation, given.ts, "cant_update_message");
      const message = editMessage(workspace, conversation, given.ts, (previous) =>
        updated(previous, content, workspace),
      );
      if (message === null) throw new Refusal("message_not_found");
      const shown = presentMessage(conversation, message);
      return { channel: conversation.id, ts: message.ts, text: message.text, message: shown };
    },
  }),

  method("chat.delete", {
    scopes: ["chat:write"],
    tier: 3,
    accepts: z.object({ channel: z.string(), ts: timestamp }),
    answer({ channel, ts }, workspace) {
      const conversation = findConversation(workspace, channel);
      ownMessage(workspace, conversation, ts, "cant_delete_message");
      removeMessage(workspace, conversation, ts);
      return { channel: conversation.id, ts };
    },
  }),

  method("chat.postEphemeral", {
    scopes: ["chat:write"],
    tier: 4,
    accepts: z.object({
      channel: z.string(),
      user: z.string(),
      ...contentArguments,
      thread_ts: timestamp.optional(),
    }),
    answer(given, workspace) {
      const conversation = writableConversation(workspace, given.channel);
      if (!conversation.members.has(given.user)) throw new Refusal("user_not_in_channel");
      const content = checkNewContent(workspace, given);
      const message = postEphemeral(workspace, conversation, workspace.app.userId, given.user, {
        text: content.text,
        ...draftFields(content),
        ...threadIn(conversation, given.thread_ts),
      });
      return { message_ts: message.ts };
    },
  }),

  method("chat.getPermalink", {
    tier: 4,
    accepts: z.object({ channel: z.string(), message_ts: timestamp }),
    answer({ channel, message_ts }, workspace) {
      const conversation = findConversation(workspace, channel);
      const message = conversation.messages.find(({ ts }) => ts === message_ts);
      if (message === undefined) throw new Refusal("message_not_found");
      return { channel: conversation.id, permalink: permalink(workspace, conversation, message) };
    },
  }),
];

/** Where the bot may write: it is a member, or it has `chat:write.public` and the channel is public. */
function writableConversation(workspace: Workspace, named: string): Conversation {
  const person = workspace.people.get(named);
  if (person !== undefined) return openDirectMessage(workspace, person);
  const conversation = findConversation(workspace, named);
  const invited = conversation.members.has(workspace.app.userId);
  if (!invited && !workspace.app.scopes.includes("chat:write.public")) throw new Refusal("not_in_channel");
  return conversation;
}

function ownMessage(workspace: Workspace, conversation: Conversation, ts: string, otherwise: string): void {
  const message = conversation.messages.find((one) => one.ts === ts);
  if (message === undefined || message.subtype === "tombstone") throw new Refusal("message_not_found");
  if (message.user !== workspace.app.userId) throw new Refusal(otherwise);
}

/**
 * The message with its new content. Blocks that are not given stay, unless there is new text: then the text takes their
 * place, and the message is marked as edited, which one with blocks never is. Metadata that is not given stays.
 */
function updated(
  previous: Message,
  { text, blocks, metadata }: ReturnType<typeof checkContent>,
  workspace: Workspace,
): Message {
  const { blocks: oldBlocks, metadata: oldMetadata, edited: _, ...rest } = previous;
  const newBlocks = blocks ?? (text === undefined ? oldBlocks : undefined);
  const newMetadata = metadata === undefined ? oldMetadata : metadata;
  const hasBlocks = newBlocks !== undefined && newBlocks.length > 0;
  return {
    ...rest,
    text: text ?? previous.text,
    ...(hasBlocks ? { blocks: newBlocks } : { edited: { user: workspace.app.userId, ts: workspace.newTs() } }),
    ...(newMetadata === undefined || newMetadata === null ? {} : { metadata: newMetadata }),
  };
}
