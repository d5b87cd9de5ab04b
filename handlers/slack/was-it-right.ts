import { Fault } from "../../src/fault.ts";
import { DEED } from "../../src/say/deed-words.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { fromMillis } from "../../src/time.ts";
import { changeBy } from "../due/deliver.ts";
import type { PressHandler } from "./handler.ts";
import { presser } from "./presser.ts";

/** What somebody who was on call says of the verdict afterwards: by this it is measured. */
export function wasItRight(right: boolean): PressHandler {
  return async (bot, pressed) => {
    const who = await presser(bot, pressed);
    const row = await bot.store.read(pressed.aim.investigation);
    if (row === null) throw new Fault("not-found", ANSWER.investigationGone);
    const now = fromMillis(bot.room.now());
    const { incident = row.incident } = changeBy(row, now);
    const did = right ? DEED.right : DEED.wrong;
    const said = { id: `press ${pressed.id}`, at: now, incident, also: [], did, who: who.name, wants: null, right };
    await bot.store.claim(said, now);
    bot.nudge();
  };
}
