import { type CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Catalog } from "../catalog.ts";
import { paceOf } from "../pace.ts";
import type { Gap } from "../record.ts";
import { LIMITS } from "./cloudwatch-limits.ts";

export interface LogGroup {
  readonly name: string;
  readonly account: string | null;
}

export interface LogGroups {
  readonly groups: readonly LogGroup[];
  readonly gaps: readonly Gap[];
}

/** The log groups that the catalog names, and those that begin as it says. Throws what the client throws. */
export async function logGroupsOf(
  client: CloudWatchLogsClient,
  logs: Catalog["logs"],
  until: AbortSignal,
): Promise<LogGroups> {
  const pace = paceOf(LIMITS.describePerSecond);
  const found = new Map<string, LogGroup>(logs.groups.map((name) => [name, { name, account: null }]));
  const gaps: Gap[] = [];
  for (const prefix of logs.prefixes) {
    let next: string | undefined;
    do {
      await pace(until);
      const page = await client.send(
        new DescribeLogGroupsCommand({
          logGroupNamePrefix: prefix,
          ...(next === undefined ? {} : { nextToken: next }),
        }),
        { abortSignal: until },
      );
      for (const { logGroupName: name, arn } of page.logGroups ?? []) {
        if (name !== undefined) found.set(name, { name, account: arn?.split(":")[4] ?? null });
      }
      next = page.nextToken;
    } while (next !== undefined && found.size <= LIMITS.groups);
  }
  const groups = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (groups.length > LIMITS.groups) {
    const what = `${groups.length - LIMITS.groups} or more log groups`;
    gaps.push({ what, why: `only ${LIMITS.groups} are searched; name those that matter in the catalog`, unread: true });
  }
  return { groups: groups.slice(0, LIMITS.groups), gaps };
}
