import type { FileObject } from "../file-object.ts";
import { isReply, SLACKBOT } from "../message.ts";
import { EMOJI } from "../text/emoji.ts";
import { formatSlackDate } from "../text/slack-date.ts";
import { avatar } from "./avatar.ts";
import { blocksView } from "./blocks-view.ts";
import { h } from "./dom.ts";
import { fileAddress } from "./image-view.ts";
import { mrkdwnView } from "./mrkdwn-view.ts";
import { type MenuItem, popupMenu } from "./popup-menu.ts";
import type { PageMessage } from "./protocol.ts";
import type { Surface } from "./surface.ts";

/** What a message's view needs beside its blocks' surface. */
export interface MessageSetting {
  readonly surface: Surface;
  readonly botId: string;
  /** Drawn without name and picture, under the message before it by the same author. */
  readonly isCompact: boolean;
  /** In the channel: opens the thread. Null in the thread itself. */
  readonly openThread: (() => void) | null;
  readonly permalink: string;
  readonly menu: readonly MenuItem[];
}

export function messageView(message: PageMessage, setting: MessageSetting): HTMLElement {
  const { surface, botId, isCompact, openThread, menu } = setting;
  const name = message.user === SLACKBOT ? "Slackbot" : (surface.names.user(message.user) ?? message.user);
  const isBot = message.user === botId;
  const time = formatSlackDate("{time}", Number(message.ts), surface.reader);
  const stamp = h(
    "a",
    {
      class: "time",
      href: setting.permalink,
      title: formatSlackDate("{date_long} {time_secs}", Number(message.ts), surface.reader),
    },
    time,
  );
  return h(
    "article",
    {
      class: `message ${isCompact ? "compact" : ""} ${message.isEphemeral ? "ephemeral" : ""}`,
      "data-ts": message.ts,
      "aria-label": `${name}, ${time}`,
    },
    message.isEphemeral && h("div", { class: "only-you" }, "👁 Only visible to you"),
    message.subtype === "thread_broadcast" &&
      h(
        "div",
        { class: "only-you" },
        isReply(message) && openThread !== null ? "replied to a thread" : "also sent to the channel",
      ),
    isCompact ? h("span", { class: "gutter" }, stamp) : avatar(message.user, name, isBot),
    h(
      "div",
      { class: "message-body" },
      !isCompact &&
        h("div", { class: "byline" }, h("strong", {}, name), isBot && h("span", { class: "badge" }, "APP"), stamp),
      contentView(message, surface),
      ...(message.files ?? []).map(fileView),
      reactionsView(message),
      openThread !== null && repliesView(message, openThread, surface),
    ),
    !message.isEphemeral && message.subtype !== "tombstone" && toolbar(openThread, menu),
  );
}

function contentView(message: PageMessage, surface: Surface): HTMLElement {
  if (message.blocks !== undefined) return blocksView(message.blocks, surface);
  const text = mrkdwnView(message.text, surface);
  if (message.edited !== undefined) text.append(h("span", { class: "edited" }, " (edited)"));
  if (message.subtype === "tombstone") text.classList.add("tombstone");
  return text;
}

function fileView(file: FileObject): HTMLElement {
  const address = fileAddress({ id: file.id });
  if (!file.mimetype.startsWith("image/")) {
    return h("a", { class: "file", href: address, download: file.name }, "📄 ", file.title);
  }
  return h(
    "figure",
    { class: "image" },
    h("figcaption", {}, file.title),
    h("a", { href: address, target: "_blank" }, h("img", { class: "picture", src: address, alt: file.title })),
  );
}

function reactionsView({ reactions }: PageMessage): HTMLElement | null {
  if (reactions === undefined) return null;
  const drawn = reactions.map(({ name, count }) =>
    h("span", { class: "reaction", title: `:${name}:` }, `${EMOJI[name] ?? name} ${count}`),
  );
  return h("div", { class: "reactions" }, ...drawn);
}

function repliesView({ replies }: PageMessage, onclick: () => void, surface: Surface): HTMLElement | null {
  if (replies === null) return null;
  const last = formatSlackDate("{date_short_pretty} at {time}", Number(replies.latestTs), surface.reader);
  const label = replies.count === 1 ? "1 reply" : `${replies.count} replies`;
  return h(
    "button",
    { type: "button", class: "replies", onclick },
    h("strong", {}, label),
    h("span", {}, ` Last reply ${last}`),
  );
}

function toolbar(openThread: (() => void) | null, menu: readonly MenuItem[]): HTMLElement {
  const more = h("button", { type: "button", class: "tool", "aria-label": "More actions", title: "More actions" }, "⋮");
  return h(
    "div",
    { class: "toolbar" },
    openThread !== null &&
      h(
        "button",
        {
          type: "button",
          class: "tool",
          "aria-label": "Reply in thread",
          title: "Reply in thread",
          onclick: openThread,
        },
        "💬",
      ),
    popupMenu(more, () => menu),
  );
}
