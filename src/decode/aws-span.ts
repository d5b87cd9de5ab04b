import { at, isObject, type JsonObject, textAt } from "../json.ts";
import type { OtelSpan } from "./otel.ts";
import { otlpSpan } from "./otlp-span.ts";
import { attributesOf } from "./otlp-value.ts";

/**
 * A span as CloudWatch's log group `aws/spans` and the recorder write it, one a line: the fields of OTLP, with plain attributes,
 * and `_aws.xray` where it was a segment of X-Ray. A span that still runs has no end. Null for any other object.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Transaction-Search.html
 */
export function awsSpan(json: JsonObject): OtelSpan | null {
  if (json["startTimeUnixNano"] === undefined || json["spanId"] === undefined) return null;
  const span = otlpSpan(json, attributesOf(at(json, "resource", "attributes")));
  if (span === null) return null;
  const name = textAt(json, "_aws", "xray", "name");
  const origin = textAt(json, "_aws", "xray", "origin") ?? textAt(json, "_aws", "xray", "type");
  const told = isObject(json["_aws"]) ? { ...(name === null ? {} : { "aws.xray.name": name }) } : {};
  const known = origin?.startsWith("AWS::") ? { "aws.xray.origin": origin } : {};
  return { ...span, attributes: { ...known, ...told, ...span.attributes } };
}
