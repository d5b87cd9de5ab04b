import type { JsonObject } from "../../src/json.ts";

/** What may differ between two events on a bus. */
export interface BusEvent {
  readonly id: string;
  readonly detailType: string;
  readonly detail: JsonObject;
  /** Epoch ms; the bus writes whole seconds. */
  readonly at: number;
}

/** An event as a target of a rule receives it. */
export function eventbridgeEvent({ id, detailType, detail, at }: BusEvent): JsonObject {
  return {
    version: "0",
    id,
    "detail-type": detailType,
    source: "rides",
    account: "123456789012",
    time: new Date(at).toISOString().replace(/\.\d+Z$/, "Z"),
    region: "eu-central-1",
    resources: [],
    detail,
  };
}
