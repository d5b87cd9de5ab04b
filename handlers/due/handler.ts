import type { Bot } from "../../src/bot.ts";
import type { Lease } from "../../src/investigation.ts";

/** What time does with an investigation. Works under a lease, and returns it as it is then; null: the row is gone. */
export type DueHandler = (bot: Bot, lease: Lease) => Promise<Lease | null>;
