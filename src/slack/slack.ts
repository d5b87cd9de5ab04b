import { setTimeout as pause } from "node:timers/promises";
import type { KnownBlock, ModalView } from "@slack/types";
import { type MessageMetadata, WebAPIPlatformError, WebClient, type WebClientOptions } from "@slack/web-api";
import { Fault, type FaultCode, sentenceOf } from "../fault.ts";
import { paceOf } from "../pace.ts";
import type { Words } from "../say/words.ts";
import { answerPress } from "./answer-press.ts";
import { LIMITS } from "./limits.ts";
import { uploadPicture } from "./upload-picture.ts";
import { zonesOf } from "./zones.ts";

/** What is written on a message so that it can be found again: which part of which investigation it is. */
export interface Mark {
  readonly investigation: string;
  readonly part: string;
}

/** What the bot asks of Slack. Every method throws a fault with a sentence that can be shown. */
export interface Slack {
  /** Posts a message once: where no answer came, it is looked for by its mark before it is posted again. */
  post(channel: string, thread: string | null, words: Words, mark: Mark): Promise<string>;
  update(channel: string, ts: string, words: Words, mark: Mark): Promise<void>;
  /**
   * An edit that nobody misses: it waits for its turn among its like, is made of the words as they are then, and is tried once.
   * Rejects where `until` is aborted before its turn.
   */
  updateInTurn(channel: string, ts: string, words: () => Words, mark: Mark, until: AbortSignal): Promise<void>;
  /** A message that only one person sees. */
  whisper(channel: string, user: string, thread: string | null, words: Words): Promise<void>;
  /** Answers a press by the address that came with it: also where the bot is no member. */
  answerPress(url: string, words: Words, seenBy: "presser" | "channel"): Promise<void>;
  /** A message of one's own with a mark, among the newest of a channel or in a thread, and not `except`; null: none. */
  find(channel: string, thread: string | null, mark: Mark, except?: string): Promise<string | null>;
  /** A picture that the bot alone has until a message shows it; the id of its file. */
  upload(name: string, png: Uint8Array, alt: string): Promise<string>;
  /** The investigation of which a message of one's own begins the thread; null where it is nobody's. */
  investigationOf(channel: string, ts: string): Promise<string | null>;
  permalink(channel: string, ts: string): Promise<string>;
  openModal(trigger: string, view: ModalView): Promise<string>;
  /** A window over the one that is open: closing it leads back. */
  pushModal(trigger: string, view: ModalView): Promise<string>;
  updateModal(id: string, view: ModalView): Promise<void>;
  /** A file in a message that only one person gets. */
  sendFile(user: string, name: string, content: string, words: Words): Promise<void>;
  /** The Slack user with an email address; null where there is none. */
  userByEmail(email: string): Promise<string | null>;
  emailOf(user: string): Promise<string | null>;
  nameOf(user: string): Promise<string | null>;
  /** Their time zone (`Europe/Berlin`); null where Slack does not tell. Never rejects. */
  zoneOf(user: string): Promise<string | null>;
  isMember(channel: string, user: string): Promise<boolean>;
  /** Whether somebody belongs to a user group (`S…`). */
  isInGroup(group: string, user: string): Promise<boolean>;
  /** As people write it: `@payments`; null where Slack does not tell. Never rejects. */
  groupName(group: string): Promise<string | null>;
  /** As people write it: `#incidents`; null where Slack does not tell. Never rejects. */
  channelName(channel: string): Promise<string | null>;
}

const MINUTE_MS = 60_000;
const EVENT = "wake_or_wait";
const REFUSED_BLOCKS: ReadonlySet<string> = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  // Said of a window.
  "invalid_arguments",
]);

/** A file is not always ready to be shown at once after it was uploaded, and then the whole message is refused. */
function withoutPictures<Block extends { readonly type: string }>(blocks: readonly Block[]): readonly Block[] {
  return blocks.filter(({ type }) => type !== "image");
}

function codeOf(error: unknown): FaultCode {
  if (!(error instanceof WebAPIPlatformError)) return "unavailable";
  return error.data.error === "message_not_found" ? "not-found" : "refused";
}

export function slackOf(token: string, options: WebClientOptions): Slack {
  const client = new WebClient(token, options);
  /** What is done twice when it is repeated, is not repeated blindly. */
  const once = new WebClient(token, { ...options, retryConfig: { retries: 0 } });
  /** Here a refusal for too many calls holds up no other call. */
  const sparing = new WebClient(token, { ...options, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
  const turn = paceOf(LIMITS.progressEditsPerMinute, undefined, MINUTE_MS);
  const call = async <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault(codeOf(error), `Slack did not ${what}: ${sentenceOf(error)}`, { cause: error });
    }
  };
  const lookUp = async (what: string, ask: () => Promise<string | null>): Promise<string | null> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof WebAPIPlatformError && ["users_not_found", "user_not_found"].includes(error.data.error))
        return null;
      throw new Fault("unavailable", `Slack did not ${what}: ${sentenceOf(error)}`, { cause: error });
    }
  };
  const find: Slack["find"] = (channel, thread, mark, except) =>
    call("show its history", () => lookThrough(client, channel, thread, mark, except));
  /** Words whose blocks Slack refuses are said without them: a plain verdict is one, and no verdict is none. */
  const said = async <Block extends { readonly type: string }, T>(
    blocks: readonly Block[],
    say: (blocks: Block[]) => Promise<T>,
  ): Promise<T> => {
    const plainer = withoutPictures(blocks);
    for (const { shown, afterMs } of plainer.length < blocks.length
      ? [
          { shown: blocks, afterMs: 0 },
          { shown: blocks, afterMs: LIMITS.untilFileMs },
          { shown: plainer, afterMs: 0 },
        ]
      : [{ shown: blocks, afterMs: 0 }]) {
      try {
        if (afterMs > 0) await pause(afterMs);
        return await say([...shown]);
      } catch (error) {
        if (!(error instanceof WebAPIPlatformError) || !REFUSED_BLOCKS.has(error.data.error)) throw error;
      }
    }
    return say([]);
  };
  const edit = (by: WebClient, channel: string, ts: string, words: Words, mark: Mark): Promise<void> =>
    call("edit a message", async () => {
      const edited = { channel, ts, text: words.text, metadata: metadata(mark) };
      await said(words.blocks, (blocks) => by.chat.update({ ...edited, blocks }));
    });
  const post = async (
    channel: string,
    thread: string | null,
    { text }: Words,
    mark: Mark,
    blocks: KnownBlock[],
  ): Promise<string> => {
    const posted = await once.chat.postMessage({
      channel,
      text,
      blocks,
      metadata: metadata(mark),
      unfurl_links: false,
      unfurl_media: false,
      ...(thread === null ? {} : { thread_ts: thread }),
    });
    if (posted.ts === undefined) throw new Error("it has no timestamp");
    return posted.ts;
  };
  return {
    post: (channel, thread, words, mark) =>
      call("post a message", async () => {
        for (let retries = 0; ; retries++) {
          try {
            return await said(words.blocks, (blocks) => post(channel, thread, words, mark, blocks));
          } catch (error) {
            if (error instanceof WebAPIPlatformError || retries === LIMITS.retries) throw error;
            const posted = await find(channel, thread, mark);
            if (posted !== null) return posted;
          }
        }
      }),
    update: (channel, ts, words, mark) => edit(client, channel, ts, words, mark),
    updateInTurn: async (channel, ts, words, mark, until) => {
      await turn(until);
      await edit(sparing, channel, ts, words(), mark);
    },
    whisper: (channel, user, thread, words) =>
      call("post privately", async () => {
        await client.chat.postEphemeral({
          channel,
          user,
          text: words.text,
          blocks: [...words.blocks],
          ...(thread === null ? {} : { thread_ts: thread }),
        });
      }),
    answerPress: (url, words, seenBy) => call("take an answer", () => answerPress(url, words, seenBy)),
    find,
    upload: (name, png, alt) => call("take a picture", () => uploadPicture(client, name, png, alt)),
    investigationOf: (channel, ts) =>
      call("show a message", async () => {
        const { messages = [] } = await client.conversations.replies({
          ...{ channel, ts, limit: 1, include_all_metadata: true },
        });
        return rootOf(messages.find((one) => one.ts === ts)?.metadata);
      }),
    permalink: (channel, ts) =>
      call("give a link", async () => (await client.chat.getPermalink({ channel, message_ts: ts })).permalink ?? ""),
    openModal: (trigger, view) =>
      call("open a window", async () => (await client.views.open({ trigger_id: trigger, view })).view?.id ?? ""),
    pushModal: (trigger, view) =>
      call("open a window", async () => (await client.views.push({ trigger_id: trigger, view })).view?.id ?? ""),
    updateModal: (id, view) =>
      call("fill a window", async () => {
        const fill = async (blocks: ModalView["blocks"]): Promise<void> => {
          await client.views.update({ view_id: id, view: { ...view, blocks } });
        };
        if (withoutPictures(view.blocks).length < view.blocks.length) await said(view.blocks, fill);
        else await fill(view.blocks);
      }),
    sendFile: (user, filename, content, { text }) =>
      call("send the file", async () => {
        const channel = (await client.conversations.open({ users: user })).channel?.id;
        if (channel === undefined) throw new Error("there is no direct message with that person");
        await client.filesUploadV2({ channel_id: channel, filename, content, initial_comment: text });
      }),
    userByEmail: (email) =>
      lookUp("look up a person", async () => (await client.users.lookupByEmail({ email })).user?.id ?? null),
    emailOf: (user) =>
      lookUp("look up a person", async () => (await client.users.info({ user })).user?.profile?.email ?? null),
    nameOf: (user) =>
      lookUp("look up a person", async () => (await client.users.info({ user })).user?.real_name ?? null),
    zoneOf: zonesOf(client),
    isMember: (channel, user) => call("say who is in the channel", () => isMember(client, channel, user)),
    isInGroup: (group, user) =>
      call("say who is in the user group", async () => {
        const { users = [] } = await client.usergroups.users.list({ usergroup: group });
        return users.includes(user);
      }),
    groupName: async (group) => {
      const listed = await client.usergroups.list().catch(() => null);
      const handle = listed?.usergroups?.find(({ id }) => id === group)?.handle;
      return handle === undefined ? null : `@${handle}`;
    },
    channelName: async (channel) => {
      const name = (await client.conversations.info({ channel }).catch(() => null))?.channel?.name;
      return name === undefined ? null : `#${name}`;
    },
  };
}

async function lookThrough(
  client: WebClient,
  channel: string,
  thread: string | null,
  mark: Mark,
  except?: string,
): Promise<string | null> {
  const asked = { channel, limit: LIMITS.historyPage, include_all_metadata: true };
  if (thread === null) return markedIn((await client.conversations.history(asked)).messages, mark, except);
  let cursor = "";
  for (let pages = 0; pages < LIMITS.threadPages; pages++) {
    const page = await client.conversations.replies({ ...asked, ts: thread, ...(cursor === "" ? {} : { cursor }) });
    const found = markedIn(page.messages, mark, except);
    cursor = page.response_metadata?.next_cursor ?? "";
    if (found !== null || cursor === "") return found;
  }
  return null;
}

async function isMember(client: WebClient, channel: string, user: string): Promise<boolean> {
  let cursor = "";
  do {
    const asked = { channel, limit: LIMITS.membersPage, ...(cursor === "" ? {} : { cursor }) };
    const { members = [], response_metadata: next } = await client.conversations.members(asked);
    if (members.includes(user)) return true;
    cursor = next?.next_cursor ?? "";
  } while (cursor !== "");
  return false;
}

function markedIn(
  messages: readonly { readonly ts?: string; readonly metadata?: unknown }[] = [],
  mark: Mark,
  except?: string,
): string | null {
  return messages.find(({ ts, metadata: own }) => ts !== except && isMarked(own, mark))?.ts ?? null;
}

function metadata({ investigation, part }: Mark): MessageMetadata {
  return { event_type: EVENT, event_payload: { investigation, part } };
}

function isMarked(found: unknown, { investigation, part }: Mark): boolean {
  const payload = payloadOf(found);
  return payload !== null && payload.investigation === investigation && payload.part === part;
}

function rootOf(found: unknown): string | null {
  const payload = payloadOf(found);
  return payload?.part === "root" && typeof payload.investigation === "string" ? payload.investigation : null;
}

function payloadOf(found: unknown): { readonly investigation: unknown; readonly part: unknown } | null {
  if (typeof found !== "object" || found === null || !("event_type" in found) || !("event_payload" in found))
    return null;
  const payload = found.event_payload;
  if (found.event_type !== EVENT || typeof payload !== "object" || payload === null) return null;
  return "investigation" in payload && "part" in payload ? payload : null;
}
