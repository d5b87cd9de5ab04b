import { Fault } from "../../src/fault.ts";
import { DEED } from "../../src/say/deed-words.ts";
import { ANSWER } from "../../src/say/press-answers.ts";
import { fromMillis } from "../../src/time.ts";
import { changeBy } from "../due/deliver.ts";
import type { PressHandler } from "./handler.ts";

/** A new investigation with the evidence of now. Reading is free to everybody who can see the message. */
export const lookAgain: PressHandler = async (bot, pressed) => {
  const row = await bot.store.read(pressed.aim.investigation);
  if (row === null) throw new Fault("not-found", ANSWER.investigationGone);
  const now = fromMillis(bot.room.now());
  // What waits in the inbox is newer than the row.
  const { incident = row.incident } = changeBy(row, now);
  await bot.store.claim(
    { id: `press ${pressed.id}`, at: now, incident, also: [], did: DEED.lookedAgain, who: null, wants: "investigate" },
    now,
  );
  bot.nudge();
};
