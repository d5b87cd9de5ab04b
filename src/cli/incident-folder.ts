import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Alert, parseAlert } from "../alert.ts";
import type { Catalog } from "../catalog.ts";
import { Fault, sentenceOf } from "../fault.ts";
import { parseJson } from "../json.ts";
import { loadCatalog } from "../load-catalog.ts";
import type { Decision } from "../report.ts";
import { openFiles } from "../sources/files.ts";
import { openJsonFile } from "../sources/json-file.ts";
import type { Source } from "../sources/source.ts";
import { openTape } from "../sources/tape.ts";
import { type Micros, parseTime, toMillis } from "../time.ts";
import { textOf } from "./options.ts";

/** A minute after an alert its lines are there. */
const AFTER_MS = 60_000;

const decision = z.enum(["wake", "wait", "unclear"]);
const moment = z.string().transform((text, context): Micros => {
  const at = parseTime(text);
  if (at !== null) return at;
  context.addIssue({ code: "custom", message: "no ISO time" });
  return z.NEVER;
});
const Expected = z.looseObject({ decision });

/** What `answers --incidents` writes of a verdict that people were told. */
export const Recorded = z.object({
  incident: z.string(),
  /** The moment that it was judged at, and since when nothing clearer was said than that it is unclear. */
  at: moment,
  unclearSince: moment.nullable().default(null),
  decision,
  answers: z.array(z.object({ decision, right: z.boolean(), at: moment, by: z.string() })).default([]),
});

/** An incident of the past, as a folder holds it. */
export interface RecordedIncident {
  readonly name: string;
  readonly alert: Alert;
  /** The catalog of that time, where it was kept. */
  readonly catalog: Catalog | null;
  /** None where no evidence was kept. */
  readonly sources: readonly Source[];
  readonly atMs: number;
  readonly unclearSince: Micros | null;
  readonly recorded: Decision | null;
  readonly shouldWake: boolean | null;
}

/** The names of the folders that hold an incident each: those inside, or the folder itself. */
export async function incidentFolders(path: string): Promise<string[]> {
  const inside = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw new Fault("unreadable", `${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
  });
  if (inside.some(({ name }) => name === INCIDENT)) return [path];
  const folders = inside.filter((one) => one.isDirectory() && !one.name.startsWith("."));
  if (folders.length === 0) throw new Fault("unreadable", `${path} holds no folders of incidents`);
  return folders.map(({ name }) => join(path, name)).sort();
}

export const INCIDENT = "incident.json";
export const RECORDED = "recorded.json";
export const TAPE = "tape.jsonl.gz";

/** Reads what a folder holds. A file that is not there is nothing; one that is broken is a fault that names it. */
export async function incidentIn(folder: string, name: string): Promise<RecordedIncident> {
  const files = new Set(await readdir(folder));
  const json = async <T>(file: string, schema: z.ZodType<T>): Promise<T | null> =>
    files.has(file) ? await jsonOf(join(folder, file), schema) : null;
  if (!files.has(INCIDENT)) throw new Fault("unreadable", `${folder} holds no ${INCIDENT}`);
  const alert = parseAlert(await json(INCIDENT, z.unknown()));
  const recorded = await json(RECORDED, Recorded);
  const expected = await json("expected.json", Expected);
  const catalog = join(folder, CATALOG);
  return {
    name,
    alert,
    catalog: files.has(CATALOG) ? await loadCatalog(await textOf(catalog), catalog) : null,
    sources: await evidenceIn(folder, [...files]),
    atMs: recorded === null ? toMillis(alert.at) + AFTER_MS : toMillis(recorded.at),
    unclearSince: recorded?.unclearSince ?? null,
    recorded: recorded?.decision ?? null,
    shouldWake: expected === null ? answered(recorded?.answers ?? []) : expected.decision === "wake",
  };
}

const CATALOG = "wake-or-wait.yml";

/** `logs…` and `traces…`, files or folders; what CloudWatch counted and how services were configured; what was heard live. */
async function evidenceIn(folder: string, files: readonly string[]): Promise<Source[]> {
  const called = (word: string): string[] =>
    files.filter((name) => name.startsWith(word)).map((name) => join(folder, name));
  const [logs, traces] = [called("logs"), called("traces")];
  return [
    ...(logs.length + traces.length === 0 ? [] : [await openFiles({ logs, traces, logGroup: null })]),
    ...(files.includes("metrics.json") ? [await openJsonFile(join(folder, "metrics.json"), "metrics")] : []),
    ...(files.includes("config.json") ? [await openJsonFile(join(folder, "config.json"), "configuration")] : []),
    ...(files.includes(TAPE) ? [await openTape(join(folder, TAPE))] : []),
  ];
}

async function jsonOf<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await textOf(path)));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : `${issue.path.join(".")}: `;
  throw new Fault("unreadable", `${path} is not what it should be: ${where}${issue?.message}`);
}

/** Whether waking was right, by what was said last. Who said that `unclear` was wrong did not say what is right. */
function answered(answers: z.infer<typeof Recorded>["answers"]): boolean | null {
  const last = answers.toSorted((a, b) => a.at - b.at).at(-1);
  if (last === undefined) return null;
  if (last.right) return last.decision === "wake";
  return last.decision === "unclear" ? null : last.decision === "wait";
}
