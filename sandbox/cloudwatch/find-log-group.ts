import { nameInIdentifier, type OneGroup, ownerOf } from "./log-group-name.ts";
import type { LogGroup } from "./log-store.ts";
import type { LogStream } from "./log-stream.ts";
import type { Service } from "./service.ts";
import { invalidParameter, resourceNotFound, ServiceError } from "./service-error.ts";

/** The group that a request names; refused if access to it is denied, or it does not exist. */
export function findLogGroup(asked: Service, operation: string, input: OneGroup): LogGroup {
  const { logGroupName, logGroupIdentifier } = input;
  const service = ownerOf(asked, logGroupIdentifier);
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw new ServiceError("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.");
  }
  const name = logGroupName ?? nameInIdentifier(service, logGroupIdentifier);
  if (name === null) throw invalidParameter("Either LogGroup name or LogGroup ARN is required.");
  allowAccess(service, operation, name);
  const group = service.store.group(name);
  if (group === undefined) throw resourceNotFound("The specified log group does not exist.");
  return group;
}

/** The stream of a group, if it exists by now. */
export function findLogStream(service: Service, group: LogGroup, name: string): LogStream {
  const stream = group.streams.get(name);
  if (stream === undefined || !stream.existsAt(service.clock.now())) {
    throw resourceNotFound("The specified log stream does not exist.");
  }
  return stream;
}

export function allowAccess({ account, region, faults }: Service, operation: string, group: string): void {
  if (!faults.denies(group)) return;
  throw new ServiceError(
    "AccessDeniedException",
    `User: arn:aws:sts::${account}:assumed-role/sandbox/session is not authorized to perform: logs:${operation} ` +
      `on resource: arn:aws:logs:${region}:${account}:log-group:${group}:log-stream: ` +
      `because no identity-based policy allows the logs:${operation} action`,
  );
}
