import { Fault } from "../fault.ts";
import { idsInText } from "../query.ts";
import { type Paint, sayGaps, sayNotFound, sayTransaction } from "../say/terminal.ts";
import { trace } from "../trace.ts";
import { catalogFrom, parseOptions, refuse } from "./options.ts";
import { roomOf } from "./room.ts";
import { type Env, run, type Said } from "./run.ts";

const USAGE =
  "npm run -s trace -- <id> [--logs PATH...] [--traces PATH...] [--log-group NAME] [--aws [--no-xray]] [--catalog FILE] [--now ISO] [--json]";

/** The virtual stack trace of one request. */
async function traceVerb(words: readonly string[], paint: Paint, env: Env): Promise<Said> {
  const options = parseOptions(words);
  refuse(options, ["incident", "alarm", "metrics", "config", "policy", "keep", "incidents"], USAGE);
  const [id] = idsInText(options.positionals.join(" "));
  if (id === undefined) throw new Fault("wrong-use", `say one id, before the options: ${USAGE}`);
  const { room, atMs } = await roomOf(options, await catalogFrom(options.catalog), env);
  const traced = await trace(id, room, atMs);
  if (!traced.found) {
    const { query, gaps } = traced;
    return { text: options.json ? `${JSON.stringify({ query, gaps })}\n` : sayNotFound(id, gaps, paint), status: 3 };
  }
  const [transaction] = traced.kept.transactions;
  const tree = [sayTransaction(transaction, paint), ...sayGaps(transaction.gaps, paint)].join("\n");
  return { text: options.json ? `${JSON.stringify(transaction)}\n` : `${tree}\n`, status: 0 };
}

await run(traceVerb);
