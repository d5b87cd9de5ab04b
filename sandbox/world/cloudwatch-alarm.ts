import { AWS_ACCOUNT, arn } from "./aws-account.ts";
import type { Counted } from "./counters.ts";
import type { JsonObject } from "./json.ts";

/** An alarm on one metric: it goes off when that many of the last periods reach the threshold. */
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
  /** Of what is measured, `p99` by 99; left out: the sum of what is counted. */
  readonly percentile?: number;
}

/** Something that a metric counts, by its moment (epoch ms), or measures. */
export type Event = number | readonly [atMs: number, value: number];

const TOPIC = arn("sns", "alarms-to-pagerduty");

/**
 * What SNS delivers when the alarm goes off at `at` (epoch ms), and PagerDuty keeps as the alert's details. `events`: what
 * the metric counts or measures. Throws if they would not have set the alarm off.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function alarmNotification(alarm: Alarm, events: readonly Event[], at: number): JsonObject {
  const { name, periods, threshold, periodSeconds } = alarm;
  const points = datapoints(alarm, events, at);
  if (points.some(({ value }) => value < threshold)) throw new Error(`nothing sets ${name} off`);
  const shown = points.map(({ start, value }) => `${value.toFixed(1)} (${alarmTime(start)})`).join(", ");
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
      ...(alarm.percentile === undefined
        ? { StatisticType: "Statistic", Statistic: alarm.maximum === undefined ? "SUM" : "MAXIMUM" }
        : { StatisticType: "ExtendedStatistic", ExtendedStatistic: `p${alarm.percentile}` }),
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
export function countedBy({ namespace, metric, dimension, percentile }: Alarm, events: readonly Event[]): Counted {
  return {
    namespace,
    name: metric,
    dimensions: { [dimension.name]: dimension.value },
    ...(percentile === undefined ? {} : { stat: "Maximum" as const }),
    values: events.map(measured),
  };
}

function measured(event: Event): readonly [atMs: number, value: number] {
  return typeof event === "number" ? [event, 1] : event;
}

/** As the email's subject, and PagerDuty's title, have it. */
export function alarmSubject({ name }: Pick<Alarm, "name">): string {
  return `ALARM: "${name}" in ${AWS_ACCOUNT.regionName}`;
}

/** What the metric amounts to in the last whole periods, the newest first. */
function datapoints({ periodSeconds, periods, maximum, percentile }: Alarm, events: readonly Event[], at: number) {
  const periodMs = periodSeconds * 1000;
  const end = Math.floor(at / periodMs) * periodMs;
  return Array.from({ length: periods }, (_, back) => {
    const start = end - (back + 1) * periodMs;
    const within = events.map(measured).filter(([when]) => when >= start && when < start + periodMs);
    const values = within.map(([, value]) => value).sort((a, b) => a - b);
    const sum = values.reduce((a, b) => a + b, 0);
    const counted = maximum === undefined || values.length === 0 ? sum : maximum;
    const rank = Math.ceil(((percentile ?? 0) / 100) * values.length) - 1;
    return { start, value: percentile === undefined ? counted : (values[rank] ?? 0) };
  });
}

/** `22/11/26 02:30:00`. */
function alarmTime(at: number): string {
  const [date = "", clock = ""] = new Date(at).toISOString().split(/[T.]/);
  const [year = "", month, day] = date.split("-");
  return `${day}/${month}/${year.slice(2)} ${clock}`;
}
