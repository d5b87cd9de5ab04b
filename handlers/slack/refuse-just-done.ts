import type { Bot } from "../../src/bot.ts";
import { Fault } from "../../src/fault.ts";
import { justDone } from "../../src/say/press-answers.ts";
import { fromMillis, MINUTE } from "../../src/time.ts";
import { changeBy } from "../due/deliver.ts";
import type { Pressed } from "./handler.ts";

/** So long somebody may take to answer their phone before it makes sense to ring them again. */
const JUST = 2 * MINUTE;

/** Who presses again what rings people, or presses what another just pressed, is told who did it, and nobody is rung twice. `deed`: its first words. */
export async function refuseJustDone(bot: Bot, { aim }: Pressed, deed: string): Promise<void> {
  const now = fromMillis(bot.room.now());
  const row = await bot.store.read(aim.investigation);
  const done = row === null ? [] : (changeBy(row, now).done ?? []);
  const last = done.findLast(({ did, at }) => did.startsWith(deed) && now - at < JUST);
  if (last !== undefined) throw new Fault("refused", justDone(last.did, last.who));
}
