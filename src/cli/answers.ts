import { parseArgs } from "node:util";
import { configFrom } from "../config.ts";
import { Fault, sentenceOf } from "../fault.ts";
import type { Investigation } from "../investigation.ts";
import { openStore } from "../main.ts";
import { pagerDutyOf } from "../pagerduty/pagerduty.ts";
import { iso } from "../time.ts";
import { exportIncidents } from "./export-incidents.ts";
import { type Env, run, type Said } from "./run.ts";

const USAGE = "npm run -s answers [-- --incidents DIR]";

/** What people said of the verdicts, a JSON object a line, the oldest first; and the incidents as folders for the backtest. */
async function answersVerb(words: readonly string[], env: Env): Promise<Said> {
  const directory = directoryIn(words);
  const config = configFrom(env);
  const { store, closeStore } = await openStore(config, {});
  try {
    const rows: Investigation[] = [];
    for await (const row of store.all()) rows.push(row);
    if (directory !== null) {
      const pagerduty = pagerDutyOf({ ...config.pagerduty, url: config.pagerduty.apiUrl });
      const problems = await exportIncidents(rows, store, pagerduty, directory);
      process.stderr.write(problems.map((problem) => `${problem}\n`).join(""));
    }
    const lines = rows.flatMap(({ id, answers }) => answers.map((answer) => ({ id, answer })));
    const sorted = lines.toSorted((a, b) => a.answer.at - b.answer.at);
    return { text: sorted.map(lineOf).join(""), status: 0 };
  } finally {
    await closeStore();
  }
}

function lineOf({
  id,
  answer: { decision, right, at, by },
}: {
  id: string;
  answer: Investigation["answers"][number];
}): string {
  return `${JSON.stringify({ incident: id, decision, right, at: iso(at), by })}\n`;
}

function directoryIn(words: readonly string[]): string | null {
  const [stray] = words;
  if (stray !== undefined && !stray.startsWith("--incidents"))
    throw new Fault("wrong-use", `${stray} is not understood: ${USAGE}`);
  try {
    return parseArgs({ args: [...words], options: { incidents: { type: "string" } } }).values.incidents ?? null;
  } catch (error) {
    throw new Fault("wrong-use", `${sentenceOf(error).split("\n")[0]}: ${USAGE}`, { cause: error });
  }
}

await run((words, _paint, env) => answersVerb(words, env));
