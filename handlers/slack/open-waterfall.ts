import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import { waterfallOf } from "../../src/pictures/waterfall.ts";
import { loadingModal } from "../../src/say/slack-hop.ts";
import { waterfallModal } from "../../src/say/slack-waterfall.ts";
import { WINDOW } from "../../src/say/window-titles.ts";
import type { PressHandler } from "./handler.ts";
import { hopOf } from "./hop-of.ts";
import { showFailure } from "./show-failure.ts";

/** A window shows a taller picture than a message does. */
const MOST_ROWS = 24;

/** The waterfall of any request that is shown, in a window over that of its hop; words where there is no picture. */
export const openWaterfall: PressHandler = async (bot, { aim, trigger }) => {
  const view = await bot.slack.pushModal(trigger, loadingModal(WINDOW.waterfall));
  try {
    const { transaction } = await hopOf(bot, aim);
    const { svg, alt } = waterfallOf(transaction, MOST_ROWS);
    await bot.slack.updateModal(view, waterfallModal(await uploaded(bot, svg, alt), alt));
  } catch (error) {
    await showFailure(bot, view, WINDOW.waterfall, error);
  }
};

async function uploaded({ pictures, slack, log }: Bot, svg: string, alt: string): Promise<string | null> {
  const png = await pictures.png(svg);
  if (png === null) return null;
  try {
    return await slack.upload("waterfall.png", png, alt);
  } catch (error) {
    log.warn({ problem: sentenceOf(error) }, "Slack took no picture");
    return null;
  }
}
