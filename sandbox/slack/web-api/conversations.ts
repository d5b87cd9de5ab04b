import { z } from "zod";
import { type Conversation, SCOPE_FAMILY, threadOf } from "../conversation.ts";
import { isInChannel, isReply, type Message } from "../message.ts";
import { presentMessage } from "../messages.ts";
import { openDirectMessage, type Workspace } from "../workspace.ts";
import { count, flag, list, timestamp } from "./argument-types.ts";
import { findConversation, type Method, method, needScope, page, readableConversation } from "./method.ts";
import { Refusal } from "./refusal.ts";

const paging = { limit: count.optional(), cursor: z.string().optional() };
const range = {
  oldest: timestamp.optional(),
  latest: timestamp.optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
};
type Range = z.output<z.ZodObject<typeof range>>;

const READ_SCOPES = ["channels:read", "groups:read", "im:read"];
const HISTORY_SCOPES = ["channels:history", "groups:history", "im:history"];

/** https://docs.slack.dev/reference/methods#conversations */
export const conversationsMethods: readonly Method[] = [
  method("conversations.info", {
    scopes: READ_SCOPES,
    tier: 3,
    accepts: z.object({ channel: z.string() }),
    answer({ channel }, workspace) {
      const conversation = findConversation(workspace, channel);
      needScope(workspace, `${SCOPE_FAMILY[conversation.kind]}:read`);
      return { channel: present(workspace, conversation) };
    },
  }),

  method("conversations.list", {
    scopes: READ_SCOPES,
    tier: 2,
    accepts: z.object({ types: list.optional(), exclude_archived: flag.optional(), ...paging }),
    answer({ types = ["public_channel"], limit = 100, cursor }, workspace) {
      const kinds = types.map((type) => {
        if (type !== "public_channel" && type !== "private_channel" && type !== "im")
          throw new Refusal("invalid_types");
        return TYPES[type];
      });
      for (const kind of kinds) needScope(workspace, `${SCOPE_FAMILY[kind]}:read`);
      const known = [...workspace.conversations.values()].filter(
        ({ kind, members }) => kinds.includes(kind) && (kind === "public" || members.has(workspace.app.userId)),
      );
      const { items, nextCursor } = page(known, ({ id }) => id, { limit, cursor });
      return {
        channels: items.map((conversation) => present(workspace, conversation)),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  }),

  method("conversations.members", {
    scopes: READ_SCOPES,
    tier: 4,
    accepts: z.object({ channel: z.string(), ...paging }),
    answer({ channel, limit = 100, cursor }, workspace) {
      const conversation = findConversation(workspace, channel);
      needScope(workspace, `${SCOPE_FAMILY[conversation.kind]}:read`);
      const { items, nextCursor } = page([...conversation.members], (id) => id, { limit, cursor });
      return { members: items, response_metadata: { next_cursor: nextCursor } };
    },
  }),

  method("conversations.history", {
    scopes: HISTORY_SCOPES,
    tier: 3,
    accepts: z.object({ channel: z.string(), ...range, ...paging }),
    answer({ channel, limit = 100, cursor, ...given }, workspace) {
      const conversation = readableConversation(workspace, channel);
      const newestFirst = within(conversation.messages.filter(isInChannel), given).reverse();
      const { items, nextCursor } = page(newestFirst, ({ ts }) => ts, { limit, cursor });
      return {
        messages: items.map((message) => presentMessage(conversation, message, given.include_all_metadata)),
        has_more: nextCursor !== "",
        pin_count: 0,
        ...(nextCursor === "" ? {} : { response_metadata: { next_cursor: nextCursor } }),
      };
    },
  }),

  method("conversations.replies", {
    scopes: HISTORY_SCOPES,
    tier: 3,
    accepts: z.object({ channel: z.string(), ts: timestamp, ...range, ...paging }),
    answer({ channel, ts, limit = 1000, cursor, ...given }, workspace) {
      const conversation = readableConversation(workspace, channel);
      const named = conversation.messages.find((message) => message.ts === ts);
      if (named === undefined) throw new Refusal("thread_not_found");
      const thread = threadOf(conversation, named.thread_ts ?? ts);
      // The root is always in the answer, whatever range of replies was asked for.
      const wanted = [...thread.filter((one) => !isReply(one)), ...within(thread.filter(isReply), given)];
      const { items, nextCursor } = page(wanted, (message) => message.ts, { limit, cursor });
      return {
        messages: items.map((message) => presentMessage(conversation, message, given.include_all_metadata)),
        has_more: nextCursor !== "",
        ...(nextCursor === "" ? {} : { response_metadata: { next_cursor: nextCursor } }),
      };
    },
  }),

  method("conversations.open", {
    scopes: ["im:write"],
    tier: 3,
    accepts: z.object({ users: list.optional(), channel: z.string().optional(), return_im: flag.optional() }),
    answer({ users, channel, return_im = false }, workspace) {
      const conversation =
        channel === undefined ? directMessageWith(workspace, users) : findConversation(workspace, channel);
      if (conversation.kind !== "im") throw new Refusal("method_not_supported_for_channel_type");
      return { channel: return_im ? present(workspace, conversation) : { id: conversation.id } };
    },
  }),
];

const TYPES = { public_channel: "public", private_channel: "private", im: "im" } as const;

/** Group direct messages are not built. */
function directMessageWith(workspace: Workspace, users: readonly string[] | undefined): Conversation {
  const [id, ...others] = users ?? [];
  if (id === undefined) throw new Refusal("users_list_not_supplied");
  if (others.length > 0) throw new Refusal("too_many_users");
  const person = workspace.people.get(id);
  if (person === undefined) throw new Refusal("user_not_found");
  return openDirectMessage(workspace, person);
}

function within(messages: readonly Message[], { oldest, latest, inclusive = false }: Range): Message[] {
  if (oldest !== undefined && Number.isNaN(Number(oldest))) throw new Refusal("invalid_ts_oldest");
  if (latest !== undefined && Number.isNaN(Number(latest))) throw new Refusal("invalid_ts_latest");
  return messages.filter(({ ts }) => {
    if (inclusive && (sameTs(ts, oldest) || sameTs(ts, latest))) return true;
    return micros(ts) > micros(oldest ?? "0") && (latest === undefined || micros(ts) < micros(latest));
  });
}

/** As a whole number: seconds with six digits do not survive as a floating-point number. */
function micros(ts: string): bigint {
  const [seconds = "0", fraction = ""] = ts.split(".");
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

function sameTs(ts: string, other: string | undefined): boolean {
  return other !== undefined && micros(ts) === micros(other);
}

function present({ team, app }: Workspace, conversation: Conversation): object {
  const { id, name, kind, createdS, members, topic } = conversation;
  if (kind === "im") {
    const user = [...members].find((member) => member !== app.userId);
    return { id, created: createdS, is_im: true, is_org_shared: false, user, context_team_id: team.id, is_open: true };
  }
  return {
    id,
    name,
    name_normalized: name,
    created: createdS,
    is_channel: kind === "public",
    is_group: kind === "private",
    is_im: false,
    is_mpim: false,
    is_private: kind === "private",
    is_archived: false,
    is_general: false,
    is_shared: false,
    is_member: members.has(app.userId),
    context_team_id: team.id,
    topic: { value: topic, creator: "", last_set: topic === "" ? 0 : createdS },
    purpose: { value: "", creator: "", last_set: 0 },
    num_members: members.size,
  };
}
