import { h } from "./dom.ts";

/** Something that can be typed: "/trace" or "@maya". */
export interface Suggestion {
  readonly text: string;
  readonly description: string;
}

export interface Completion {
  readonly element: HTMLElement;
  /** Offers what fits the word at the cursor. */
  refresh(): void;
  /** Takes the keys that move through the offers; true when the key was one. */
  takeKey(event: KeyboardEvent): boolean;
  close(): void;
}

/** Suggestions for a message box: commands at its start, mentions anywhere. */
export function completion(box: HTMLTextAreaElement, suggestions: readonly Suggestion[]): Completion {
  const id = `completion-${crypto.randomUUID()}`;
  const list = h("div", { class: "completion", role: "listbox", id, "aria-label": "Suggestions", hidden: true });
  let offers: readonly Suggestion[] = [];
  let chosen = 0;
  box.setAttribute("aria-controls", id);
  box.setAttribute("aria-autocomplete", "list");

  function close(): void {
    offers = [];
    list.hidden = true;
    box.removeAttribute("aria-activedescendant");
  }
  function draw(): void {
    list.hidden = offers.length === 0;
    list.replaceChildren(
      ...offers.map(({ text, description }, index) =>
        h(
          "div",
          {
            role: "option",
            id: `${id}-${index}`,
            "aria-selected": String(index === chosen),
            // Before the box loses its focus.
            onpointerdown: (event) => {
              event.preventDefault();
              take(index);
            },
          },
          h("strong", {}, text),
          h("span", {}, ` ${description}`),
        ),
      ),
    );
    if (offers.length > 0) box.setAttribute("aria-activedescendant", `${id}-${chosen}`);
  }
  function take(index: number): void {
    const offer = offers[index];
    if (offer === undefined) return;
    const before = box.value.slice(0, box.selectionStart);
    const word = wordAt(before);
    const head = before.slice(0, before.length - word.length) + offer.text;
    box.value = `${head} ${box.value.slice(box.selectionStart).trimStart()}`;
    box.selectionStart = head.length + 1;
    box.selectionEnd = head.length + 1;
    close();
    box.dispatchEvent(new Event("input"));
  }

  return {
    element: list,
    close,
    refresh() {
      const before = box.value.slice(0, box.selectionStart);
      const word = wordAt(before);
      const isCommand = word.startsWith("/") && word === before;
      const fits = isCommand || word.startsWith("@");
      offers = fits ? suggestions.filter(({ text }) => text.startsWith(word) && text !== word) : [];
      chosen = 0;
      draw();
    },
    takeKey(event) {
      if (offers.length === 0) return false;
      if (event.key === "ArrowDown") chosen = (chosen + 1) % offers.length;
      else if (event.key === "ArrowUp") chosen = (chosen + offers.length - 1) % offers.length;
      else if (event.key === "Tab" || event.key === "Enter") take(chosen);
      else if (event.key === "Escape") close();
      else return false;
      event.preventDefault();
      draw();
      return true;
    },
  };
}

function wordAt(text: string): string {
  return /[/@]?[\p{L}\p{N}._-]*$/u.exec(text)?.[0] ?? "";
}
