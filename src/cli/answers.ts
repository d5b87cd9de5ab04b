import { configFrom } from "../config.ts";
import { Fault } from "../fault.ts";
import { openStore } from "../main.ts";
import { iso } from "../time.ts";
import { type Env, run, type Said } from "./run.ts";

/** What people said of the verdicts, a JSON object a line, the oldest first. */
async function answersVerb(words: readonly string[], env: Env): Promise<Said> {
  if (words.length > 0) throw new Fault("wrong-use", `${words[0]} is not understood: npm run -s answers`);
  const { store, closeStore } = await openStore(configFrom(env), {});
  try {
    const lines: { at: number; text: string }[] = [];
    for await (const { id, answers } of store.all()) {
      for (const { at, by, decision, right } of answers)
        lines.push({ at, text: `${JSON.stringify({ incident: id, decision, right, at: iso(at), by })}\n` });
    }
    const sorted = lines.toSorted((a, b) => a.at - b.at);
    return { text: sorted.map(({ text }) => text).join(""), status: 0 };
  } finally {
    await closeStore();
  }
}

await run((words, _paint, env) => answersVerb(words, env));
