import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { INGESTION } from "../as-of.ts";
import { Fault, sentenceOf } from "../fault.ts";
import type { Answer, Investigation, Store } from "../investigation.ts";
import type { PagerDuty } from "../pagerduty/pagerduty.ts";
import { isReport, type Verdict } from "../report.ts";
import { iso, type Micros, parseTime, plus } from "../time.ts";
import { INCIDENT, RECORDED } from "./incident-folder.ts";

/** PagerDuty's ids; anything else would be a path. */
const FOLDER = /^[\w-]{1,100}$/;

/** A verdict that people were told, and the moment that it was judged at. */
interface Spoken {
  readonly decision: Verdict["decision"];
  readonly rule: string;
  readonly at: Micros;
  readonly unclearSince: Micros | null;
}

/**
 * Writes each investigation that told a verdict as a folder that `backtest` reads: the alert as PagerDuty has it, and what was
 * said of it. The evidence stays where it is: none of it is stored. Gives a line for each that could not be written.
 */
export async function exportIncidents(
  rows: readonly Investigation[],
  store: Pick<Store, "report">,
  pagerduty: Pick<PagerDuty, "evidence">,
  directory: string,
): Promise<string[]> {
  const problems: string[] = [];
  for (const row of rows) {
    if (row.told === null || row.foldedInto !== null) continue;
    try {
      await exportOne(row, store, pagerduty, directory);
    } catch (error) {
      problems.push(`${row.id} was not written: ${sentenceOf(error).split("\n")[0]}`);
    }
  }
  return problems;
}

async function exportOne(
  row: Investigation,
  store: Pick<Store, "report">,
  pagerduty: Pick<PagerDuty, "evidence">,
  directory: string,
): Promise<void> {
  if (!FOLDER.test(row.id)) throw new Fault("unreadable", "its id is no name of a folder");
  const spoken = await spokenOf(row, store);
  if (spoken === null) throw new Fault("unreadable", "none of its reports is stored any more");
  const incident = await pagerduty.evidence(row.id);
  const folder = join(directory, row.id);
  const { decision, rule, at, unclearSince } = spoken;
  const recorded = {
    incident: row.id,
    at: iso(at),
    unclearSince: unclearSince === null ? null : iso(unclearSince),
    decision,
    rule,
    answers: row.answers.map((one) => ({ ...one, at: iso(one.at) })),
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, INCIDENT), `${JSON.stringify(incident, null, 2)}\n`);
  await writeFile(join(folder, RECORDED), `${JSON.stringify(recorded, null, 2)}\n`);
}

/** The first report that said what people answered to; where nobody did, the first of all. */
async function spokenOf(
  { id, revision, answers }: Investigation,
  store: Pick<Store, "report">,
): Promise<Spoken | null> {
  const wanted = lastOf(answers)?.decision ?? null;
  let first: Spoken | null = null;
  let unclearSince: Micros | null = null;
  for (let number = 1; number <= revision; number++) {
    const kept = await store.report(id, number);
    const asOf = kept === null || !isReport(kept) ? null : parseTime(kept.asOf);
    if (kept === null || !isReport(kept) || asOf === null) continue;
    const { decision, rule } = kept.verdict;
    const at = plus(asOf, INGESTION);
    const spoken: Spoken = { decision, rule, at, unclearSince };
    first ??= spoken;
    if (wanted === null || decision === wanted) return spoken;
    unclearSince = decision === "unclear" ? (unclearSince ?? at) : null;
  }
  return first;
}

function lastOf(answers: readonly Answer[]): Answer | undefined {
  return answers.toSorted((a, b) => a.at - b.at).at(-1);
}
