import { isReply } from "../message.ts";
import type { Suggestion } from "./completion.ts";
import { composer } from "./composer.ts";
import type { Connection } from "./connection.ts";
import { h } from "./dom.ts";
import { type MessageList, messageList } from "./message-list.ts";
import { messageView } from "./message-view.ts";
import type { MenuItem } from "./popup-menu.ts";
import type { PageMessage } from "./protocol.ts";
import { type Channel, namesOf, readerOf, type Store } from "./store.ts";
import type { Choices, Surface } from "./surface.ts";
import { toast } from "./toast.ts";

/** A channel or a thread: what was said, and a box to say more. */
export interface Pane {
  readonly element: HTMLElement;
  readonly list: MessageList;
}

export interface PaneSetting {
  readonly channel: Channel;
  /** The thread's root; null for the channel itself. */
  readonly threadTs: string | null;
  readonly heading: HTMLElement;
  readonly label: string;
  readonly openThread: (ts: string) => void;
}

/** What was chosen in messages' menus so far, by message. */
const choicesByMessage = new Map<string, Choices>();

export function pane(store: Store, connection: Connection, setting: PaneSetting): Pane {
  const { channel, threadTs, heading, label, openThread } = setting;
  const list = messageList(label, (message, isCompact) =>
    messageView(message, {
      surface: messageSurface(store, connection, message.ts),
      botId: store.state.bot.id,
      isCompact,
      openThread: threadTs === null ? () => openThread(message.thread_ts ?? message.ts) : null,
      permalink: permalinkOf(channel, message),
      menu: menuOf(store, connection, message, permalinkOf(channel, message)),
    }),
  );
  const box = composer({
    label: threadTs === null ? `Message ${titleOf(store, channel)}` : "Reply…",
    suggestions: suggestionsFor(store),
    send: (text) => send(connection, setting, text),
  });
  return { element: h("div", { class: "pane" }, heading, list.element, box), list };
}

export function titleOf({ state }: Store, { kind, name }: Channel): string {
  return kind === "im" ? state.bot.name : `#${name}`;
}

function permalinkOf({ id }: Channel, message: PageMessage): string {
  const query = new URLSearchParams(location.search);
  query.delete("thread_ts");
  if (isReply(message) && message.thread_ts !== undefined) query.set("thread_ts", message.thread_ts);
  return `/archives/${id}/p${message.ts.replace(".", "")}?${query}`;
}

/** A line that begins with a slash and a word is a command. Tells whether the box may be emptied. */
async function send(connection: Connection, { channel, threadTs }: PaneSetting, typed: string): Promise<boolean> {
  const thread = threadTs === null ? {} : { threadTs };
  const command = /^(\/[a-z][\w-]*)(?:\s+([\s\S]*))?$/.exec(typed);
  if (command !== null) {
    const [, name, text = ""] = command;
    // Whatever goes wrong, Slackbot says so in the channel.
    await connection.act("command", { channel: channel.id, command: name, text, ...thread });
    return true;
  }
  const { ok, shown } = await connection.act("say", { channel: channel.id, text: typed, ...thread });
  if (!ok) toast(shown ?? "Something went wrong.");
  return ok;
}

function suggestionsFor({ state }: Store): Suggestion[] {
  return [
    ...state.commands.map(({ command, description, usageHint }) => ({
      text: command,
      description: `${usageHint} ${description}`,
    })),
    { text: `@${state.bot.name}`, description: "App" },
    ...state.people.map(({ name, realName }) => ({ text: `@${name}`, description: realName })),
    { text: "@here", description: "Everybody active in this channel" },
    { text: "@channel", description: "Everybody in this channel" },
  ];
}

function menuOf({ state }: Store, connection: Connection, { ts }: PageMessage, link: string): MenuItem[] {
  const takeShortcut = async (callbackId: string) => {
    const { ok, shown } = await connection.act("shortcut", { callbackId, ts });
    if (!ok) toast(shown ?? "Something went wrong.");
  };
  const copyLink = async () => {
    await navigator.clipboard.writeText(new URL(link, location.href).href);
    toast("Link copied.");
  };
  return [
    { label: "Copy link", act: () => void copyLink() },
    ...state.shortcuts.map(({ name, callbackId }) => ({
      label: name,
      description: state.bot.name,
      act: () => void takeShortcut(callbackId),
    })),
  ];
}

function messageSurface(store: Store, connection: Connection, ts: string): Surface {
  const choices = choicesByMessage.get(ts) ?? {};
  choicesByMessage.set(ts, choices);
  return surfaceFor(store, connection, ts, choices, {});
}

export function surfaceFor(
  store: Store,
  connection: Connection,
  place: string,
  choices: Choices,
  errors: Surface["errors"],
): Surface {
  return {
    place,
    names: namesOf(store),
    reader: readerOf(store),
    people: store.state.people,
    channels: [...store.channels.values()].filter(({ kind }) => kind !== "im"),
    choices,
    errors,
    dispatch: (blockId, { action_id }, choice) =>
      connection.act("choose", { place, actionId: action_id, blockId, choice, others: choices }),
  };
}
