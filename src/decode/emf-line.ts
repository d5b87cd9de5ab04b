import { arrayAt, at, isArray, textAt } from "../json.ts";
import { requestIdOf } from "./json-line.ts";
import { type Line, type LineFormat, line, type RawLine } from "./line.ts";

/**
 * A metric that is written as a log line. Its values may be called `Errors` or `level`, and say nothing of the invocation
 * that wrote them beyond whose they are.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const emfLine: LineFormat = {
  name: "emf",
  read({ json }: RawLine): Line | null {
    if (json === null || !isArray(at(json, "_aws", "CloudWatchMetrics"))) return null;
    const names = arrayAt(json, "_aws", "CloudWatchMetrics").flatMap((one) => textAt(one, "Namespace") ?? []);
    return line({ requestId: requestIdOf(json), text: ["metrics", ...new Set(names)].join(" "), body: json });
  },
};
