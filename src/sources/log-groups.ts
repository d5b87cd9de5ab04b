import {
  type CloudWatchLogsClient,
  type LogGroup as DescribedGroup,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { AwsPlace } from "../aws-place.ts";
import type { Catalog } from "../catalog.ts";
import { Fault } from "../fault.ts";
import { paceOf } from "../pace.ts";
import type { Gap } from "../record.ts";
import { DAY, fromMillis, type Micros, micros } from "../time.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { NamedGroups } from "./named-groups.ts";

export interface LogGroup {
  readonly name: string;
  readonly account: string | null;
  /** The class: groups of different classes are not searched in one query. Null where it was not told. */
  readonly kind: string | null;
  /** What names it in a monitoring account, where names alone mean its own groups; null elsewhere. */
  readonly arn: string | null;
  /** Null where it was not told. */
  readonly stored: Stored | null;
}

/** How much a group holds: the service counts it some hours late. */
export interface Stored {
  readonly bytes: number;
  readonly created: Micros;
  /** Null: for ever. */
  readonly retention: Micros | null;
}

export interface LogGroups {
  readonly groups: readonly LogGroup[];
  readonly gaps: readonly Gap[];
}

/** Where log groups are listed, where that is one of several accounts and regions. */
export interface LogsPlace {
  readonly place: AwsPlace;
  readonly named: NamedGroups;
}

/** The log groups that the catalog names, and those that begin as it says. Throws what the client throws. */
export async function logGroupsOf(
  client: CloudWatchLogsClient,
  logs: Catalog["logs"],
  at: LogsPlace | null,
  until: AbortSignal,
): Promise<LogGroups> {
  // What may lie in another account has to be looked for: a query that names it would be refused.
  const named = at === null ? logs.groups.map(namedGroup) : [];
  const found = new Map(named.map((group) => [nameOfGroup(group), group]));
  const missing = new Set(at === null ? [] : logs.groups);
  const gaps: Gap[] = [];
  for (const prefix of [...logs.prefixes, ...missing]) {
    for await (const listed of listedUnder(client, prefix, at?.place ?? null, until)) {
      if (!isWanted(listed, prefix, logs)) continue;
      const gap = gapOf(listed);
      if (gap !== null) gaps.push(gap);
      missing.delete(listed.name);
      found.delete(nameOfGroup(namedGroup(listed.name)));
      if (!gap?.unread) found.set(nameOfGroup(listed), listed);
      if (found.size > LIMITS.groups) break;
    }
  }
  gaps.push(...(at?.named.missing(at.place, missing) ?? []).map(nowhere));
  const groups = [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (groups.length > LIMITS.groups) {
    const what = `${groups.length - LIMITS.groups} or more log groups`;
    gaps.push({ what, why: `only ${LIMITS.groups} are searched; name those that matter in the catalog`, unread: true });
  }
  return { groups: groups.slice(0, LIMITS.groups), gaps };
}

function namedGroup(name: string): LogGroup {
  return { name, account: null, kind: null, arn: null, stored: null };
}

/** A group that was looked for by its name is no beginning of others. */
function isWanted({ name }: LogGroup, asked: string, { prefixes }: Catalog["logs"]): boolean {
  return name === asked || prefixes.some((prefix) => name.startsWith(prefix));
}

function nowhere(name: string): Gap {
  return { what: name, why: "there is no such log group, here or in another account that is read", unread: true };
}

/** A monitoring account sees groups of one name in several accounts. */
export function nameOfGroup({ account, name }: LogGroup): string {
  return `${account ?? ""}:${name}`;
}

interface Listed extends LogGroup {
  readonly masked: boolean;
}

/** The groups whose names begin so, page by page. */
async function* listedUnder(
  client: CloudWatchLogsClient,
  logGroupNamePrefix: string,
  place: AwsPlace | null,
  until: AbortSignal,
): AsyncGenerator<Listed> {
  const pace = paceOf(LIMITS.describePerSecond);
  const linked = place?.monitoring ? { includeLinkedAccounts: true } : {};
  let nextToken: string | undefined;
  do {
    await pace(until);
    const page = await client.send(
      new DescribeLogGroupsCommand({
        logGroupNamePrefix,
        ...linked,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
      { abortSignal: until },
    );
    for (const group of page.logGroups ?? []) yield* listedOf(group, place);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

function* listedOf(group: DescribedGroup, place: AwsPlace | null): Generator<Listed> {
  const { logGroupName: name, arn, logGroupClass, dataProtectionStatus, storedBytes: bytes, creationTime } = group;
  if (name === undefined) return;
  const account = arn?.split(":")[4] ?? null;
  if (place?.monitoring === false && account !== null && account !== place.account)
    throw new Fault("configuration", `the credentials are those of account ${account}, not of ${place.account}`);
  const retention = group.retentionInDays === undefined ? null : micros(group.retentionInDays * DAY);
  const stored =
    bytes === undefined || creationTime === undefined ? null : { bytes, created: fromMillis(creationTime), retention };
  const own = { name, account, kind: logGroupClass ?? null, masked: dataProtectionStatus === "ACTIVATED", stored };
  yield { ...own, arn: place?.monitoring ? (arn?.replace(/:\*$/, "") ?? null) : null };
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
