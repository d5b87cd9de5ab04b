import { arrayAt, type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import { fromMillis, micros } from "../time.ts";
import { parseArn } from "./arn.ts";
import { arrivalOf } from "./arrival.ts";
import { headerOf, type IdentityPath, identityOf } from "./identity.ts";
import { other } from "./other.ts";
import type { Received, Service } from "./service.ts";
import { traceKeys } from "./trace-id.ts";

const IDENTITY: readonly IdentityPath[] = [
  { path: ["requestContext", "identity", "principal"], kind: "machine" },
  { path: ["requestContext", "identity", "sessionName"], kind: "machine" },
  { path: ["requestContext", "identity", "x509SanUri"], kind: "machine" },
  { path: ["requestContext", "identity", "x509SubjectCn"], kind: "machine" },
];

/**
 * A request of one service to another through a VPC Lattice network. It has no id of its own: the trace header alone joins it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-vpc-lattice.html
 */
function received(event: JsonObject): Received | null {
  const service = textAt(event, "requestContext", "serviceArn");
  const method = textAt(event, "method");
  if (service === null || method === null || textAt(event, "requestContext", "serviceNetworkArn") === null) return null;
  const headers = firstOfEach(objectAt(event, "headers"));
  const path = (textAt(event, "path") ?? "/").split("?")[0] ?? "/";
  const arn = parseArn(service);
  const at = numberAt(event, "requestContext", "timeEpoch");
  return {
    items: [
      {
        operation: `${method} ${path}`,
        resource: arn?.resource.split("/")[1] ?? null,
        account: arn?.account ?? null,
        region: textAt(event, "requestContext", "region") ?? arn?.region ?? null,
        ids: [],
        shared: traceKeys(headers, "headers"),
        // In microseconds, unlike any other event's.
        sentAt: at === null ? null : at > 1e14 ? micros(at) : fromMillis(at),
        delivery: null,
        input: event,
        inner: null,
      },
    ],
    arrival: arrivalOf("http", {
      method,
      path,
      user: identityOf(event, IDENTITY),
      userAgent: headerOf(headers, "user-agent"),
      clientAddress: headerOf(headers, "x-forwarded-for")?.split(",")[0]?.trim() ?? null,
      signed: textAt(event, "requestContext", "identity", "principal") !== null,
      root: true,
    }),
  };
}

function firstOfEach(headers: JsonObject | null): JsonObject | null {
  if (headers === null) return null;
  return Object.fromEntries(
    Object.keys(headers).map((name) => [name, arrayAt(headers, name)[0] ?? headers[name] ?? null]),
  );
}

export const vpcLattice: Service = {
  name: other.name,
  title: "VPC Lattice",
  operations: new Set(),
  resourceFields: [],
  received,
  delivery: "sync",
};
