import { type JsonObject, objectAt, textAt } from "../json.ts";
import { parseArn, plainName } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import type { Received, Service } from "./service.ts";

/**
 * A button, an authorizer or a provisioning hook of IoT. Messages of rules are the devices' own payloads, in which nothing says
 * that they came through IoT unless the rule's SQL adds it. https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html
 */
function received(event: JsonObject): Received | null {
  const found = button(event) ?? connection(event) ?? provisioning(event);
  if (found === null) return null;
  const arn = parseArn(textAt(event, "templateArn") ?? "");
  const { operation, resource, user, id = null } = found;
  return {
    items: [
      {
        operation,
        resource,
        account: arn?.account ?? null,
        region: arn?.region ?? null,
        ids: id === null ? [] : [{ kind: "external", value: id, path: "connectionMetadata.id" }],
        shared: [],
        sentAt: null,
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("event", {
      name: operation,
      user: user === null ? null : { id: user.id, kind: "machine", from: user.from },
      root: true,
    }),
  };
}

interface Found {
  readonly operation: string;
  readonly resource: string | null;
  readonly user: { readonly id: string; readonly from: string } | null;
  /** Of the connection that is asked about. */
  readonly id?: string | null;
}

function button(event: JsonObject): Found | null {
  const serial = textAt(event, "serialNumber");
  if (serial !== null && textAt(event, "clickType") !== null)
    return { operation: "Click", resource: serial, user: { id: serial, from: "serialNumber" } };
  const device = textAt(event, "deviceInfo", "deviceId");
  if (device === null || objectAt(event, "deviceEvent") === null) return null;
  return { operation: "Click", resource: device, user: { id: device, from: "deviceInfo.deviceId" } };
}

function connection(event: JsonObject): Found | null {
  if (objectAt(event, "protocolData") === null || event["signatureVerified"] === undefined) return null;
  const client = textAt(event, "protocolData", "mqtt", "clientId");
  // Devices write the authorizer's name and signature behind their own.
  const name = textAt(event, "protocolData", "mqtt", "username")?.split("?")[0] ?? "";
  const named = name === "" ? null : { id: name, from: "protocolData.mqtt.username" };
  return {
    operation: "Connect",
    resource: client,
    user: named ?? (client === null ? null : { id: client, from: "protocolData.mqtt.clientId" }),
    id: textAt(event, "connectionMetadata", "id"),
  };
}

function provisioning(event: JsonObject): Found | null {
  const certificate = textAt(event, "claimCertificateId");
  const template = textAt(event, "templateName") ?? textAt(event, "templateArn");
  if (certificate === null || template === null) return null;
  const serial = textAt(event, "parameters", "SerialNumber");
  const client = textAt(event, "clientId");
  const device = serial === null ? null : { id: serial, from: "parameters.SerialNumber" };
  return {
    operation: "Provision",
    resource: plainName(template),
    user: device ?? (client === null ? null : { id: client, from: "clientId" }),
  };
}

export const iot: Service = {
  name: "iot",
  title: "IoT",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "async",
  xray: {
    origins: [],
    calls: ["iot", "iotdataplane", "iotdata", "dataiot", "dataatsiot"],
    resource: (segment) => textAt(segment, "aws", "resource_names", 0),
  },
};
