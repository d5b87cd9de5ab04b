/**
 * Every limit of CloudWatch Logs that this server enforces.
 * Sources: the API reference's shapes, and the quotas page
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html). Entries marked "ours" are not
 * documented by AWS: the real service has such a limit but does not publish its size.
 */

const DAY_MS = 86_400_000;

/** Limits that hold for every account. */
export const LIMITS = {
  describePage: 50,
  eventsPage: 10_000,
  eventsPageBytes: 1_048_576,
  streamsPerFilter: 100,
  filterPatternLength: 1024,
  /** Added to the UTF-8 size of every event when a batch or a page is measured. */
  eventOverheadBytes: 26,
  eventBytes: 1_048_576,
  batchBytes: 1_048_576,
  batchEvents: 10_000,
  batchSpanMs: DAY_MS,
  oldestEventMs: 14 * DAY_MS,
  newestEventMs: 2 * 3_600_000,
  newestFirstSinceMs: Date.UTC(2024, 0, 1),
  queryGroups: 50,
  sourceGroups: 10_000,
  sourcePrefixes: 5,
  sourceAccounts: 20,
  /** What DescribeFieldIndexes is asked about at once. */
  indexedGroups: 100,
  queryLength: 10_000,
  queryRowsDefault: 10_000,
  queryRows: 100_000,
  queryPage: 10_000,
  /** Ours: AWS keeps results for seven days, this server keeps the newest queries. */
  queriesKept: 200,
  jsonFields: 200,
} as const;

/** Limits that depend on the account and the region, and that a test may set. */
export interface Quotas {
  /** Requests a second, by operation; an operation that is absent is not throttled. */
  readonly requestsPerSecond: Readonly<Record<string, number>>;
  readonly concurrentQueries: number;
  /** Ours: the events that one FilterLogEvents call reads before it answers with what it has, perhaps nothing. */
  readonly eventsScannedPerPage: number;
}

const FILTERS_PER_SECOND: Readonly<Record<string, number>> = { "us-east-1": 25, "eu-central-1": 5 };

/** The default quotas of an account in a region. */
export function quotasOf(region: string): Quotas {
  return {
    requestsPerSecond: {
      CreateLogGroup: 10,
      CreateLogStream: 50,
      DescribeFieldIndexes: 5,
      DescribeLogGroups: 10,
      DescribeLogStreams: 25,
      FilterLogEvents: FILTERS_PER_SECOND[region] ?? 10,
      GetLogEvents: 25,
      GetQueryResults: 10,
      PutLogEvents: 1_500,
      StartQuery: 10,
    },
    concurrentQueries: 100,
    eventsScannedPerPage: 10_000,
  };
}
