import {
  type CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { alarmStatesIn } from "../alarm-state.ts";
import type { Json } from "../json.ts";
import type { MetricWanted } from "../metric.ts";
import { type Pace, paceOf } from "../pace.ts";
import type { Gap } from "../record.ts";
import { toMillis, type Window } from "../time.ts";
import { checkPermission } from "./check-permission.ts";
import { LIMITS } from "./metric-limits.ts";
import type { Source, Told } from "./source.ts";
import { whyNot } from "./why-not.ts";

const NAME = "cloudwatch";

interface Calls {
  readonly client: CloudWatchClient;
  readonly measuring: Pace;
  readonly describing: Pace;
  readonly recalling: Pace;
}

/**
 * Metrics and alarms of one account and region. What it could not read is a gap that forbids nothing by itself: logs may show
 * the same, and a limit that was not read is unknown all the same.
 */
export function cloudwatchMetrics(client: CloudWatchClient): Source {
  const calls: Calls = {
    client,
    measuring: paceOf(LIMITS.getMetricDataPerSecond),
    describing: paceOf(LIMITS.describeAlarmsPerSecond),
    recalling: paceOf(LIMITS.historyPerSecond),
  };
  return {
    name: NAME,
    whole: false,
    async *ask(question, until) {
      if ("measure" in question) yield* measured(calls, question.measure, question.window, until);
      else if ("alarms" in question) yield* described(calls, question.alarms, question.window, until);
    },
    async *check(until) {
      const now = Date.now();
      const window = { StartTime: new Date(now - 60_000), EndTime: new Date(now) };
      const metric = {
        namespace: "AWS/Lambda",
        name: "Errors",
        dimensions: {},
        stat: "Sum",
        periodSeconds: 60,
      } as const;
      const options = { abortSignal: until };
      yield await checkPermission("cloudwatch:GetMetricData", until, () =>
        client.send(new GetMetricDataCommand({ ...window, MetricDataQueries: [queryOf(metric, 0)] }), options),
      );
      yield await checkPermission("cloudwatch:DescribeAlarms", until, () =>
        client.send(new DescribeAlarmsCommand({ AlarmTypes: TYPES, MaxRecords: 1 }), options),
      );
      yield await checkPermission("cloudwatch:DescribeAlarmHistory", until, () =>
        client.send(new DescribeAlarmHistoryCommand({ AlarmName: NOBODYS, AlarmTypes: TYPES, MaxRecords: 1 }), options),
      );
    },
  };
}

async function* measured(
  calls: Calls,
  wanted: readonly MetricWanted[],
  window: Window,
  until: AbortSignal,
): AsyncGenerator<Told> {
  const batches: (readonly MetricWanted[])[] = [];
  for (let i = 0; i < wanted.length; i += LIMITS.metricQueries) batches.push(wanted.slice(i, i + LIMITS.metricQueries));
  for (const told of await Promise.all(batches.map((batch) => measuredBatch(calls, batch, window, until)))) yield* told;
}

interface Result {
  readonly timestamps: string[];
  readonly values: number[];
  status: string;
}

async function measuredBatch(
  { client, measuring }: Calls,
  wanted: readonly MetricWanted[],
  window: Window,
  until: AbortSignal,
): Promise<Told[]> {
  const results = new Map<string, Result>();
  const told: Told[] = [{ cost: { queries: 1, bytesScanned: 0, usd: wanted.length * LIMITS.usdPerMetric } }];
  try {
    let next: string | undefined;
    for (let page = 0; page < LIMITS.pages && (page === 0 || next !== undefined); page++) {
      await measuring(until);
      const answer = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: wanted.map(queryOf),
          StartTime: new Date(toMillis(window.from)),
          EndTime: new Date(toMillis(window.to)),
          NextToken: next,
        }),
        { abortSignal: until },
      );
      for (const { Id = "", Timestamps = [], Values = [], StatusCode = "" } of answer.MetricDataResults ?? []) {
        const result = results.get(Id) ?? { timestamps: [], values: [], status: "" };
        result.timestamps.push(...Timestamps.map((at) => at.toISOString()));
        result.values.push(...Values);
        result.status = StatusCode;
        results.set(Id, result);
      }
      next = answer.NextToken;
    }
  } catch (error) {
    told.push({ gap: gapOf("metrics", "cloudwatch:GetMetricData", error, until) });
  }
  // What was not read to its end was not read: half of a count looks like a small one.
  const whole = wanted.flatMap((metric, i) => {
    const result = results.get(idOf(i));
    return result?.status === "Complete" ? [{ metric, result }] : [];
  });
  if (results.size > 0 && whole.length < wanted.length) {
    const why = `${wanted.length - whole.length} of them were not read to the end`;
    told.push({ gap: { what: "metrics", why, origin: { source: NAME } } });
  }
  const bytes = Buffer.from(JSON.stringify(whole.map(asFile)));
  return [...told, { chunk: { origin: { source: NAME }, format: "metrics", bytes } }];
}

function idOf(index: number): string {
  return `m${index}`;
}

function queryOf({ namespace, name, dimensions, stat, periodSeconds }: MetricWanted, index: number): MetricDataQuery {
  return {
    Id: idOf(index),
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensionsOf(dimensions) },
      Period: periodSeconds,
      Stat: stat,
    },
  };
}

/** The shape that files have, so that one decoder reads both. */
function asFile({ metric, result }: { readonly metric: MetricWanted; readonly result: Result }): Json {
  const { namespace, name, dimensions, stat, periodSeconds, ago } = metric;
  return {
    Metric: { Namespace: namespace, MetricName: name, Dimensions: dimensionsOf(dimensions) },
    Stat: stat,
    Period: periodSeconds,
    ...(ago === undefined ? {} : { Ago: ago }),
    Timestamps: result.timestamps,
    Values: result.values,
  };
}

function dimensionsOf(dimensions: MetricWanted["dimensions"]): { Name: string; Value: string }[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** The alarms of some names, and step by step those that their rules name; and when each of them went off. */
async function* described(
  calls: Calls,
  names: readonly string[],
  window: Window,
  until: AbortSignal,
): AsyncGenerator<Told> {
  const asked = new Set(names);
  let open = [...asked];
  while (open.length > 0 && asked.size <= LIMITS.metricQueries) {
    const found: string[] = [];
    for (let i = 0; i < open.length; i += LIMITS.alarmsPerCall) {
      const input = { AlarmNames: open.slice(i, i + LIMITS.alarmsPerCall), AlarmTypes: TYPES };
      try {
        await calls.describing(until);
        const output = await calls.client.send(new DescribeAlarmsCommand(input), { abortSignal: until });
        // Moments become the text that they are in files.
        const plain: Json = JSON.parse(JSON.stringify(output));
        yield answers("cloudwatch:DescribeAlarms", [{ input: { AlarmNames: input.AlarmNames }, output: plain }]);
        found.push(...alarmStatesIn(plain).flatMap(({ children }) => children));
      } catch (error) {
        yield { gap: gapOf("alarms", "cloudwatch:DescribeAlarms", error, until) };
      }
    }
    for (const told of await Promise.all(open.map((name) => history(calls, name, window, until)))) yield told;
    open = [...new Set(found)].filter((name) => !asked.has(name));
    for (const name of open) asked.add(name);
  }
}

/** What nothing is called, for questions of which only the permission matters. */
const NOBODYS = "wake-or-wait-doctor";

/** Without types, only alarms of one metric are told. */
const TYPES: ("MetricAlarm" | "CompositeAlarm")[] = ["MetricAlarm", "CompositeAlarm"];

async function history({ client, recalling }: Calls, name: string, window: Window, until: AbortSignal): Promise<Told> {
  try {
    await recalling(until);
    const output = await client.send(
      new DescribeAlarmHistoryCommand({
        AlarmName: name,
        AlarmTypes: TYPES,
        HistoryItemType: "StateUpdate",
        StartDate: new Date(toMillis(window.from)),
        EndDate: new Date(toMillis(window.to)),
        MaxRecords: 100,
      }),
      { abortSignal: until },
    );
    const plain: Json = JSON.parse(JSON.stringify(output));
    return answers("cloudwatch:DescribeAlarmHistory", [{ input: { AlarmName: name }, output: plain }]);
  } catch (error) {
    return { gap: gapOf("alarm history", "cloudwatch:DescribeAlarmHistory", error, until) };
  }
}

function answers(operation: string, given: readonly Json[]): Told {
  const bytes = Buffer.from(JSON.stringify({ [operation]: given }));
  return { chunk: { origin: { source: NAME }, format: "configuration", bytes } };
}

function gapOf(what: string, permission: string, error: unknown, until: AbortSignal): Gap {
  return { what, why: whyNot(permission, error, until), origin: { source: NAME } };
}
