import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import { membersOnly } from "../../src/say/rights-words.ts";

/**
 * Refuses whoever asks from outside of the incidents' channel and is not in it. In the channel itself, and in windows that were
 * opened from it, nobody else is met. `channel`: where it was asked; null in a window.
 */
export async function mustBeReader(bot: Bot, user: string, channel: string | null): Promise<void> {
  if (channel === null || channel === bot.channel || (await bot.slack.isMember(bot.channel, user))) return;
  throw new Fault("unauthorized", membersOnly(await bot.slack.channelName(bot.channel)));
}

/** Whether somebody may see what went in and came out: the group that the catalog names, or everybody. Its id where not. */
export async function payloadsHiddenFor({ slack, room }: Bot, user: string): Promise<string | null> {
  const { payloads } = room.catalog.slack;
  return payloads === undefined || (await slack.isInGroup(payloads, user)) ? null : payloads;
}
