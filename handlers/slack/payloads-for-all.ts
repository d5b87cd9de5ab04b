import type { Bot } from "../../src/bot.ts";
import type { Payloads } from "../../src/narrate/facts.ts";

/** Whether what everybody in the channel reads may be worded from what applications said: not where a group alone may read that. */
export function payloadsForAll({ room }: Bot): Payloads {
  return room.catalog.slack.payloads === undefined ? "shown" : "hidden";
}
