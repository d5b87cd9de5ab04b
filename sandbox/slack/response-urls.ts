import type { Clock } from "../clock.ts";
import { secret } from "./identifiers.ts";

/** Where a response_url leads: back to the person, the channel and, for a press, the message it came from. */
export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  readonly messageTs: string | null;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const LIFE_MS = 30 * 60_000;
const USES = 5;

export interface ResponseUrls {
  issue(target: ResponseTarget): string;
  /** Takes one of the five uses. */
  spend(token: string): ResponseTarget | "expired_url" | "used_url";
}

/** `base` is the address that a token is appended to. */
export function createResponseUrls(clock: Clock, base: string): ResponseUrls {
  const issued = new Map<string, { target: ResponseTarget; atMs: number; left: number }>();
  return {
    issue(target) {
      const token = secret();
      issued.set(token, { target, atMs: clock.now(), left: USES });
      return base + token;
    },
    spend(token) {
      const found = issued.get(token);
      if (found === undefined || clock.now() - found.atMs > LIFE_MS) return "expired_url";
      if (found.left === 0) return "used_url";
      found.left -= 1;
      return found.target;
    },
  };
}
