import type { PressHandler } from "./handler.ts";
import { fillHop } from "./open-hop.ts";

/** The same window shows the hop upstream or downstream. */
export const walkToHop: PressHandler = async (bot, { aim, view, user }) => {
  if (view !== null) await fillHop(bot, view, aim, user);
};
