import type { Service, XRayNames } from "../services/service.ts";
import { SERVICES } from "../services/table.ts";

/** A service and how X-Ray, and so CloudWatch, names it. */
export interface Named {
  readonly service: Service;
  readonly names: XRayNames;
}

/** The service that calls itself so as the origin of a segment. */
export function recordedService(origin: string): Named | null {
  return serviceWhere(({ origins }) => origins.includes(origin));
}

/** The service that a call by an AWS SDK goes to, by any of its names: `DynamoDB`, `AWS::SQS`, `aws.sns`, `aws_sqs`, `cognito-idp`. */
export function calledService(called: string): Named | null {
  const name = called
    .toLowerCase()
    .replace(/^(aws|amazon)[._:\s]*/, "")
    .replace(/[\s._-]/g, "");
  return name === "" ? null : serviceWhere(({ calls }) => calls.includes(name));
}

function serviceWhere(matches: (names: XRayNames) => boolean): Named | null {
  for (const service of SERVICES) {
    if (service.xray !== undefined && matches(service.xray)) return { service, names: service.xray };
  }
  return null;
}
