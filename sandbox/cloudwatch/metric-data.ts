import { z } from "zod";
import { Refusal } from "../aws/refusal.ts";

/** By namespace, name and sorted dimensions as JSON: every value that was counted, with its moment (epoch ms). */
export type MetricSheet = Map<string, (readonly [atMs: number, value: number])[]>;

const MOST_QUERIES = 500;
const Query = z.object({
  Id: z.string().regex(/^[a-z][a-zA-Z0-9_]*$/),
  MetricStat: z.object({
    Metric: z.object({
      Namespace: z.string(),
      MetricName: z.string(),
      Dimensions: z
        .array(z.object({ Name: z.string(), Value: z.string() }))
        .max(30)
        .default([]),
    }),
    Period: z.int().min(1),
    Stat: z.enum(["Sum", "Maximum", "Minimum", "Average", "SampleCount"]),
  }),
});
/** Moments are epoch seconds in this protocol. */
const Input = z.object({
  MetricDataQueries: z.array(Query).min(1),
  StartTime: z.number(),
  EndTime: z.number(),
  NextToken: z.string().optional(),
});

interface Result {
  readonly Id: string;
  readonly Timestamps: number[];
  readonly Values: number[];
  StatusCode: "Complete" | "PartialData";
}

/** The newest points first, in pages that run through the queries one after the other. */
export function getMetricData(input: unknown, metrics: MetricSheet, pagePoints: number): object {
  const parsed = Input.safeParse(input);
  if (!parsed.success) throw new Refusal("InvalidParameterValueException", z.prettifyError(parsed.error));
  const { MetricDataQueries: queries, StartTime, EndTime, NextToken } = parsed.data;
  if (queries.length > MOST_QUERIES) throw new Refusal("ValidationError", `at most ${MOST_QUERIES} queries`);
  if (StartTime >= EndTime) throw new Refusal("ValidationError", "The parameter StartTime must be less than EndTime");
  const all = queries.flatMap((query): { id: string; point: readonly [seconds: number, value: number] | null }[] => {
    const points = pointsOf(query, metrics, StartTime, EndTime);
    return points.length === 0 ? [{ id: query.Id, point: null }] : points.map((point) => ({ id: query.Id, point }));
  });
  const from = Number(NextToken ?? 0);
  const page = all.slice(from, from + pagePoints);
  const results = new Map<string, Result>();
  for (const { id, point } of page) {
    const result = results.get(id) ?? { Id: id, Timestamps: [], Values: [], StatusCode: "Complete" };
    if (point !== null) {
      result.Timestamps.push(point[0]);
      result.Values.push(point[1]);
    }
    results.set(id, result);
  }
  const last = results.get(page.at(-1)?.id ?? "");
  if (last !== undefined && all[from + pagePoints]?.id === last.Id) last.StatusCode = "PartialData";
  const more = from + pagePoints < all.length ? { NextToken: String(from + pagePoints) } : {};
  return { MetricDataResults: [...results.values()], Messages: [], ...more };
}

function pointsOf(
  { MetricStat: { Metric, Period, Stat } }: z.infer<typeof Query>,
  metrics: MetricSheet,
  start: number,
  end: number,
): [seconds: number, value: number][] {
  const pairs = Metric.Dimensions.map(({ Name, Value }) => [Name, Value]).sort();
  const values = metrics.get(JSON.stringify([Metric.Namespace, Metric.MetricName, pairs])) ?? [];
  const byPeriod = Map.groupBy(values, ([atMs]) => Math.floor(atMs / 1000 / Period) * Period);
  return [...byPeriod]
    .filter(([seconds]) => seconds >= Math.floor(start / Period) * Period && seconds < end)
    .sort(([a], [b]) => b - a)
    .map(([seconds, own]) => [
      seconds,
      statistic(
        Stat,
        own.map(([, value]) => value),
      ),
    ]);
}

function statistic(stat: z.infer<typeof Query>["MetricStat"]["Stat"], values: readonly number[]): number {
  const sum = values.reduce((a, b) => a + b, 0);
  switch (stat) {
    case "Sum":
      return sum;
    case "Maximum":
      return Math.max(...values);
    case "Minimum":
      return Math.min(...values);
    case "Average":
      return sum / values.length;
    case "SampleCount":
      return values.length;
  }
}
