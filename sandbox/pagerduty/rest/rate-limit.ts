import type { Clock } from "../../clock.ts";

const WINDOW_MS = 60_000;

export interface Allowance {
  readonly allowed: boolean;
  /** https://github.com/PagerDuty/developer-docs/blob/main/docs/REST-API/04-Rate-Limits.md */
  readonly headers: Readonly<Record<string, string>>;
}

/** Counts the requests of each token in windows of a minute on the sandbox's clock. */
export function createRateLimit(clock: Clock, perMinute: number): (token: string) => Allowance {
  const windows = new Map<string, { readonly endsAt: number; requests: number }>();
  return (token) => {
    const now = clock.now();
    let window = windows.get(token);
    if (window === undefined || now >= window.endsAt) {
      window = { endsAt: now + WINDOW_MS, requests: 0 };
      windows.set(token, window);
    }
    window.requests += 1;
    return {
      allowed: window.requests <= perMinute,
      headers: {
        "ratelimit-limit": String(perMinute),
        "ratelimit-remaining": String(Math.max(0, perMinute - window.requests)),
        "ratelimit-reset": String(Math.ceil((window.endsAt - now) / 1000)),
      },
    };
  };
}
