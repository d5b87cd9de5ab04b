import { AWS_ACCOUNT, arn } from "./aws-account.ts";
import type { Counted } from "./counters.ts";
import type { JsonObject } from "./json.ts";

/** An alarm on the sum of one metric, or on its maximum: it goes off when that many of the last periods reach the threshold. */
export interface Alarm {
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: { readonly name: string; readonly value: string };
  readonly periodSeconds: number;
  readonly periods: number;
  readonly threshold: number;
  /** What was measured in each period in which something was: the alarm is then on the maximum. */
  readonly maximum?: number;
}

const TOPIC = arn("sns", "alarms-to-pagerduty");

/**
 * What SNS delivers when the alarm goes off at `at` (epoch ms), and PagerDuty keeps as the alert's details. `events`: when
 * each thing happened that the metric counts. Throws if they would not have set the alarm off.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmNotification(alarm: Alarm, events: readonly number[], at: number): JsonObject {
  const { name, periods, threshold, periodSeconds } = alarm;
  const points = datapoints(alarm, events, at);
  if (points.some(({ sum }) => sum < threshold)) throw new Error(`nothing sets ${name} off`);
  const shown = points.map(({ start, sum }) => `${sum.toFixed(1)} (${alarmTime(start)})`).join(", ");
  const [were, datapoint] = periods === 1 ? ["was", "datapoint"] : ["were", "datapoints"];
  return {
    AlarmName: name,
    AlarmDescription: alarm.description,
    AWSAccountId: AWS_ACCOUNT.id,
    AlarmConfigurationUpdatedTimestamp: "2026-03-09T10:41:27.118+0000",
    NewStateValue: "ALARM",
    NewStateReason: `Threshold Crossed: ${periods} out of the last ${periods} datapoints [${shown}] ${were} greater than or equal to the threshold (${threshold.toFixed(1)}) (minimum ${periods} ${datapoint} for OK -> ALARM transition).`,
    StateChangeTime: new Date(at).toISOString().replace("Z", "+0000"),
    Region: AWS_ACCOUNT.regionName,
    AlarmArn: arn("cloudwatch", `alarm:${name}`),
    OldStateValue: "OK",
    OKActions: [TOPIC],
    AlarmActions: [TOPIC],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: alarm.metric,
      Namespace: alarm.namespace,
      StatisticType: "Statistic",
      Statistic: alarm.maximum === undefined ? "SUM" : "MAXIMUM",
      Unit: null,
      Dimensions: [{ value: alarm.dimension.value, name: alarm.dimension.name }],
      Period: periodSeconds,
      EvaluationPeriods: periods,
      DatapointsToAlarm: periods,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      Threshold: threshold,
      TreatMissingData: "notBreaching",
      EvaluateLowSampleCountPercentile: "",
    },
  };
}

/** What CloudWatch kept of the alarm's metric. */
export function countedBy({ namespace, metric, dimension }: Alarm, events: readonly number[]): Counted {
  return {
    namespace,
    name: metric,
    dimensions: { [dimension.name]: dimension.value },
    values: events.map((at) => [at, 1] as const),
  };
}

/** As the email's subject, and PagerDuty's title, have it. */
export function alarmSubject({ name }: Pick<Alarm, "name">): string {
  return `ALARM: "${name}" in ${AWS_ACCOUNT.regionName}`;
}

/** The sums of the last whole periods, the newest first. */
function datapoints({ periodSeconds, periods, maximum }: Alarm, events: readonly number[], at: number) {
  const periodMs = periodSeconds * 1000;
  const end = Math.floor(at / periodMs) * periodMs;
  return Array.from({ length: periods }, (_, back) => {
    const start = end - (back + 1) * periodMs;
    const count = events.filter((event) => event >= start && event < start + periodMs).length;
    return { start, sum: maximum === undefined || count === 0 ? count : maximum };
  });
}

/** `22/11/26 02:30:00`. */
function alarmTime(at: number): string {
  const [date = "", clock = ""] = new Date(at).toISOString().split(/[T.]/);
  const [year = "", month, day] = date.split("-");
  return `${day}/${month}/${year.slice(2)} ${clock}`;
}
