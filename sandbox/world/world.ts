import { LogGroups } from "./log-groups.ts";
import { createRandom, type Random } from "./random.ts";
import { Timeline } from "./timeline.ts";
import { Traces } from "./xray/traces.ts";

/** A world in which functions run: one source of chance, one time, and the logs and traces that everything leaves behind. */
export interface World {
  readonly random: Random;
  readonly timeline: Timeline;
  readonly logs: LogGroups;
  readonly traces: Traces;
}

export function createWorld(seed: number): World {
  const random = createRandom(seed);
  return { random, timeline: new Timeline(), logs: new LogGroups(random.fork("log groups")), traces: new Traces() };
}
