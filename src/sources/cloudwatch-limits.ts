/**
 * What CloudWatch Logs allows and costs. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 * The rates are a little below the quotas, because dashboards share them.
 */
export const LIMITS = {
  startQueryPerSecond: 8,
  getQueryResultsPerSecond: 8,
  describePerSecond: 8,
  /** 5 in some regions, 10 in most. */
  filterPerSecond: 4,
  queryGroups: 50,
  queryCharacters: 10_000,
  /** Of SOURCE, which names groups by how they begin. */
  sourcePrefixes: 5,
  listedForQuery: 500,
  /** Ours, as for other describing: no rate is published. */
  indexesPerSecond: 4,
  indexedGroups: 100,
  queryRows: 100_000,
  /** Ours: two pages of what passed in a minute and a half, through all groups. */
  sliceRows: 20_000,
  /** Ours: more groups than this are not searched without being named. */
  groups: 500,
  /** Ours: in so short a time the newest line of all is looked for first. */
  newestMinutes: 2,
  /** Ours: a query whose answer is full is split in time this often. */
  splits: 5,
  /** us-east-1; dearer elsewhere. Scanned bytes depend on groups and time alone, not on the query's text. */
  usdPerGigabyte: 0.005,
} as const;
