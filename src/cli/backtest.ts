import { basename, join } from "node:path";
import { type Backtest, backtestOf, type Replayed } from "../backtest.ts";
import type { Catalog, Policy } from "../catalog.ts";
import { Fault, sentenceOf } from "../fault.ts";
import { investigate } from "../investigate.ts";
import type { Room } from "../pursue.ts";
import type { Report, Shown } from "../report.ts";
import { sayBacktest } from "../say/backtest-table.ts";
import type { Paint } from "../say/terminal.ts";
import type { Source, Told } from "../sources/source.ts";
import { Tape } from "../sources/tape.ts";
import { incidentFolders, incidentIn, type RecordedIncident, TAPE } from "./incident-folder.ts";
import { catalogFrom, type Options, parseOptions } from "./options.ts";
import { roomOf } from "./room.ts";
import { type Env, run, type Said } from "./run.ts";

const USAGE =
  "npm run -s backtest -- --incidents DIR [--policy FILE] [--catalog FILE] [--aws [--no-xray] [--keep]] [--json]";

/** Judges incidents of the past again, by another policy perhaps, and says what would have been different. */
async function backtestVerb(words: readonly string[], paint: Paint, env: Env): Promise<Said> {
  const options = parseOptions(words);
  const [stray] = [...options.positionals, ...options.logs, ...options.traces];
  if (stray !== undefined) throw new Fault("wrong-use", `${stray} is not understood: ${USAGE}`);
  if (options.incidents === null) throw new Fault("wrong-use", `say where the incidents are: ${USAGE}`);
  const { incident, alarm, metrics, config, logGroup, now } = options;
  if ([incident, alarm, metrics, config, logGroup, now].some((one) => one !== null))
    throw new Fault("wrong-use", `each incident's folder says what it was and when: ${USAGE}`);
  if (options.keep && !options.aws) throw new Fault("wrong-use", `--keep keeps what --aws reads: ${USAGE}`);
  const ours = await catalogFrom(options.catalog);
  const policy = options.policy === null ? null : (await catalogFrom(options.policy)).policy;
  const incidents: Replayed[] = [];
  const unread: { name: string; why: string }[] = [];
  for (const folder of await incidentFolders(options.incidents)) {
    const name = basename(folder);
    try {
      const incident = await incidentIn(folder, name);
      incidents.push(await replayed(incident, folder, catalogOf(incident, ours, policy), options, env));
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      unread.push({ name, why: sentenceOf(error) });
    }
  }
  const [first] = unread;
  if (incidents.length === 0 && first !== undefined) throw new Fault("unreadable", `${first.name}: ${first.why}`);
  const result: Backtest = backtestOf(incidents, unread);
  return { text: options.json ? `${JSON.stringify(result)}\n` : sayBacktest(result, paint), status: 0 };
}

/** What the team knew then, and the policy that is tried; where none is named, that of the catalog. */
function catalogOf({ catalog }: RecordedIncident, ours: Catalog, policy: Policy | null): Catalog {
  const known = catalog ?? ours;
  return policy === null ? known : { ...known, policy };
}

async function replayed(
  incident: RecordedIncident,
  folder: string,
  catalog: Catalog,
  options: Options,
  env: Env,
): Promise<Replayed> {
  const tape = new Tape();
  const room = await roomFor(incident, catalog, options, env, tape);
  let last: Shown<Report> | null = null;
  for await (const { report } of investigate(incident.alert, room, incident.atMs, incident.unclearSince)) last = report;
  if (last === null) throw new Fault("unreadable", "nothing was read");
  if (options.keep && incident.sources.length === 0) await tape.save(join(folder, TAPE));
  const { decision, leaning, rule } = last.verdict;
  const { name, recorded, shouldWake } = incident;
  return {
    name,
    incident: last.incident.id,
    asOf: last.asOf,
    decision,
    leaning,
    rule,
    recorded,
    changed: recorded === null ? null : recorded !== decision,
    shouldWake,
    right: shouldWake === null ? null : shouldWake === (decision === "wake"),
    gaps: last.gaps.length,
    usd: last.cost.usd,
  };
}

/** What was kept is read, and only where nothing was, and it is wanted, what is live: at the time of the incident. */
async function roomFor(
  { sources, atMs }: RecordedIncident,
  catalog: Catalog,
  options: Options,
  env: Env,
  tape: Tape,
): Promise<Room> {
  if (sources.length === 0) {
    if (!options.aws) throw new Fault("unreadable", "no evidence was kept; --aws reads it again");
    const { room } = await roomOf(options, catalog, env);
    const live = Date.now() - atMs > MINUTES_KEPT_MS ? room.sources.map(withoutMetrics) : room.sources;
    return { ...room, sources: live.map((source) => tape.hear(source)), now: () => atMs };
  }
  return { sources, catalog, now: () => atMs, deadlineMs: DEADLINE_MS };
}

const DEADLINE_MS = 120_000;
/** CloudWatch keeps what it counted each minute for 15 days: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention. A day less: reading takes its time. */
const MINUTES_KEPT_MS = 14 * 86_400_000;

/** That there are no points any more is not that nothing was counted. */
function withoutMetrics(source: Source): Source {
  const { name, whole } = source;
  return {
    name,
    whole,
    async *ask(question, until): AsyncGenerator<Told> {
      if (!("measure" in question)) yield* source.ask(question, until);
    },
  };
}

await run(backtestVerb);
