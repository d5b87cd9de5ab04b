import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type Catalog, EMPTY_CATALOG } from "../catalog.ts";
import { Fault, sentenceOf } from "../fault.ts";
import { loadCatalog } from "../load-catalog.ts";
import { parseTime, toMillis } from "../time.ts";

/** What every verb of the terminal understands. */
export interface Options {
  readonly positionals: readonly string[];
  readonly logs: readonly string[];
  readonly traces: readonly string[];
  readonly logGroup: string | null;
  readonly aws: boolean;
  /** Of AWS the logs alone. */
  readonly noXRay: boolean;
  readonly catalog: string | null;
  readonly incident: string | null;
  /** The name of an alarm, instead of an incident. */
  readonly alarm: string | null;
  readonly metrics: string | null;
  readonly config: string | null;
  /** A folder of incidents of the past, and the catalog whose policy is tried on them. */
  readonly incidents: string | null;
  readonly policy: string | null;
  /** What is read of them live is kept beside them. */
  readonly keep: boolean;
  /** Epoch milliseconds. */
  readonly now: number | null;
  readonly json: boolean;
}

const DEFAULT_CATALOG = "wake-or-wait.yml";

/** Reads the words of a command line. `--logs` and `--traces` take every word up to the next option. */
export function parseOptions(words: readonly string[]): Options {
  const { values, tokens } = parse(words);
  const lists = { positionals: [] as string[], logs: [] as string[], traces: [] as string[] };
  let list = lists.positionals;
  for (const token of tokens) {
    if (token.kind === "positional") list.push(token.value);
    if (token.kind !== "option") continue;
    const many = token.name === "logs" || token.name === "traces";
    list = many ? lists[token.name as "logs" | "traces"] : lists.positionals;
    if (many && token.value !== undefined) list.push(token.value);
  }
  const { aws = false, json = false, keep = false, incidents = null, policy = null } = values;
  return { ...lists, aws, json, keep, incidents, policy, ...othersIn(values) };
}

function othersIn(values: ReturnType<typeof parse>["values"]) {
  const { catalog = null, incident = null, alarm = null, metrics = null, config = null } = values;
  return {
    ...{ catalog, incident, alarm, metrics, config },
    logGroup: values["log-group"] ?? null,
    noXRay: values["no-xray"] ?? false,
    now: momentOf(values.now),
  };
}

function momentOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const moment = parseTime(text);
  if (moment === null) throw new Fault("wrong-use", `--now ${text} is not an ISO time, as in 2026-11-22T02:32:00Z`);
  return toMillis(moment);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      tokens: true,
      options: {
        logs: { type: "string", multiple: true },
        traces: { type: "string", multiple: true },
        "log-group": { type: "string" },
        aws: { type: "boolean" },
        "no-xray": { type: "boolean" },
        catalog: { type: "string" },
        incident: { type: "string" },
        alarm: { type: "string" },
        metrics: { type: "string" },
        config: { type: "string" },
        incidents: { type: "string" },
        policy: { type: "string" },
        keep: { type: "boolean" },
        now: { type: "string" },
        json: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new Fault("wrong-use", sentenceOf(error).split("\n")[0] ?? "", { cause: error });
  }
}

/** What another verb takes is not silently left aside. */
export function refuse(options: Options, foreign: readonly (keyof Options)[], usage: string): void {
  const given = foreign.find((name) => options[name] !== null && options[name] !== false);
  if (given !== undefined) throw new Fault("wrong-use", `--${given} is not understood: ${usage}`);
}

/** Reads a text file whole; a fault names it where that fails. */
export async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new Fault("unreadable", `${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
  }
}

/** The catalog that was named, else `wake-or-wait.yml` of the current folder, else an empty one. */
export async function catalogFrom(path: string | null): Promise<Catalog> {
  if (path !== null) return await loadCatalog(await textOf(path), path);
  try {
    return await loadCatalog(await readFile(DEFAULT_CATALOG, "utf8"), DEFAULT_CATALOG);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return EMPTY_CATALOG;
    if (error instanceof Fault) throw error;
    throw new Fault("unreadable", `${DEFAULT_CATALOG} cannot be read: ${sentenceOf(error)}`, { cause: error });
  }
}
