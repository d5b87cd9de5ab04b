import { citationOf, type Series } from "../metric.ts";
import type { MetricView } from "../report.ts";

/** The points of metrics that a report cites. One citation may stand for several: of a table and of its index. */
export function citedMetrics(read: Iterable<Series>, cited: Iterable<string>): MetricView[] {
  const views = new Map<string, MetricView["values"][number][]>();
  for (const id of cited) if (id.startsWith("metric:")) views.set(id, []);
  const names = new Set([...views.keys()].map((id) => id.slice(0, id.lastIndexOf("@"))));
  for (const series of names.size === 0 ? [] : read) {
    if (!names.has(`metric:${series.namespace}/${series.name}`)) continue;
    const { dimensions, stat, periodSeconds } = series;
    for (const point of series.points)
      views.get(citationOf(series, point))?.push({ dimensions, stat, periodSeconds, value: point.value });
  }
  return [...views].flatMap(([id, values]) => (values.length === 0 ? [] : [{ id, values }]));
}
