import { usersFileWords } from "../../src/say/slack-users.ts";
import { usersCsv } from "../../src/say/users-csv.ts";
import type { PressHandler } from "./handler.ts";
import { fillUsers, reportOf } from "./open-users.ts";
import { sendFile } from "./send-file.ts";

/** Everybody who is listed, as a file in a direct message: a channel is no place for a list of customers. */
export const usersFile: PressHandler = async (bot, { aim, user, view }) => {
  const report = await reportOf(bot, aim);
  const name = `users-${aim.investigation.replace(/[^\w-]/g, "_")}.csv`;
  const note = await sendFile(bot, user, { name, content: usersCsv(report.users), words: usersFileWords(report) });
  if (view !== null) await fillUsers(bot, view, aim, note);
};
