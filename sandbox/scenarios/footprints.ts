import type { HttpRequest } from "../world/events/http-request.ts";
import type { StoryIds } from "./story.ts";

/** The ids that a transaction leaves behind, as it goes on. */
export interface Footprints extends StoryIds {
  readonly invocations: Record<string, string>;
  readonly events: Record<string, string>;
  readonly notifications: Record<string, string>;
  readonly messages: Record<string, string>;
  /** A function on its way began in a new environment, and so logged its variables. */
  cold: boolean;
}

export function footprintsOf({ requestId, trace }: Pick<HttpRequest, "requestId" | "trace">): Footprints {
  return {
    requestId,
    trace: trace.root,
    invocations: {},
    events: {},
    notifications: {},
    messages: {},
    cold: false,
  };
}

/** Of transactions that are alike the one that shows most: the first with an environment in its lines, else the first. */
export function worthTracing(all: readonly Footprints[]): StoryIds {
  const found = all.find(({ cold }) => cold) ?? all[0];
  if (found === undefined) throw new Error("there is nothing to trace");
  const { cold: _, ...ids } = found;
  return ids;
}
