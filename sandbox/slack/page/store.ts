import { isInChannel, isReply } from "../message.ts";
import type { Notification } from "../notification.ts";
import type { Names } from "../text/plain-text.ts";
import type { Reader } from "../text/slack-date.ts";
import type { View } from "../view.ts";
import type { PageChannel, PageEvent, PageMessage, PageState } from "./protocol.ts";

export interface Channel extends Omit<PageChannel, "messages"> {
  readonly messages: Map<string, PageMessage>;
  unread: number;
}

/** All that the page knows, and where in it the person is. */
export interface Store {
  readonly state: PageState;
  readonly channels: Map<string, Channel>;
  views: readonly View[];
  notification: Notification | null;
  channelId: string;
  threadTs: string | null;
  /** The server's time as last heard, and when that was by `performance.now()`. */
  clock: { readonly ms: number; readonly heardAt: number };
}

export function createStore(state: PageState): Store {
  return {
    state,
    channels: new Map(state.channels.map((channel) => [channel.id, toChannel(channel)])),
    views: state.views,
    notification: state.notification,
    channelId: state.channels[0]?.id ?? "",
    threadTs: null,
    clock: { ms: state.nowMs, heardAt: performance.now() },
  };
}

/** Takes in a change that the server told. */
export function apply(store: Store, event: PageEvent): void {
  switch (event.kind) {
    case "message": {
      const channel = store.channels.get(event.channel);
      if (channel === undefined) return;
      const isNew = !channel.messages.has(event.message.ts);
      channel.messages.set(event.message.ts, event.message);
      if (isNew && channel.id !== store.channelId) channel.unread += 1;
      store.clock = { ms: event.nowMs, heardAt: performance.now() };
      return;
    }
    case "gone":
      store.channels.get(event.channel)?.messages.delete(event.ts);
      return;
    case "channel":
      store.channels.set(event.channel.id, toChannel(event.channel));
      return;
    case "views":
      store.views = event.views;
      return;
    case "notification":
      store.notification = event.notification;
      return;
  }
}

export function channelMessages(channel: Channel): PageMessage[] {
  return sorted([...channel.messages.values()].filter(isInChannel));
}

export function threadMessages(channel: Channel, rootTs: string): PageMessage[] {
  return sorted(
    [...channel.messages.values()].filter(
      (message) => message.ts === rootTs || (isReply(message) && message.thread_ts === rootTs),
    ),
  );
}

export function namesOf({ state, channels }: Store): Names {
  return {
    user: (id) =>
      id === state.bot.id ? state.bot.name : (state.people.find((person) => person.id === id)?.realName ?? null),
    channel: (id) => channels.get(id)?.name ?? null,
  };
}

/** Dates are written for whom the page acts as, at the sandbox's time. */
export function readerOf({ state, clock }: Store): Reader {
  const me = state.people.find(({ id }) => id === state.me);
  return { timeZone: me?.tz ?? "UTC", nowMs: clock.ms + performance.now() - clock.heardAt };
}

function toChannel({ messages, ...channel }: PageChannel): Channel {
  return { ...channel, messages: new Map(messages.map((message) => [message.ts, message])), unread: 0 };
}

function sorted(messages: PageMessage[]): PageMessage[] {
  return messages.sort((a, b) => (a.ts < b.ts ? -1 : 1));
}
