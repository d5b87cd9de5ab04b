import type { Clock } from "../clock.ts";
import { secret } from "./identifiers.ts";

/** What a person did that lets the app open a modal for them; `viewId` when they did it inside one. */
export interface Trigger {
  readonly user: string;
  readonly viewId: string | null;
}

export type TriggerError = "invalid_trigger_id" | "expired_trigger_id" | "exchanged_trigger_id";

/** A trigger lives three seconds, and opens one view. https://docs.slack.dev/interactivity/handling-user-interaction */
const TRIGGER_LIFE_MS = 3000;

export interface Triggers {
  issue(trigger: Trigger): string;
  exchange(id: string): Trigger | TriggerError;
}

export function createTriggers(clock: Clock): Triggers {
  const issued = new Map<string, { trigger: Trigger; atMs: number; exchanged: boolean }>();
  return {
    issue(trigger) {
      const id = `${issued.size + 1}.${clock.now()}.${secret()}`;
      issued.set(id, { trigger, atMs: clock.now(), exchanged: false });
      return id;
    },
    exchange(id) {
      const found = issued.get(id);
      if (found === undefined) return "invalid_trigger_id";
      if (found.exchanged) return "exchanged_trigger_id";
      if (clock.now() - found.atMs > TRIGGER_LIFE_MS) return "expired_trigger_id";
      found.exchanged = true;
      return found.trigger;
    },
  };
}
