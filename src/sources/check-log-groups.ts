import {
  type CloudWatchLogsClient,
  DescribeFieldIndexesCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  ListLogGroupsForQueryCommand,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Catalog } from "../catalog.ts";
import { type Check, missing, unknown, works } from "../check.ts";
import { many } from "../many.ts";
import { paceOf } from "../pace.ts";
import { fromMillis, micros, SECOND } from "../time.ts";
import { checkPermission, refusedOr } from "./check-permission.ts";
import { LIMITS } from "./cloudwatch-limits.ts";
import type { Insights } from "./insights.ts";
import { type LogGroup, type LogsPlace, logGroupsOf } from "./log-groups.ts";
import { isGone, whyNot } from "./why-not.ts";

const QUERY = "logs:StartQuery";
/** What is needed to read one group, whichever of them was refused first. */
const READING = [QUERY, "logs:GetQueryResults", "logs:FilterLogEvents"];
/** After so many refusals the rest is mostly refused for the same reason. */
const MOST_REFUSALS = 20;
/** The id of no query, that has the form of one. */
const NO_QUERY = "00000000-0000-4000-8000-000000000000";

/**
 * Lists what the catalog names, and has each group read with a query over its last second, which scans next to nothing. One
 * group that may not be read refuses the query for all of them: halves are asked until it stands alone.
 */
export async function* checkLogGroups(
  client: CloudWatchLogsClient,
  insights: Insights,
  logs: Catalog["logs"],
  at: LogsPlace | null,
  until: AbortSignal,
): AsyncGenerator<Check> {
  const listing = await checkPermission("logs:DescribeLogGroups", until, () =>
    client.send(new DescribeLogGroupsCommand({ limit: 1 }), { abortSignal: until }),
  );
  yield listing;
  if (listing.state !== "works") return;
  const { groups, gaps } = await logGroupsOf(client, logs, at, until);
  for (const prefix of logs.prefixes) yield underPrefix(prefix, groups);
  for (const { what, why } of gaps) yield unknown(what, why);
  let readable: LogGroup | null = null;
  let count = 0;
  for (const own of Map.groupBy(groups, ({ kind }) => kind).values()) {
    for await (const told of readingOf(insights, own, until)) {
      if (!("readable" in told)) yield told;
      else {
        readable ??= told.readable[0] ?? null;
        count += told.readable.length;
      }
    }
  }
  if (readable === null) return;
  yield works(QUERY, `${many(count, "log group")} of ${groups.length} can be read`);
  yield* checkRest(client, readable, until);
}

function underPrefix(prefix: string, groups: readonly LogGroup[]): Check {
  const count = groups.filter(({ name }) => name.startsWith(prefix)).length;
  if (count > 0) return works(`log groups ${prefix}…`, many(count, "log group"));
  const step = "name the log groups of your functions under logs.prefixes or logs.groups of the catalog";
  return missing(`log groups ${prefix}…`, "no log group of this account and region begins so", { step });
}

async function* readingOf(
  insights: Insights,
  all: readonly LogGroup[],
  until: AbortSignal,
): AsyncGenerator<Check | { readonly readable: readonly LogGroup[] }> {
  const open: (readonly LogGroup[])[] = [];
  for (let i = 0; i < all.length; i += LIMITS.queryGroups) open.push(all.slice(i, i + LIMITS.queryGroups));
  let refusals = 0;
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    if (refusals >= MOST_REFUSALS) {
      yield unknown(many(part.length, "more log group"), "not tried: so many others may not be read");
      continue;
    }
    const refused = await query(insights, part, until);
    if (refused === null) yield { readable: part };
    else if (part.length === 1 || refused.state === "unknown") {
      refusals++;
      yield refused;
    } else {
      const half = Math.ceil(part.length / 2);
      open.unshift(part.slice(0, half), part.slice(half));
    }
  }
}

/** Null where all of them were read. */
async function query(insights: Insights, groups: readonly LogGroup[], until: AbortSignal): Promise<Check | null> {
  const names = groups.map(({ name }) => name);
  const to = fromMillis(Date.now());
  try {
    await insights.run(groups, "fields @timestamp | limit 1", { from: micros(to - SECOND), to }, until);
    return null;
  } catch (error) {
    const [name = ""] = names;
    const what = names.length === 1 ? name : `${name} and ${names.length - 1} others`;
    const on = `arn:aws:logs:*:*:log-group:${name}:*`;
    if (isGone(error)) return missing(name, whyNot(QUERY, error, until), { catalog: `logs.groups: ${name}` });
    const refused = refusedOr(QUERY, error, until, on);
    if (refused?.mend == null || !("allow" in refused.mend)) return unknown(what, whyNot(QUERY, error, until));
    return missing(what, refused.why ?? "", { allow: READING, on });
  }
}

/** Reads a second of one group as its streams are read, and ends a query that nobody started. */
async function* checkRest(
  client: CloudWatchLogsClient,
  { name }: LogGroup,
  abortSignal: AbortSignal,
): AsyncGenerator<Check> {
  await paceOf(LIMITS.filterPerSecond)(abortSignal);
  const now = Date.now();
  const second = { logGroupName: name, startTime: now - 1000, endTime: now, limit: 1 };
  yield await checkPermission("logs:FilterLogEvents", abortSignal, () =>
    client.send(new FilterLogEventsCommand(second), { abortSignal }),
  );
  yield await checkPermission("logs:StopQuery", abortSignal, () =>
    client.send(new StopQueryCommand({ queryId: NO_QUERY }), { abortSignal }),
  );
  const cheaper = await checkPermission("logs:DescribeFieldIndexes", abortSignal, () =>
    client.send(new DescribeFieldIndexesCommand({ logGroupIdentifiers: [name] }), { abortSignal }),
  );
  yield optional(cheaper, "no index is used: an id is not looked for where reading all lines would cost too much");
  const fewer = await checkPermission("logs:ListLogGroupsForQuery", abortSignal, () =>
    client.send(new ListLogGroupsForQueryCommand({ queryId: NO_QUERY }), { abortSignal }),
  );
  yield optional(fewer, "more than fifty log groups are read with a query for every fifty");
}

/** What works without it, too, is not missing. */
function optional(check: Check, without: string): Check {
  return check.state === "missing" ? unknown(check.what, `${check.why}: ${without}`, check.mend) : check;
}
