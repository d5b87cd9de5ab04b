import { randomUUID } from "node:crypto";
import type { Bot } from "../../src/bot.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import { helpWords, notFoundWords } from "../../src/say/slack-trace.ts";
import type { Words } from "../../src/say/words.ts";
import { fromMillis } from "../../src/time.ts";
import { trace } from "../../src/trace.ts";

/** Traces an id and says what was found. What is found is stored, so that its buttons work. */
export async function answerTrace(bot: Bot, id: string | null): Promise<Words> {
  if (id === null) return helpWords();
  const { room, store } = bot;
  const traced = await trace(id, room, room.now());
  if (!traced.found)
    return notFoundWords(
      id,
      room.sources.map(({ name }) => name),
      traced.gaps,
    );
  const investigation = `trace-${randomUUID()}`;
  await store.keep(investigation, traced.kept, fromMillis(room.now()));
  return stackWords(investigation, 1, traced.kept.transactions[0]);
}
