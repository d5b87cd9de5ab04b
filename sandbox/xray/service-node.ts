import type { JsonObject } from "../world/json.ts";
import { endOf, startOf, textAt, valueAt } from "./segment.ts";

/** A node of the trace map, as one segment shows it, and how its operation went. */
export interface ServiceNode {
  readonly name: string;
  /** `AWS::Lambda::Function`; empty where the segment tells none. */
  readonly type: string;
  readonly fault: boolean;
  readonly error: boolean;
  readonly throttle: boolean;
  /** Seconds. */
  readonly responseTime: number;
  readonly status: number | undefined;
}

/** Nodes of tables and queues have the resource's name, not the service's. */
const RESOURCES = ["table_name", "queue_url", "topic_arn"];

export function serviceNode(segment: JsonObject): ServiceNode {
  const resource = RESOURCES.map((field) => textAt(segment, "aws", field)).find((one) => one !== undefined);
  const status = valueAt(segment, "http", "response", "status");
  return {
    name: (segment["inferred"] === true ? resource : undefined) ?? textAt(segment, "name") ?? "",
    type: textAt(segment, "origin") ?? "",
    fault: segment["fault"] === true,
    error: segment["error"] === true,
    throttle: segment["throttle"] === true,
    responseTime: endOf(segment) - startOf(segment),
    status: typeof status === "number" ? status : undefined,
  };
}
