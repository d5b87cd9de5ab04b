import type { Place } from "../place.ts";
import { SERVICES, type ServiceName } from "../span.ts";
import { parseArn, plainName } from "./arn.ts";

/** Services whose ARNs call them otherwise. */
const OTHERWISE: ReadonlyMap<string, ServiceName> = new Map([
  ["events", "eventbridge"],
  ["states", "stepfunctions"],
]);

/** The resource that an ARN names; null for what is no ARN, or of a service that is not known. */
export function placeOfArn(text: string | null): Place | null {
  const arn = parseArn(text ?? "");
  if (text === null || arn === null) return null;
  const service = OTHERWISE.get(arn.service) ?? SERVICES.find((name) => name === arn.service);
  return service === undefined ? null : { service, resource: plainName(text) };
}
