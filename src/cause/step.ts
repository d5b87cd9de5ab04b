import type { StepView } from "../cause-detail.ts";
import type { Hop } from "../transaction.ts";
import type { Shows } from "./same-field.ts";

/** What a hop showed of a value, as a report has it. */
export function stepOf(hop: Hop, shows: Shows): StepView {
  const own = { hop: hop.id, in: "input" as const };
  switch (shows.kind) {
    case "bad":
      return { ...own, state: "bad", value: shows.field.value, path: shows.field.keys.join(".") };
    case "good":
      return { ...own, state: "good", value: shows.place.value, path: shows.place.path };
    case "none":
    case "unclear":
      return { ...own, state: shows.kind, value: null, path: null };
  }
}

export function unrecorded(hop: Hop, side: StepView["in"]): StepView {
  return { hop: hop.id, state: "unrecorded", value: null, path: null, in: side };
}
