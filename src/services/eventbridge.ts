import { arrayAt, type JsonObject, objectAt, textAt } from "../json.ts";
import { parseTime } from "../time.ts";
import { plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { consolePage } from "./console-page.ts";
import { handedOn } from "./handed-on.ts";
import { itemFailures } from "./item-failures.ts";
import type { Answered, Asked, ConsoleHop, Received, Service } from "./service.ts";
import { traceKey } from "./trace-id.ts";
import { whereNamed } from "./where-named.ts";

/** PutEvents. An entry that names no bus goes to the one called `default`. */
function asked(input: JsonObject): Asked | null {
  const entries = arrayAt(input, "Entries").filter(
    (one) => textAt(one, "DetailType") !== null || textAt(one, "Source") !== null,
  );
  if (entries.length === 0) return null;
  const buses = new Set(entries.map((one) => plainName(textAt(one, "EventBusName") ?? "default")));
  const [bus = null] = buses;
  return {
    operation: "PutEvents",
    resource: buses.size === 1 ? bus : null,
    keys: entries.flatMap((one, item) => traceKey(textAt(one, "TraceHeader"), `Entries[${item}].TraceHeader`)),
  };
}

/** The event ids stand in the order of the entries that were put. */
function answered(output: JsonObject): Answered | null {
  const entries = arrayAt(output, "Entries");
  const known = entries.some((one) => textAt(one, "EventId") !== null || textAt(one, "ErrorCode") !== null);
  if (!known) return null;
  const failed = entries.filter((one) => textAt(one, "EventId") === null);
  return {
    operation: "PutEvents",
    keys: entries.flatMap((one, item) =>
      handedOn("eventbridge-event", textAt(one, "EventId"), `Entries[${item}].EventId`, item),
    ),
    partial: itemFailures("events", "not put", failed, "ErrorCode", "ErrorMessage"),
  };
}

/**
 * An event as a target receives it. The bus is not in it, but for a partner's. Schedules of rules are a file of their own.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
 */
function received(event: JsonObject): Received | null {
  const detailType = textAt(event, "detail-type");
  const id = textAt(event, "id");
  if (
    detailType === null ||
    detailType === "Scheduled Event" ||
    textAt(event, "source") === null ||
    event["detail"] === undefined
  ) {
    return null;
  }
  const bus = partnerBus(event);
  return {
    items: [
      {
        operation: detailType,
        resource: bus,
        account: textAt(event, "account"),
        region: textAt(event, "region"),
        ids: id === null ? [] : [{ kind: "eventbridge-event", value: id, path: "id" }],
        shared: [],
        sentAt: parseTime(textAt(event, "time") ?? ""),
        delivery: null,
        input: event,
        inner: objectAt(event, "detail"),
      },
    ],
    arrival: arrivalOf("event", { name: detailType, root: bus !== null }),
  };
}

/**
 * The bus of an event that a software partner sent, which bears the name of its source. Nobody in the account sent it: the
 * prefix is reserved. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-saas.html
 */
function partnerBus(event: JsonObject): string | null {
  const source = textAt(event, "source");
  return source?.startsWith("aws.partner/") ? source : null;
}

function busPage(hop: ConsoleHop): string | null {
  // A schedule is named after its rule.
  if (hop.operation === "Scheduled Event") return null;
  const { region } = whereNamed(hop, "Entries", 0, "EventBusName");
  return consolePage(
    region,
    hop.resource,
    /^[\w.-]{1,256}$/,
    (bus, { name }) => `events/home?region=${name}#/eventbus/${bus}`,
  );
}

export const eventbridge: Service = {
  name: "eventbridge",
  title: "EventBridge",
  operations: new Set(["PutEvents"]),
  resourceFields: ["eventbusname", "bus", "eventbus"],
  asked,
  answered,
  received,
  delivery: "async",
  catalog: "buses",
  console: busPage,
  xray: {
    origins: ["AWS::Events", "AWS::Events::EventBus"],
    calls: ["events", "eventbridge", "cloudwatchevents"],
    resource: (segment) => {
      const bus = textAt(segment, "aws", "event_bus_name") ?? textAt(segment, "aws", "resource_names", 0);
      return bus === null ? null : plainName(bus);
    },
  },
  alarms: [{ namespace: "AWS/Events", dimension: "RuleName", signals: { FailedInvocations: "error" } }],
};
