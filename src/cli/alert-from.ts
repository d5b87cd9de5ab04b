import { alertOfAlarm } from "../alarm-state.ts";
import { type Alert, parseAlert } from "../alert.ts";
import type { Catalog } from "../catalog.ts";
import { EvidenceInMemory } from "../evidence/evidence.ts";
import { Fault } from "../fault.ts";
import { gather } from "../gather.ts";
import { parseJson } from "../json.ts";
import { fromMillis } from "../time.ts";
import { type Options, textOf } from "./options.ts";
import { alarmSources } from "./room.ts";

const DEADLINE_MS = 20_000;

/** The alert that the options name: a file of PagerDuty's, or an alarm in the state that DescribeAlarms tells. */
export async function alertFrom(options: Options, catalog: Catalog): Promise<Alert> {
  if (options.alarm !== null) return await alertOfNamed(options.alarm, options, catalog);
  const path = options.incident ?? "";
  const incident = parseJson(await textOf(path));
  if (incident === undefined) throw new Fault("unreadable", `${path} is not JSON`);
  return parseAlert(incident);
}

async function alertOfNamed(name: string, options: Options, catalog: Catalog): Promise<Alert> {
  const sources = await alarmSources(options, catalog);
  if (sources.length === 0)
    throw new Fault("wrong-use", "--alarm needs --aws, or --config FILE that holds cloudwatch:DescribeAlarms");
  const now = fromMillis(options.now ?? Date.now());
  const evidence = new EvidenceInMemory();
  const refused: string[] = [];
  const question = { window: { from: now, to: now }, alarms: [name] };
  for await (const told of gather(sources, [question], AbortSignal.timeout(DEADLINE_MS))) {
    if ("chunk" in told) evidence.add(told.chunk);
    if ("gap" in told) refused.push(`${told.gap.what}: ${told.gap.why}`);
  }
  const alert = alertOfAlarm(name, evidence.alarms);
  if (alert === null)
    throw new Fault("unreadable", refused.length > 0 ? refused.join("; ") : `there is no alarm called ${name}`);
  return alert;
}
