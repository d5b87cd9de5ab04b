import { avatar } from "./avatar.ts";
import { h } from "./dom.ts";
import type { Channel, Store } from "./store.ts";

/** The left column: the workspace, who one acts as, and the conversations. */
export function sidebar(store: Store, open: (channelId: string) => void, actAs: (userId: string) => void): HTMLElement {
  const { state, channels } = store;
  const all = [...channels.values()];
  const picker = h(
    "select",
    { id: "acting-as" },
    ...state.people.map(({ id, realName }) => h("option", { value: id, selected: id === state.me }, realName)),
  );
  picker.addEventListener("change", () => actAs(picker.value));
  const entry = (channel: Channel) =>
    h(
      "button",
      {
        type: "button",
        class: `conversation ${channel.unread > 0 ? "unread" : ""}`,
        "aria-current": channel.id === store.channelId ? "page" : null,
        onclick: () => open(channel.id),
      },
      channel.kind === "im"
        ? avatar(state.bot.id, state.bot.name, true)
        : h("span", { class: "hash" }, channel.kind === "private" ? "🔒" : "#"),
      h("span", { class: "conversation-name" }, channel.kind === "im" ? state.bot.name : channel.name),
      channel.unread > 0 &&
        h("span", { class: "unread-count", "aria-label": `${channel.unread} unread` }, String(channel.unread)),
    );
  const messages = all.filter(({ kind }) => kind === "im");
  return h(
    "div",
    { class: "sidebar" },
    h("div", { class: "workspace-name" }, state.team),
    h("label", { class: "acting-as", for: "acting-as" }, "Acting as", picker),
    h("h2", {}, "Channels"),
    ...all.filter(({ kind }) => kind !== "im").map(entry),
    messages.length > 0 && h("h2", {}, "Apps"),
    ...messages.map(entry),
  );
}
