import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { XRayClient } from "@aws-sdk/client-xray";
import { backendsFrom } from "../backends.ts";
import type { Catalog } from "../catalog.ts";
import { Fault } from "../fault.ts";
import type { Room } from "../pursue.ts";
import { cloudwatchLogs } from "../sources/cloudwatch-logs.ts";
import { openFiles } from "../sources/files.ts";
import type { Source } from "../sources/source.ts";
import { sourcesOf } from "../sources/sources-of.ts";
import { xray } from "../sources/xray.ts";
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
  if (options.aws) {
    sources.push(cloudwatchLogs(new CloudWatchLogsClient({}), catalog));
    if (!options.noXRay) sources.push(xray(new XRayClient({})));
  }
  if (live) sources.push(...sourcesOf(backendsFrom(env)));
  if (sources.length === 0) throw new Fault("wrong-use", NOWHERE);
  const clock = live ? Date.now() : null;
  return { room: { sources, catalog, now: () => Date.now(), deadlineMs: DEADLINE_MS }, atMs: options.now ?? clock };
}
