import type { Bot } from "../src/bot.ts";
import { Fault, sentenceOf } from "../src/fault.ts";
import { type Lease, STEPS } from "../src/investigation.ts";
import { fromMillis } from "../src/time.ts";
import { deliver } from "./due/deliver.ts";
import { DUE } from "./table.ts";

/** Rows that one process works on at a time. */
const MOST_AT_ONCE = 8;
const LOOK_EVERY_MS = 1000;
/** A third of a lease: two beats may be missed. */
const BEAT_MS = 5000;

export interface Work {
  /** Looks at once instead of at the next tick. */
  nudge(): void;
  /** Takes nothing new, and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * The one thing that runs in the background: it takes the rows that are due, a few at a time, and does what time has come
 * for. A process that dies leaves its rows to the next: they are due again when their lease has run out.
 */
export function startWork(bot: Bot): Work {
  const underWay = new Map<string, Promise<void>>();
  let looking: Promise<void> | null = null;
  let again = false;
  let stopped = false;

  const look = async (): Promise<void> => {
    try {
      for (const id of await bot.store.due(fromMillis(bot.room.now()))) {
        if (stopped || underWay.size >= MOST_AT_ONCE || underWay.has(id)) continue;
        underWay.set(
          id,
          workOn(bot, id).finally(() => {
            underWay.delete(id);
            nudge();
          }),
        );
      }
    } catch (error) {
      bot.log.error({ problem: sentenceOf(error) }, "what is due could not be read");
    }
  };
  const lookNow = (): void => {
    if (stopped) return;
    if (looking !== null) {
      again = true;
      return;
    }
    looking = look().finally(() => {
      looking = null;
      if (again) nudge();
      again = false;
    });
  };
  const nudge = (): void => void setImmediate(lookNow);
  const ticking = setInterval(nudge, LOOK_EVERY_MS);
  nudge();
  return {
    nudge,
    stop: async () => {
      stopped = true;
      clearInterval(ticking);
      await looking;
      await Promise.all(underWay.values());
    },
  };
}

/** Works on one row until nothing is due on it. Never throws: what goes wrong is logged, and the row is due again later. */
async function workOn(bot: Bot, id: string): Promise<void> {
  try {
    const lease = await bot.store.take(id, bot.owner, fromMillis(bot.room.now()));
    if (lease !== null) await hold(bot, lease);
  } catch (error) {
    const lost = error instanceof Fault && error.code === "conflict";
    const said = { investigation: id, problem: sentenceOf(error), ...(error instanceof Fault ? {} : { error }) };
    if (lost) bot.log.info(said, "another process took the row over");
    else bot.log.error(said, "the row could not be worked on; it is tried again");
  }
}

async function hold(bot: Bot, taken: Lease): Promise<void> {
  const beat = setInterval(() => {
    // A lost lease shows itself at the next save; nothing else is to be done about it here.
    bot.store.save(taken, fromMillis(bot.room.now()), {}).catch(() => undefined);
  }, BEAT_MS);
  try {
    for (let lease: Lease | null = taken; lease !== null; ) {
      lease = await doWhatIsDue(bot, lease);
      if (lease === null || (await bot.store.release(lease))) return;
      lease = await bot.store.save(lease, fromMillis(bot.room.now()), {});
    }
  } finally {
    clearInterval(beat);
  }
}

/** The inbox first, because it may change what is due; then every step whose time has come. */
async function doWhatIsDue(bot: Bot, taken: Lease): Promise<Lease | null> {
  let lease = await deliver(bot, taken);
  for (const step of STEPS) {
    const at = lease?.row.due[step];
    if (lease !== null && at !== undefined && at <= fromMillis(bot.room.now())) lease = await DUE[step](bot, lease);
  }
  return lease;
}
