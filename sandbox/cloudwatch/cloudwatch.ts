import { answerOperations, type Operations } from "../aws/answer-operations.ts";
import { OperationFaultPlan, type OperationFaults } from "../aws/operation-faults.ts";
import { serve } from "../serve.ts";
import { type AlarmSheet, describeAlarmHistory, describeAlarms } from "./alarms.ts";
import { getMetricData, type MetricSheet } from "./metric-data.ts";

/** CloudWatch's metrics and alarms of one account in one region, served at `url`. */
export interface CloudWatch {
  readonly url: string;
  readonly faults: OperationFaults;
  /** How many requests came, by operation. */
  readonly requests: ReadonlyMap<string, number>;
  /** Adds values to a metric, each at its moment (epoch ms). */
  count(metric: CountedMetric, values: readonly (readonly [atMs: number, value: number])[]): void;
  /** An alarm as DescribeAlarms answers it; one with an AlarmRule is composite. */
  setAlarm(alarm: Readonly<Record<string, unknown>> & { readonly AlarmName: string }): void;
  /** The alarm changed its state. */
  changeAlarm(name: string, atMs: number, state: "OK" | "ALARM"): void;
  stop(): Promise<void>;
}

export interface CountedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface CloudWatchOptions {
  /** The points in one answer; AWS allows 100,800. */
  readonly pagePoints?: number;
}

export async function startCloudWatch({ pagePoints = 100_800 }: CloudWatchOptions = {}): Promise<CloudWatch> {
  const faults = new OperationFaultPlan();
  const metrics: MetricSheet = new Map();
  const alarms: AlarmSheet = { alarms: new Map(), changes: [] };
  const requests = new Map<string, number>();
  const counted = (operation: string, answer: (input: unknown) => object) => {
    return [
      `cloudwatch:${operation}`,
      (input: unknown) => {
        requests.set(operation, (requests.get(operation) ?? 0) + 1);
        return answer(input);
      },
    ] as const;
  };
  const operations: Operations = new Map([
    counted("GetMetricData", (input) => getMetricData(input, metrics, pagePoints)),
    counted("DescribeAlarms", (input) => describeAlarms(input, alarms)),
    counted("DescribeAlarmHistory", (input) => describeAlarmHistory(input, alarms)),
  ]);
  const served = await serve(answerOperations(operations, faults));
  return {
    url: served.url,
    faults,
    requests,
    count({ namespace, name, dimensions }, values) {
      const key = JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
      metrics.set(key, [...(metrics.get(key) ?? []), ...values]);
    },
    setAlarm: (alarm) => void alarms.alarms.set(alarm.AlarmName, alarm),
    changeAlarm: (name, atMs, state) => void alarms.changes.push({ name, atMs, state }),
    stop: () => served.stop(),
  };
}
