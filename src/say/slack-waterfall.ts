import type { KnownBlock, ModalView } from "@slack/types";
import { short } from "./names.ts";
import { WINDOW } from "./window-titles.ts";

/** Slack takes 3,000 characters in a text. */
const MOST_WORDS = 2900;

/** The waterfall of a request, and the same in words. `file`: null where it could not be drawn. */
export function waterfallModal(file: string | null, alt: string): ModalView {
  const [head = ""] = alt.split("\n");
  const words: KnownBlock = {
    type: "section",
    text: { type: "plain_text", text: short(alt, MOST_WORDS) },
  };
  const picture: KnownBlock[] =
    file === null ? [] : [{ type: "image", block_id: "picture waterfall", slack_file: { id: file }, alt_text: head }];
  return {
    type: "modal",
    title: { type: "plain_text", text: WINDOW.waterfall },
    close: { type: "plain_text", text: "Back" },
    blocks: [...picture, words],
  };
}
