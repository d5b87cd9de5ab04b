import { Fault } from "../fault.ts";
import { investigate } from "../investigate.ts";
import type { Report, Shown } from "../report.ts";
import { type Paint, sayReport } from "../say/terminal.ts";
import { alertFrom } from "./alert-from.ts";
import { catalogFrom, parseOptions, refuse } from "./options.ts";
import { roomOf } from "./room.ts";
import { type Env, run, type Said } from "./run.ts";

const USAGE =
  "npm run -s investigate -- (--incident FILE | --alarm NAME) [--logs PATH...] [--traces PATH...] [--metrics FILE] [--config FILE] [--log-group NAME] [--aws [--no-xray]] [--catalog FILE] [--now ISO] [--json]";

/** The whole report on one PagerDuty incident, or on one alarm. */
async function investigateVerb(words: readonly string[], paint: Paint, env: Env): Promise<Said> {
  const options = parseOptions(words);
  refuse(options, ["policy", "keep", "incidents"], USAGE);
  const [stray] = options.positionals;
  if (stray !== undefined) throw new Fault("wrong-use", `${stray} is not understood: ${USAGE}`);
  if ((options.incident === null) === (options.alarm === null))
    throw new Fault("wrong-use", `say which incident, or which alarm: ${USAGE}`);
  const catalog = await catalogFrom(options.catalog);
  const alert = await alertFrom(options, catalog);
  const { room, atMs } = await roomOf(options, catalog, env);
  let last: Shown<Report> | null = null;
  for await (const { report } of investigate(alert, room, atMs)) last = report;
  if (last === null) throw new Fault("unreadable", "nothing was read");
  return { text: options.json ? `${JSON.stringify(last)}\n` : sayReport(last, paint), status: 0 };
}

await run(investigateVerb);
