import { fillPayload } from "./fill-payload.ts";
import type { PressHandler } from "./handler.ts";

/** The same window shows another page, or what was looked for: a button and the field for words lead here alike. */
export const walkPayload: PressHandler = async (bot, { aim, view, user }) => {
  if (view !== null) await fillPayload(bot, view, aim, user);
};
