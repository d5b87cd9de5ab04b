import { z } from "zod";
import type { Conversation } from "../conversation.ts";
import type { Reaction } from "../message.ts";
import { setReactions } from "../messages.ts";
import { EMOJI } from "../text/emoji.ts";
import type { Workspace } from "../workspace.ts";
import { timestamp } from "./argument-types.ts";
import { findConversation, type Method, method } from "./method.ts";
import { Refusal } from "./refusal.ts";

const accepts = z.object({ channel: z.string(), timestamp, name: z.string() });

/** https://docs.slack.dev/reference/methods#reactions. Reactions to files are not built, and an emoji is one that the page can show. */
export const reactionsMethods: readonly Method[] = [
  method("reactions.add", {
    scopes: ["reactions:write"],
    tier: 3,
    accepts,
    answer({ channel, timestamp: ts, name }, workspace) {
      if (!Object.hasOwn(EMOJI, name)) throw new Refusal("invalid_name");
      const { conversation, reactions } = reactionsTo(workspace, channel, ts);
      const users = reactions.find((one) => one.name === name)?.users ?? [];
      if (users.includes(workspace.app.userId)) throw new Refusal("already_reacted");
      setReactions(workspace, conversation, ts, replace(reactions, name, [...users, workspace.app.userId]));
      return {};
    },
  }),

  method("reactions.remove", {
    scopes: ["reactions:write"],
    tier: 2,
    accepts,
    answer({ channel, timestamp: ts, name }, workspace) {
      const { conversation, reactions } = reactionsTo(workspace, channel, ts);
      const users = reactions.find((one) => one.name === name)?.users ?? [];
      if (!users.includes(workspace.app.userId)) throw new Refusal("no_reaction");
      const others = users.filter((user) => user !== workspace.app.userId);
      setReactions(workspace, conversation, ts, replace(reactions, name, others));
      return {};
    },
  }),
];

function reactionsTo(
  workspace: Workspace,
  channel: string,
  ts: string,
): { conversation: Conversation; reactions: readonly Reaction[] } {
  const conversation = findConversation(workspace, channel);
  const message = conversation.messages.find((one) => one.ts === ts);
  if (message === undefined) throw new Refusal("message_not_found");
  return { conversation, reactions: message.reactions ?? [] };
}

function replace(reactions: readonly Reaction[], name: string, users: readonly string[]): Reaction[] {
  const replaced = { name, users, count: users.length };
  const known = reactions.some((one) => one.name === name);
  return (known ? reactions.map((one) => (one.name === name ? replaced : one)) : [...reactions, replaced]).filter(
    ({ count }) => count > 0,
  );
}
