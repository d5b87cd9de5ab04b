import { completion, type Suggestion } from "./completion.ts";
import { h } from "./dom.ts";

export interface ComposerSetting {
  /** "Message #incidents", "Reply…": the placeholder, and the box's accessible name. */
  readonly label: string;
  /** What may follow a "/" at the start, or an "@". */
  readonly suggestions: readonly Suggestion[];
  /** Sends what was typed; false keeps it in the box. */
  readonly send: (text: string) => Promise<boolean>;
}

/** The message box: Enter sends, Shift+Enter breaks the line, Tab or Enter takes a suggestion. */
export function composer({ label, suggestions, send }: ComposerSetting): HTMLElement {
  const box = h("textarea", { class: "composer-text", rows: 1, placeholder: label, "aria-label": label });
  const button = h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send" }, "➤");
  const suggest = completion(box, suggestions);

  async function submit(): Promise<void> {
    const text = box.value.trim();
    if (text === "") return;
    box.value = "";
    grow();
    suggest.close();
    if (!(await send(text)) && box.value === "") box.value = text;
  }
  function grow(): void {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 200)}px`;
    button.classList.toggle("ready", box.value.trim() !== "");
  }
  box.addEventListener("input", () => {
    grow();
    suggest.refresh();
  });
  box.addEventListener("keydown", (event) => {
    if (suggest.takeKey(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void submit();
    }
  });
  return h(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        void submit();
      },
    },
    suggest.element,
    box,
    button,
  );
}
