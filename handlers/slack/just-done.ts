import type { Bot } from "../../src/bot.ts";
import type { Done } from "../../src/investigation.ts";
import { fromMillis, MINUTE } from "../../src/time.ts";
import { changeBy } from "../due/deliver.ts";
import type { Pressed } from "./handler.ts";

/** So long somebody may take to answer their phone before it makes sense to ring them again. */
const JUST = 2 * MINUTE;

/** What somebody has just done to the incidents of a message, the last of it at the end. `deed`: its first words. */
export async function justDone(bot: Bot, { aim }: Pressed, deed: string): Promise<readonly Done[]> {
  const now = fromMillis(bot.room.now());
  const row = await bot.store.read(aim.investigation);
  const done = row === null ? [] : (changeBy(row, now).done ?? []);
  return done.filter(({ did, at }) => did.startsWith(deed) && now - at < JUST);
}
