import {
  type CloudWatchLogsClient,
  DescribeFieldIndexesCommand,
  type DescribeFieldIndexesCommandOutput,
  type FieldIndex,
} from "@aws-sdk/client-cloudwatch-logs";
import { type Pace, paceOf } from "../pace.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { LogGroup } from "./log-groups.ts";

/** Groups that index a field which holds ids. */
export interface Indexed {
  readonly field: string;
  readonly groups: readonly LogGroup[];
}

/** Tells where lines can be found by an id without reading the rest. */
export type FieldIndexes = (groups: readonly LogGroup[], until: AbortSignal) => Promise<readonly Indexed[]>;

/** `traceId`, `requestId`, `@requestId`, `trace.id`, `correlation_id`. */
const ID_FIELD = /^@?[a-z][\w.]*(Id|ID|[_.]id)$|^id$/;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs-Field-Indexing.html */
const INDEXED_CLASS = "STANDARD";
const IN_USE = ["DEFAULT", "CUSTOM", "AUTO"] as const;
const MOST_FIELDS = 5;

/** Without the permission no index is used, which is no gap: they make reading cheaper, and find nothing that it does not. */
export function fieldIndexesOf(client: CloudWatchLogsClient): FieldIndexes {
  const describing = paceOf(LIMITS.indexesPerSecond);
  const known = new Map<string, Promise<readonly Indexed[]>>();
  return (groups, until) => {
    const wanted = groups.filter(({ kind }) => kind === INDEXED_CLASS);
    const name = wanted.map(({ name }) => name).join("\n");
    const found = known.get(name) ?? indexesOf(client, describing, wanted, until);
    known.set(name, found);
    return found.catch(() => {
      known.delete(name);
      return [];
    });
  };
}

async function indexesOf(
  client: CloudWatchLogsClient,
  describing: Pace,
  groups: readonly LogGroup[],
  until: AbortSignal,
): Promise<readonly Indexed[]> {
  const byField = new Map<string, Set<LogGroup>>();
  for (let i = 0; i < groups.length; i += LIMITS.indexedGroups) {
    const batch = groups.slice(i, i + LIMITS.indexedGroups);
    for await (const { fieldIndexName: field = "", logGroupIdentifier } of describedIn(
      client,
      describing,
      batch,
      until,
    )) {
      if (!ID_FIELD.test(field)) continue;
      const own = byField.get(field) ?? new Set<LogGroup>();
      for (const group of groupsOf(logGroupIdentifier, batch)) own.add(group);
      byField.set(field, own);
    }
  }
  return [...byField].slice(0, MOST_FIELDS).map(([field, own]) => ({ field, groups: [...own] }));
}

async function* describedIn(
  client: CloudWatchLogsClient,
  describing: Pace,
  groups: readonly LogGroup[],
  until: AbortSignal,
): AsyncGenerator<FieldIndex> {
  const logGroupIdentifiers = groups.map(({ arn, name }) => arn ?? name);
  let nextToken: string | undefined;
  do {
    await describing(until);
    const page: DescribeFieldIndexesCommandOutput = await client.send(
      new DescribeFieldIndexesCommand({ logGroupIdentifiers, indexCategories: [...IN_USE], nextToken }),
      { abortSignal: until },
    );
    yield* page.fieldIndexes ?? [];
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
}

/** The groups that an index is of: a policy of the whole account names none. */
function groupsOf(identifier: string | undefined, groups: readonly LogGroup[]): readonly LogGroup[] {
  if (identifier === undefined) return groups;
  const arn = identifier.replace(/:\*$/, "");
  return groups.filter((group) => (group.arn ?? group.name) === arn || arn.endsWith(`:log-group:${group.name}`));
}
