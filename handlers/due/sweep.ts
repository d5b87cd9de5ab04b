import type { DueHandler } from "./handler.ts";

/** What is long over is forgotten: row, reports and presses. */
export const sweep: DueHandler = async (bot, lease) => {
  await bot.store.remove(lease.row.id);
  return null;
};
