import { formatSlackDate, type Reader } from "../text/slack-date.ts";
import { arrange, h } from "./dom.ts";
import type { PageMessage } from "./protocol.ts";

export interface MessageList {
  readonly element: HTMLElement;
  /**
   * Draws the messages; what has not changed stays as it is, and so does what somebody is just pressing or has a menu open on, until
   * that is over: an edit takes nothing out from under a finger. Follows the newest, unless the person has scrolled away.
   */
  show(messages: readonly PageMessage[], reader: Reader): void;
  scrollToEnd(): void;
  /** Brings a message into view and marks it for a moment. */
  reveal(ts: string): void;
}

interface Drawn {
  readonly message: PageMessage;
  readonly isCompact: boolean;
  readonly element: HTMLElement;
}

/** Within this time a message by the same author is drawn without their name. */
const COMPACT_S = 300;

export function messageList(
  label: string,
  draw: (message: PageMessage, isCompact: boolean) => HTMLElement,
): MessageList {
  const list = h("div", { class: "messages", role: "log", "aria-label": label, tabindex: 0 });
  const drawn = new Map<string, Drawn>();
  const dividers = new Map<string, HTMLElement>();
  const scrollToEnd = () => {
    list.scrollTop = list.scrollHeight;
  };
  // Pictures come later than their messages and push them up.
  list.addEventListener("load", () => keepInView(), true);
  let atEnd = true;
  /** The message that was gone to, until the person scrolls on. */
  let revealed: Element | null = null;
  for (const hand of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    list.addEventListener(hand, () => {
      revealed = null;
    });
  }
  /** Where a finger is down. */
  let touched: Element | null = null;
  let postponed: (() => void) | null = null;
  const isHeld = (element: HTMLElement): boolean =>
    element === touched || element.querySelector('[aria-haspopup="menu"][aria-expanded="true"]') !== null;
  list.addEventListener("pointerdown", ({ target }) => {
    touched = target instanceof Element ? target.closest("[data-ts]") : null;
  });
  for (const end of ["click", "pointercancel", "keyup"]) {
    document.addEventListener(end, () => {
      touched = null;
      postponed?.();
    });
  }
  /** A message as it is now, or as it stood where it is held; `again` is called when it is held no more. */
  const elementOf = (message: PageMessage, isCompact: boolean, again: () => void): HTMLElement => {
    const last = drawn.get(message.ts);
    if (last?.message === message && last.isCompact === isCompact) return last.element;
    if (last !== undefined && isHeld(last.element)) {
      postponed = again;
      return last.element;
    }
    const element = draw(message, isCompact);
    drawn.set(message.ts, { message, isCompact, element });
    return element;
  };
  const keepInView = () => {
    if (revealed === null) {
      if (atEnd) scrollToEnd();
      return;
    }
    // Of a message that is taller than the screen its beginning is what one came for.
    revealed.scrollIntoView({ block: revealed.clientHeight > list.clientHeight ? "start" : "center" });
  };
  list.addEventListener("scroll", () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  });

  return {
    element: list,
    scrollToEnd,
    show(messages, reader) {
      postponed = null;
      const wanted: HTMLElement[] = [];
      let before: PageMessage | null = null;
      for (const message of messages) {
        const day = formatSlackDate("{date_long_pretty}", Number(message.ts), reader);
        if (before === null || day !== formatSlackDate("{date_long_pretty}", Number(before.ts), reader)) {
          wanted.push(divider(dividers, day));
          before = null;
        }
        const isCompact = before !== null && followsOn(before, message);
        wanted.push(elementOf(message, isCompact, () => this.show(messages, reader)));
        before = message;
      }
      arrange(list, wanted);
      if (revealed === null && atEnd) scrollToEnd();
    },
    reveal(ts) {
      const element = list.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
      revealed = element;
      keepInView();
      element?.classList.add("revealed");
    },
  };
}

function followsOn(before: PageMessage, message: PageMessage): boolean {
  return (
    before.user === message.user &&
    before.isEphemeral === message.isEphemeral &&
    before.replies === null &&
    Number(message.ts) - Number(before.ts) < COMPACT_S
  );
}

function divider(dividers: Map<string, HTMLElement>, day: string): HTMLElement {
  const known = dividers.get(day);
  if (known !== undefined) return known;
  const title = day.charAt(0).toUpperCase() + day.slice(1);
  const made = h("div", { class: "day", role: "separator" }, h("span", {}, title));
  dividers.set(day, made);
  return made;
}
