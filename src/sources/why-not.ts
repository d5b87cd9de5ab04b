import { Fault, sentenceOf } from "../fault.ts";

const REFUSED = /AccessDenied|Unauthorized|NotAuthorized|OptInRequired|UnrecognizedClient|InvalidClientToken/;
const THROTTLED = /Throttl|TooManyRequests|LimitExceeded|RequestLimit|SlowDown/;
const GONE = /ResourceNotFound|NonExistentQueue|QueueDoesNotExist|TableNotFound/;

export const NO_SUCH_RESOURCE = "there is no such resource in this account and region";

/**
 * Why a call of an AWS service brought nothing, in one line, and in the same words however often it is met: the service's own
 * hold the id of each request. `permission`: the action of IAM, `service:Operation`.
 */
export function whyNot(permission: string, error: unknown, until: AbortSignal): string {
  if (until.aborted) return "it did not answer in time";
  if (error instanceof Fault) return error.message;
  const name = error instanceof Error ? error.name : "";
  if (isRefused(error)) return `the permission ${missingAction(permission, error)} is missing`;
  if (THROTTLED.test(name)) return "it was throttled";
  if (isGone(error)) return NO_SUCH_RESOURCE;
  const [sentence = ""] = sentenceOf(error).split(/\n| \(Service:/);
  return `it failed: ${sentence}`;
}

/** Whether a permission is missing, or the credentials are not known. */
export function isRefused(error: unknown): boolean {
  return error instanceof Error && REFUSED.test(error.name);
}

/** The service names the very action: one operation may need another before it. */
export function missingAction(permission: string, error: unknown): string {
  return /not authorized to perform:? ([a-z0-9-]+:[A-Za-z]+)/i.exec(sentenceOf(error))?.[1] ?? permission;
}

/** Whether what was asked about does not exist. */
export function isGone(error: unknown): boolean {
  return error instanceof Error && GONE.test(error.name);
}
