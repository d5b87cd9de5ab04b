/**
 * What CloudWatch and the services allow and cost. The rates are well below the quotas, because dashboards and deploys share
 * them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LIMITS = {
  metricQueries: 500,
  getMetricDataPerSecond: 20,
  alarmsPerCall: 100,
  describeAlarmsPerSecond: 5,
  historyPerSecond: 5,
  /** Each read-only operation of another service: Lambda allows 15 a second of most, Kinesis 20. */
  describesPerSecond: 10,
  /** Ours: what is listed in the background waits for what is asked at night. */
  listsPerSecond: 2,
  listPages: 100,
  /** Ours: pages of one answer. */
  pages: 20,
  /** Ours: what a described resource names is described too, this many steps from what was asked for. */
  steps: 2,
  /** Of metrics that are asked for, in us-east-1. */
  usdPerMetric: 0.00001,
} as const;
