import type { View } from "../view.ts";
import { blocksView } from "./blocks-view.ts";
import type { Answer } from "./connection.ts";
import { h } from "./dom.ts";
import { withEmoji } from "./mrkdwn-view.ts";
import type { Choices, Surface } from "./surface.ts";

export interface ModalSetting {
  readonly appName: string;
  /** The surface for a view's blocks, with what was typed into it so far. */
  readonly surface: (view: View, choices: Choices, errors: Surface["errors"]) => Surface;
  readonly submit: (view: View, choices: Choices) => Promise<Answer>;
  readonly close: (view: View, all: boolean) => void;
}

export interface Modal {
  /** Shows the top of the stack, or nothing. A view that was updated keeps what was typed into the fields that it still has. */
  show(stack: readonly View[]): void;
}

/** The one dialog in which an app's views are shown. */
export function modal(setting: ModalSetting): Modal {
  const choices = new Map<string, Choices>();
  let shown: View | null = null;
  let errors: Surface["errors"] = {};
  let trouble: string | null = null;
  let isSubmitting = false;
  const dialog = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    if (shown !== null) setting.close(shown, false);
  });

  async function submit(view: View): Promise<void> {
    if (isSubmitting) return;
    isSubmitting = true;
    draw(view);
    const answer = await setting.submit(view, typedInto(view));
    isSubmitting = false;
    errors = answer.errors ?? {};
    trouble = answer.ok ? null : (answer.shown ?? null);
    // The view may have been closed, updated or covered meanwhile: then what is shown now is drawn, if anything.
    if (shown !== null) draw(shown);
    dialog.querySelector<HTMLElement>(".wrong input, .wrong textarea, .wrong select")?.focus();
  }

  function typedInto(view: View): Choices {
    const typed = choices.get(view.id) ?? {};
    choices.set(view.id, typed);
    return typed;
  }

  function draw(view: View): void {
    const scrolled = dialog.querySelector(".modal-body")?.scrollTop ?? 0;
    const back = h(
      "button",
      { type: "button", class: "tool", "aria-label": "Back", onclick: () => setting.close(view, false) },
      "‹",
    );
    const body = h(
      "div",
      { class: "modal-body" },
      trouble !== null && h("div", { class: "trouble", role: "alert" }, trouble),
      blocksView(view.blocks, setting.surface(view, typedInto(view), errors)),
    );
    dialog.replaceChildren(
      h(
        "form",
        {
          method: "dialog",
          novalidate: true,
          "aria-busy": isSubmitting ? "true" : null,
          onsubmit: (event) => {
            event.preventDefault();
            if (view.submit !== null) void submit(view);
          },
        },
        h(
          "header",
          { class: "modal-head" },
          view.previous_view_id !== null && back,
          h("h2", { id: "modal-title" }, withEmoji(view.title.text)),
          h(
            "button",
            {
              type: "button",
              class: "tool",
              "aria-label": "Close the modal",
              onclick: () => setting.close(view, true),
            },
            "✕",
          ),
        ),
        body,
        h(
          "footer",
          { class: "modal-foot" },
          h("span", { class: "by" }, setting.appName),
          h(
            "button",
            { type: "button", class: "button", onclick: () => setting.close(view, false) },
            withEmoji(view.close?.text ?? "Cancel"),
          ),
          view.submit !== null &&
            h(
              "button",
              {
                type: "submit",
                class: "button primary",
                disabled: isSubmitting,
                "aria-busy": isSubmitting ? "true" : null,
              },
              withEmoji(view.submit.text),
            ),
        ),
      ),
    );
    body.scrollTop = scrolled;
  }

  return {
    show(stack) {
      const top = stack.at(-1) ?? null;
      for (const id of choices.keys()) if (!stack.some((view) => view.id === id)) choices.delete(id);
      if (top === null) {
        dialog.close();
        dialog.remove();
      } else if (top.id !== shown?.id || top.hash !== shown.hash) {
        errors = {};
        trouble = null;
        shown = top;
        draw(top);
        if (!dialog.isConnected) document.body.append(dialog);
        // The first thing in it is the X: unless a field asks for the focus, the dialog itself has it.
        dialog.toggleAttribute("autofocus", dialog.querySelector("[autofocus]") === null);
        if (!dialog.open) dialog.showModal();
      }
      shown = top;
    },
  };
}
