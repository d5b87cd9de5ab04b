import type { KnownBlock } from "@slack/types";
import type { HopView } from "../report.ts";
import { linkButton } from "./button.ts";
import { consoleLinks } from "./console-links.ts";

/** The pages of AWS's console about a hop, as buttons; nothing where none is known. */
export function consoleButtons(hop: HopView): KnownBlock[] {
  const elements = consoleLinks(hop).map(({ label, url }, i) => linkButton(`${i}`, label, url));
  return elements.length === 0 ? [] : [{ type: "actions", elements }];
}
