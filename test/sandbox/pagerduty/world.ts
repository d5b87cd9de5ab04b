import type { TestContext } from "node:test";
import { api } from "@pagerduty/pdjs";
import { z } from "zod";
import type { SandboxClock } from "../../../sandbox/clock.ts";
import type { NewDirectory } from "../../../sandbox/pagerduty/directory.ts";
import type { Incident } from "../../../sandbox/pagerduty/incident.ts";
import { type PagerDuty, type PagerDutyOptions, startPagerDuty } from "../../../sandbox/pagerduty/pagerduty.ts";

export const NIGHT = Date.parse("2026-11-22T02:32:00Z");
export const MINUTE_MS = 60_000;

/** Ada is rung first, five minutes later Bo and Cy, and there is nobody after them. */
export const ACCOUNT: NewDirectory = {
  users: [
    { id: "PADA", name: "Ada", email: "ada@example.com", timeZone: "Europe/Berlin", token: "u-ada-token" },
    { id: "PBO", name: "Bo", email: "bo@example.com" },
    { id: "PCY", name: "Cy", email: "cy@example.com" },
    { id: "PDEE", name: "Dee", email: "dee@example.com" },
  ],
  services: [
    { id: "PRIDES", name: "Rides", escalationPolicy: "PTEAM", routingKey: "a".repeat(32) },
    { id: "PBILLS", name: "Billing", escalationPolicy: "PTEAM", urgency: "severity" },
  ],
  escalationPolicies: [
    {
      id: "PTEAM",
      name: "Rides team",
      levels: [
        { users: ["PADA"], escalateAfterMinutes: 5 },
        { users: ["PBO", "PCY"], escalateAfterMinutes: 10 },
      ],
    },
    { id: "POPS", name: "Operations", repeats: 1, levels: [{ users: ["PDEE"], escalateAfterMinutes: 5 }] },
  ],
  priorities: [
    { id: "P1ST", name: "P1", description: "Everything stops" },
    { id: "P2ND", name: "P2" },
  ],
};

export interface World {
  readonly clock: SandboxClock;
  readonly pagerDuty: PagerDuty;
  /** Calls the REST API with the unmodified client; as Ada, unless `from` says otherwise. */
  readonly call: (method: string, path: string, options?: CallOptions) => Promise<Answer>;
  /** Triggers an incident of the service Rides with one alert. */
  readonly trigger: (title?: string) => Incident;
  /** Lets this much time pass on the sandbox's clock. */
  readonly pass: (durationMs: number) => void;
}

export interface CallOptions {
  readonly data?: object;
  readonly from?: string | null;
  readonly query?: Record<string, string | string[]>;
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export async function startWorld(t: TestContext, options: Partial<PagerDutyOptions> = {}): Promise<World> {
  const clock = standingClock(NIGHT);
  const pagerDuty = await startPagerDuty(clock, { ...ACCOUNT, retryDelaysMs: [5], ...options });
  t.after(() => pagerDuty.stop());
  return {
    clock,
    pagerDuty,
    async call(method, path, { data, from = "ada@example.com", query = {}, token = pagerDuty.token } = {}) {
      const response = await api({
        token,
        url: pagerDuty.url + path + queryString(query),
        method,
        headers: from === null ? {} : { From: from },
        requestTimeout: 0,
        retryTimeout: 1,
        ...(data === undefined ? {} : { data }),
      });
      return { status: response.status, body: response.data, headers: response.headers };
    },
    trigger: (title = "DynamoDB is throttling") =>
      pagerDuty.trigger({
        title,
        service: "PRIDES",
        alerts: [{ severity: "critical", key: `key of ${title}`, details: { AlarmName: "rides-throttled" } }],
      }),
    pass: (durationMs) => clock.advanceTo(clock.now() + durationMs),
  };
}

/** A clock that moves only when it is told to, so that a test can name the very millisecond. */
function standingClock(startMs: number): SandboxClock {
  let now = startMs;
  return {
    now: () => now,
    advanceTo(epochMs) {
      now = Math.max(now, epochMs);
    },
  };
}

/** `statuses[]` is how PagerDuty takes several values. */
function queryString(query: Readonly<Record<string, string | string[]>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) search.append(name, one);
  return search.size === 0 ? "" : `?${search}`;
}

/** Waits for something that happens by itself, and fails when it does not. */
export async function until(what: string, happened: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!happened()) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((later) => setTimeout(later, 2));
  }
}

/** The ids in a list of the API, in order; a partial comparison would not see one too many. */
export function idsIn(body: unknown, name: string): string[] {
  return (
    z
      .object({ [name]: z.array(z.object({ id: z.string() })) })
      .parse(body)
      [name]?.map(({ id }) => id) ?? []
  );
}
