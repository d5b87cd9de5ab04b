import type { Clock } from "../clock.ts";

/** "post" is chat.postMessage's own limit, per channel. https://docs.slack.dev/apis/web-api/rate-limits */
export type Tier = 1 | 2 | 3 | 4 | "post";

/** How many calls may come at once, and how many more each minute. */
export type RateLimits = Readonly<Record<Tier, { readonly burst: number; readonly perMinute: number }>>;

/** Slack's published numbers; it publishes no bursts: those here are a guess, a minute's worth for most. */
export const SLACK_RATE_LIMITS: RateLimits = {
  1: { burst: 10, perMinute: 1 },
  2: { burst: 20, perMinute: 20 },
  3: { burst: 50, perMinute: 50 },
  4: { burst: 100, perMinute: 100 },
  post: { burst: 5, perMinute: 60 },
};

export interface RateLimiter {
  /** Takes one call of `key`'s allowance. Returns 0 when it may go on, else the seconds to wait (`Retry-After`). */
  take(key: string, tier: Tier): number;
}

/** One token bucket a key, refilled by the clock; without limits every call may go on. */
export function createRateLimiter(clock: Clock, limits: RateLimits | null): RateLimiter {
  const buckets = new Map<string, { tokens: number; atMs: number }>();
  return {
    take(key, tier) {
      if (limits === null) return 0;
      const { burst, perMinute } = limits[tier];
      const nowMs = clock.now();
      const bucket = buckets.get(key) ?? { tokens: burst, atMs: nowMs };
      const tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) * perMinute) / 60_000);
      const allowed = tokens >= 1;
      buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, atMs: nowMs });
      return allowed ? 0 : Math.max(1, Math.ceil(((1 - tokens) * 60) / perMinute));
    },
  };
}
