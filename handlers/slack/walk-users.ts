import type { PressHandler } from "./handler.ts";
import { fillUsers } from "./open-users.ts";

/** The same window shows another page of them. */
export const walkUsers: PressHandler = async (bot, { aim, view }) => {
  if (view !== null) await fillUsers(bot, view, aim);
};
