import { arrayAt, isArray, isObject, type Json, numberAt, objectAt, parseJson, textAt } from "../json.ts";
import { type Point, type Series, whereRead } from "../metric.ts";
import type { Gap } from "../record.ts";
import { type Micros, micros, parseTime, SECOND } from "../time.ts";
import type { Decoder } from "./decoder.ts";
import { momentFrom } from "./moment.ts";

const MOST_SERIES = 20_000;
/** A period of a minute for a month and more. */
const MOST_POINTS = 50_000;

/**
 * What GetMetricData answered, with the metric that was asked for beside each result: a list of `{"Metric": {"Namespace",
 * "MetricName", "Dimensions"}, "Stat", "Period", "Timestamps", "Values"}`. `"Ago"`: it was asked for a `day` or a `week` before.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
export const metrics: Decoder = {
  format: "metrics",
  sniff: (head) => /^\s*\[\s*\{[^{}[\]]{0,400}"Metric"\s*:/.test(head),
  decode({ bytes, origin }, out) {
    const gap = (why: string): { gap: Gap } => ({ gap: { what: "metrics", why, origin, unread: true } });
    const list = parseJson(new TextDecoder().decode(bytes));
    if (!isArray(list)) return out(gap("not a JSON list of metrics"));
    const where = whereRead(origin);
    let broken = 0;
    for (const one of list.slice(0, MOST_SERIES)) {
      const series = seriesOf(one);
      if (series === null) broken++;
      else out({ series: where === "" ? series : { ...series, where } });
    }
    if (broken > 0)
      out(gap(`${broken} of ${list.length} are none: they need Metric, Stat, Period, Timestamps and Values`));
    if (list.length > MOST_SERIES) out(gap(`only the first ${MOST_SERIES} of ${list.length} were read`));
  },
};

function seriesOf(json: Json): Series | null {
  const namespace = textAt(json, "Metric", "Namespace");
  const name = textAt(json, "Metric", "MetricName");
  const stat = textAt(json, "Stat");
  const periodSeconds = numberAt(json, "Period");
  if (!isObject(json) || !isArray(json["Timestamps"]) || !isArray(json["Values"])) return null;
  if (namespace === null || name === null || stat === null || periodSeconds === null || periodSeconds <= 0) return null;
  const values = json["Values"];
  const points = json["Timestamps"].slice(0, MOST_POINTS).flatMap((time, i): Point[] => {
    const at = momentOf(time);
    const value = numberAt(values, i);
    return at === null || value === null ? [] : [{ at, value }];
  });
  // CloudWatch gives the newest first, unless it is asked otherwise.
  points.sort((a, b) => a.at - b.at);
  const dimensions = dimensionsOf(objectAt(json, "Metric") ?? {});
  const ago = textAt(json, "Ago");
  const series: Series = { namespace, name, dimensions, stat, periodSeconds, points };
  return ago === "day" || ago === "week" ? { ...series, ago } : series;
}

/** ISO, or epoch seconds as some programs print them. */
function momentOf(time: Json): Micros | null {
  if (typeof time === "string") return parseTime(time);
  return typeof time === "number" ? momentFrom(micros(time * SECOND)) : null;
}

function dimensionsOf(metric: Json): Record<string, string> {
  const pairs = arrayAt(metric, "Dimensions").flatMap((one): [string, string][] => {
    const name = textAt(one, "Name");
    const value = textAt(one, "Value");
    return name === null || value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(pairs);
}
