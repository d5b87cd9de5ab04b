import type { Notification } from "../notification.ts";
import { type Connection, connect } from "./connection.ts";
import { h } from "./dom.ts";
import { lockScreen } from "./lock-screen.ts";
import { modal } from "./modal-view.ts";
import { type Pane, pane, surfaceFor, titleOf } from "./pane.ts";
import type { PageEvent, PageState } from "./protocol.ts";
import { sidebar } from "./sidebar.ts";
import { apply, channelMessages, createStore, readerOf, type Store, threadMessages } from "./store.ts";

/** The page once it knows its state: one view for each part of the screen, and where in it the person is. */
interface OpenPage {
  tell(event: PageEvent): void;
  /** Takes over a whole new state, after the line had broken. */
  begin(state: PageState): void;
}

function openPage(connection: Connection, state: PageState): OpenPage {
  let store = createStore(state);
  let channelPane: Pane | null = null;
  let threadPane: Pane | null = null;
  let sidebarShows = "";
  const dialog = modal({
    appName: store.state.bot.name,
    surface: (view, choices, errors) => surfaceFor(store, connection, view.id, choices, errors),
    submit: (view, choices) => connection.act("submit", { viewId: view.id, choices }),
    close: (view, all) => void connection.act("close", { viewId: view.id, all }),
  });

  function openChannel(id: string): void {
    const channel = store.channels.get(id);
    if (channel === undefined) return;
    store.channelId = id;
    channel.unread = 0;
    store.threadTs = null;
    channelPane = pane(store, connection, {
      channel,
      threadTs: null,
      heading: heading(
        backTo("channels", "Back to the channels"),
        h("h1", {}, titleOf(store, channel)),
        h("span", { class: "topic" }, channel.topic),
        h("span", { class: "member-count" }, `${channel.memberCount} members`),
      ),
      label: `Messages in ${titleOf(store, channel)}`,
      openThread,
    });
    put("channel", channelPane.element);
    put("thread");
    showPane("channel");
    draw();
    channelPane.list.scrollToEnd();
  }

  function openThread(ts: string): void {
    const channel = store.channels.get(store.channelId);
    if (channel === undefined) return;
    store.threadTs = ts;
    const closeThread = () => {
      store.threadTs = null;
      threadPane = null;
      put("thread");
      showPane("channel");
    };
    threadPane = pane(store, connection, {
      channel,
      threadTs: ts,
      heading: heading(
        h(
          "button",
          { type: "button", class: "tool back", "aria-label": "Back to the channel", onclick: closeThread },
          "‹",
        ),
        h("h1", {}, "Thread"),
        h("span", { class: "topic" }, titleOf(store, channel)),
        h(
          "button",
          { type: "button", class: "tool shut", "aria-label": "Close the thread", onclick: closeThread },
          "✕",
        ),
      ),
      label: "Messages in the thread",
      openThread,
    });
    put("thread", threadPane.element);
    showPane("thread");
    draw();
    threadPane.list.scrollToEnd();
  }

  function goTo({ channel, ts, threadTs }: Place): void {
    // Whoever reads the channel keeps their place in it.
    if (channelPane === null || store.channelId !== channel) openChannel(channel);
    if (threadTs === null) showPane("channel");
    else openThread(threadTs);
    (threadTs === null ? channelPane : threadPane)?.list.reveal(ts);
  }

  /** A way to another message leads there on this page, as it does in Slack. */
  function follow(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a[target]") : null;
    const place = link instanceof HTMLAnchorElement ? linkedMessage(store, new URL(link.href)) : null;
    if (place === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    goTo(place);
  }

  function draw(): void {
    const reader = readerOf(store);
    const channel = store.channels.get(store.channelId);
    const unread = [...store.channels.values()].map((one) => [one.id, one.unread]);
    const entries = JSON.stringify([store.channelId, unread]);
    // Drawn anew only when it changes: an open list of people would close under the person's hand.
    if (entries !== sidebarShows) put("sidebar", sidebar(store, openChannel, actAs));
    sidebarShows = entries;
    put("lock-screen", lockScreen(store.notification, reader, goTo));
    if (channel !== undefined) {
      channelPane?.list.show(channelMessages(channel), reader);
      if (store.threadTs !== null) threadPane?.list.show(threadMessages(channel, store.threadTs), reader);
    }
    dialog.show(store.views);
  }

  setInterval(draw, CLOCK_EVERY_MS);
  document.addEventListener("click", follow);
  const linked = linkedMessage(store, new URL(location.href));
  if (linked === null) openChannel(store.channelId);
  else goTo(linked);

  return {
    tell(event) {
      apply(store, event);
      draw();
    },
    begin(newState) {
      const { channelId, threadTs } = store;
      store = createStore(newState);
      openChannel(channelId);
      if (threadTs !== null) openThread(threadTs);
    },
  };
}

/** How often clocks and relative times are drawn anew when nothing happens. */
const CLOCK_EVERY_MS = 20_000;

/** A message to go to. */
type Place = Pick<Notification, "channel" | "ts" | "threadTs">;

/** The message of a permalink to this page: /archives/C…/p1700000000000100?thread_ts=… */
function linkedMessage(store: Store, { host, pathname, searchParams }: URL): Place | null {
  const [, channel = "", seconds, fraction] = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(pathname) ?? [];
  if (host !== location.host || !store.channels.has(channel)) return null;
  return { channel, ts: `${seconds}.${fraction}`, threadTs: searchParams.get("thread_ts") };
}

function actAs(userId: string): void {
  location.assign(`/?as=${encodeURIComponent(userId)}`);
}

function heading(...children: readonly HTMLElement[]): HTMLElement {
  return h("header", { class: "pane-head" }, ...children);
}

function backTo(name: "channels" | "channel", label: string): HTMLElement {
  return h("button", { type: "button", class: "tool back", "aria-label": label, onclick: () => showPane(name) }, "‹");
}

/** On a phone one pane fills the screen; on a wide screen this changes nothing. */
function showPane(name: "channels" | "channel" | "thread"): void {
  document.body.dataset["pane"] = name;
}

function put(id: string, ...children: readonly HTMLElement[]): void {
  document.getElementById(id)?.replaceChildren(...children);
}

const connection = connect(new URLSearchParams(location.search).get("as") ?? "");
let page: OpenPage | null = null;
connection.follow(
  (state) => {
    if (page === null) page = openPage(connection, state);
    else page.begin(state);
  },
  (event) => page?.tell(event),
);
