import type { WebClient } from "@slack/web-api";

const MOST_KEPT = 1000;
/** Who travels is told the right time an hour later. */
const KEPT_MS = 3_600_000;

/** In which zone somebody lives, as Slack knows it. */
export type ZoneOf = (user: string) => Promise<string | null>;

/** Asks for each person once in a while. Never rejects: without a zone, times are told in UTC. */
export function zonesOf(client: WebClient, now: () => number = Date.now): ZoneOf {
  const known = new Map<string, { readonly zone: Promise<string | null>; readonly until: number }>();
  return (user) => {
    const kept = known.get(user);
    if (kept !== undefined && now() < kept.until) return kept.zone;
    const zone = client.users.info({ user }).then(
      ({ user: found }) => found?.tz ?? null,
      () => {
        known.delete(user);
        return null;
      },
    );
    known.delete(user);
    known.set(user, { zone, until: now() + KEPT_MS });
    const [oldest] = known.keys();
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return zone;
  };
}
