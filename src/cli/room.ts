import { backendsFrom } from "../backends.ts";
import { awsPlaces, type Catalog } from "../catalog.ts";
import { Fault } from "../fault.ts";
import type { Room } from "../pursue.ts";
import { openFiles } from "../sources/files.ts";
import { openJsonFile } from "../sources/json-file.ts";
import { liveSources } from "../sources/live-sources.ts";
import type { Source } from "../sources/source.ts";
import { sourcesOf } from "../sources/sources-of.ts";
import type { Options } from "./options.ts";
import type { Env } from "./run.ts";

/** Nobody waits at a terminal with a pager in hand: a slow source gets more time here. */
const DEADLINE_MS = 120_000;

const NOWHERE =
  "say where to look: --logs PATH, --traces PATH or --aws, or name a store of traces in JAEGER_URL, TEMPO_URL or ZIPKIN_URL";

/** What the options let a verb work with, and the moment to judge at (epoch ms; null: the newest record). */
export async function roomOf(
  options: Options,
  catalog: Catalog,
  env: Env,
): Promise<{ room: Room; atMs: number | null }> {
  const sources: Source[] = [];
  const named = options.logs.length + options.traces.length > 0;
  // Whoever names files wants these, at the time that they are from, and not what a store of traces holds now.
  const live = options.aws || !named;
  if (named) sources.push(await openFiles(options));
  if (options.metrics !== null) sources.push(await openJsonFile(options.metrics, "metrics"));
  if (options.config !== null) sources.push(await openJsonFile(options.config, "configuration"));
  if (options.aws) {
    const { logs, metrics, configuration, traces } = liveSources(catalog);
    sources.push(...logs, ...metrics, ...configuration, ...(options.noXRay ? [] : traces));
  }
  if (live) sources.push(...sourcesOf(backendsFrom(env)));
  if (sources.length === 0) throw new Fault("wrong-use", NOWHERE);
  const places = options.aws ? awsPlaces(catalog) : [];
  const clock = live ? Date.now() : null;
  return {
    room: { sources, catalog, places, now: () => Date.now(), deadlineMs: DEADLINE_MS },
    atMs: options.now ?? clock,
  };
}

/** The sources that know of alarms. */
export async function alarmSources({ aws, config }: Options, catalog: Catalog): Promise<Source[]> {
  const sources: Source[] = [];
  if (config !== null) sources.push(await openJsonFile(config, "configuration"));
  if (aws) sources.push(...liveSources(catalog).metrics);
  return sources;
}
