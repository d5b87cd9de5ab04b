import { type CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Catalog } from "../catalog.ts";
import { paceOf } from "../pace.ts";
import type { Gap } from "../record.ts";
import { LIMITS } from "./cloudwatch-limits.ts";

export interface LogGroup {
  readonly name: string;
  readonly account: string | null;
  /** The class: groups of different classes are not searched in one query. Null where it was not told. */
  readonly kind: string | null;
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
  const found = new Map<string, LogGroup>(logs.groups.map((name) => [name, { name, account: null, kind: null }]));
  const gaps: Gap[] = [];
  for (const prefix of logs.prefixes) {
    for await (const listed of listedUnder(client, prefix, until)) {
      const gap = gapOf(listed);
      if (gap !== null) gaps.push(gap);
      if (gap?.unread) found.delete(listed.name);
      else found.set(listed.name, listed);
      if (found.size > LIMITS.groups) break;
    }
  }
  const groups = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (groups.length > LIMITS.groups) {
    const what = `${groups.length - LIMITS.groups} or more log groups`;
    gaps.push({ what, why: `only ${LIMITS.groups} are searched; name those that matter in the catalog`, unread: true });
  }
  return { groups: groups.slice(0, LIMITS.groups), gaps };
}

interface Listed extends LogGroup {
  readonly masked: boolean;
}

/** The groups whose names begin so, page by page. */
async function* listedUnder(
  client: CloudWatchLogsClient,
  logGroupNamePrefix: string,
  until: AbortSignal,
): AsyncGenerator<Listed> {
  const pace = paceOf(LIMITS.describePerSecond);
  let nextToken: string | undefined;
  do {
    await pace(until);
    const page = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix, ...(nextToken === undefined ? {} : { nextToken }) }),
      { abortSignal: until },
    );
    for (const { logGroupName: name, arn, logGroupClass, dataProtectionStatus } of page.logGroups ?? []) {
      if (name === undefined) continue;
      const account = arn?.split(":")[4] ?? null;
      yield { name, account, kind: logGroupClass ?? null, masked: dataProtectionStatus === "ACTIVATED" };
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html */
const DELIVERY = "DELIVERY";

/** What has to be known of a group by whoever reads its lines, or misses them. */
function gapOf({ name, kind, masked }: Listed): Gap | null {
  if (kind === DELIVERY)
    return { what: name, why: "its class only delivers lines, and keeps none to search", unread: true };
  return masked
    ? { what: name, why: "data protection masks a part of its lines, ids or users perhaps among them" }
    : null;
}
