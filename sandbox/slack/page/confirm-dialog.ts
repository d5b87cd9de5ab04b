import type { Confirmation } from "../blocks/text-objects.ts";
import { h } from "./dom.ts";
import { textView } from "./mrkdwn-view.ts";
import type { Surface } from "./surface.ts";

/** Asks before a press goes out, as the element's `confirm` says. Resolves to whether the person went on. */
export function confirmed(confirmation: Confirmation | undefined, surface: Surface): Promise<boolean> {
  if (confirmation === undefined) return Promise.resolve(true);
  return new Promise((answered) => {
    const title = confirmation.title?.text ?? "Are you sure?";
    const dialog = h(
      "dialog",
      { class: "confirm", "aria-label": title, onclose: () => finish(false) },
      h("h2", {}, title),
      textView(confirmation.text, surface),
      h(
        "div",
        { class: "dialog-buttons" },
        h(
          "button",
          { type: "button", class: "button", onclick: () => finish(false) },
          confirmation.deny?.text ?? "Cancel",
        ),
        h(
          "button",
          { type: "button", class: `button ${confirmation.style ?? "primary"}`, onclick: () => finish(true) },
          confirmation.confirm?.text ?? "Yes",
        ),
      ),
    );
    function finish(goesOn: boolean): void {
      answered(goesOn);
      dialog.remove();
    }
    document.body.append(dialog);
    dialog.showModal();
  });
}
