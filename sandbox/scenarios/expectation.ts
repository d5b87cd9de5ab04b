import { readFile } from "node:fs/promises";
import type { CauseView, Decision, EntrySummary, Report } from "../../src/report.ts";
import { functionInTrouble } from "../../src/say/function-in-trouble.ts";
import { mainEntry } from "../../src/say/headline.ts";
import type { ServiceName } from "../../src/span.ts";
import type { UsersView } from "../../src/users-view.ts";

/** The right answer to a story, as its `expected.json` has it. */
export interface Expectation {
  readonly decision: Decision;
  /** Null where nothing that could be read tells. */
  readonly function: string | null;
  readonly entry: string | null;
  readonly customerFacing: boolean | null;
  readonly businessCritical: boolean | null;
  readonly users: Pick<UsersView, "hit" | "outcomes" | "stillFailing">;
  readonly failingRequests: number;
  /** Every entry that is hit, or that what the alert names serves. */
  readonly entries: readonly Pick<EntrySummary, "name" | "kind" | "requests">[];
  readonly blocked: Report["blocked"];
  readonly lossClock: Report["lossClock"];
  readonly cause: { readonly kind: CauseView["kind"] } | null;
  readonly firstBadHop: { readonly service: ServiceName; readonly resource: string } | null;
}

export async function readExpectation(story: string): Promise<Expectation> {
  return JSON.parse(await readFile(new URL(`${story}/expected.json`, import.meta.url), "utf8"));
}

/** What a report says about the things that an expectation speaks of. */
export function answerOf(report: Report): Record<keyof Expectation, unknown> {
  const { verdict, users, failing, cause } = report;
  const entry = mainEntry(report);
  const born = report.transactions.flatMap(({ hops }) => hops).find(({ id }) => id === cause?.field?.firstBadHop);
  return {
    decision: verdict.decision,
    function: functionInTrouble(report),
    entry: entry?.name ?? null,
    customerFacing: entry?.customerFacing ?? null,
    businessCritical: entry?.businessCritical ?? null,
    users: { hit: users.hit, outcomes: users.outcomes, stillFailing: users.stillFailing },
    failingRequests: failing?.requests ?? 0,
    entries: report.entries.map(({ name, kind, requests }) => ({ name, kind, requests })),
    blocked: report.blocked,
    lossClock: report.lossClock,
    cause: cause === null ? null : { kind: cause.kind },
    firstBadHop: born === undefined ? null : { service: born.service, resource: born.resource },
  };
}
