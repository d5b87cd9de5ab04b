import { Counters } from "./counters.ts";
import { LogGroups } from "./log-groups.ts";
import { Spans } from "./otel/spans.ts";
import { createRandom, type Random } from "./random.ts";
import { Timeline } from "./timeline.ts";
import { Traces } from "./xray/traces.ts";

/** A world in which functions run: one source of chance, one time, and the logs, traces and counts that everything leaves behind. */
export interface World {
  readonly random: Random;
  readonly timeline: Timeline;
  readonly logs: LogGroups;
  readonly traces: Traces;
  readonly spans: Spans;
  readonly counters: Counters;
  /** By name, the environment variables of each function. */
  readonly functions: Map<string, Readonly<Record<string, string>>>;
}

export function createWorld(seed: number): World {
  const random = createRandom(seed);
  return {
    random,
    timeline: new Timeline(),
    logs: new LogGroups(random.fork("log groups")),
    traces: new Traces(),
    spans: new Spans(),
    counters: new Counters(),
    functions: new Map(),
  };
}
