import type { z } from "zod";
import { problemsOf } from "../blocks/problems.ts";
import { type Conversation, SCOPE_FAMILY } from "../conversation.ts";
import type { Tier } from "../rate-limits.ts";
import type { Workspace } from "../workspace.ts";
import { Refusal, refusalFor } from "./refusal.ts";

/** One Web API method, as the dispatcher sees it. */
export interface Method {
  readonly name: string;
  /** Which token may call it. */
  readonly token: "bot" | "app" | "any" | "none";
  /** The scopes of which the token needs one; none for methods that need no scope. */
  readonly scopes: readonly string[];
  readonly tier: Tier;
  /** Parses the arguments and does the work. Throws a Refusal. */
  readonly call: (raw: Record<string, unknown>, workspace: Workspace) => object;
}

/** Declares a method: `accepts` is its arguments' schema, `answer` gets them parsed. Unknown arguments are ignored, as Slack does. */
export function method<Arguments>(
  name: string,
  declared: {
    readonly token?: Method["token"];
    readonly scopes?: readonly string[];
    readonly tier: Tier;
    readonly accepts: z.ZodType<Arguments>;
    readonly answer: (given: Arguments, workspace: Workspace) => object;
  },
): Method {
  const { token = "bot", scopes = [], tier, accepts, answer } = declared;
  return {
    name,
    token,
    scopes,
    tier,
    call(raw, workspace) {
      const parsed = accepts.safeParse(raw);
      if (!parsed.success) throw refusalFor("invalid_arguments", problemsOf(parsed.error, raw, ""));
      return answer(parsed.data, workspace);
    },
  };
}

/** Throws what Slack answers when the bot token lacks a scope. */
export function needScope({ app }: Workspace, ...anyOf: readonly [string, ...string[]]): void {
  if (anyOf.some((scope) => app.scopes.includes(scope))) return;
  throw new Refusal("missing_scope", { needed: anyOf.join(","), provided: app.scopes.join(",") });
}

/**
 * The conversation that the app names by id, by #name, or, for a direct message, by the person. One that the bot
 * may not know of (private, not a member) is not found, as for Slack.
 */
export function findConversation({ conversations, app }: Workspace, named: string): Conversation {
  const name = named.replace(/^#/, "");
  const found =
    conversations.get(named) ?? [...conversations.values()].find((one) => one.kind !== "im" && one.name === name);
  if (found === undefined || (found.kind === "private" && !found.members.has(app.userId))) {
    throw new Refusal("channel_not_found");
  }
  return found;
}

/** The conversation, where the bot may read its history. */
export function readableConversation(workspace: Workspace, id: string): Conversation {
  const conversation = findConversation(workspace, id);
  needScope(workspace, `${SCOPE_FAMILY[conversation.kind]}:history`);
  if (!conversation.members.has(workspace.app.userId)) throw new Refusal("not_in_channel");
  return conversation;
}

/**
 * A page of a list. The cursor, opaque to the app, names the next page's first item, so that what is added meanwhile
 * moves nothing from one page into another.
 */
export function page<T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { limit, cursor = "" }: { limit: number; cursor?: string | undefined },
): { items: T[]; nextCursor: string } {
  if (limit < 1 || limit > 1000) throw new Refusal("invalid_limit");
  const key = Buffer.from(cursor, "base64")
    .toString()
    .replace(/^next:/, "");
  const from = cursor === "" ? 0 : all.findIndex((item) => keyOf(item) === key);
  if (from < 0) throw new Refusal("invalid_cursor");
  const next = all[from + limit];
  return {
    items: all.slice(from, from + limit),
    nextCursor: next === undefined ? "" : Buffer.from(`next:${keyOf(next)}`).toString("base64"),
  };
}
