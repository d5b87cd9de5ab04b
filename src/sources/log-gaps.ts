import { Fault, sentenceOf } from "../fault.ts";
import type { Gap } from "../record.ts";
import type { LogGroup } from "./log-groups.ts";

export const LOGS = "cloudwatch-logs";

/** What of CloudWatch Logs was not read, and why. */
export function unreadLogs(what: string, error: unknown, until: AbortSignal): Gap {
  const why = until.aborted ? "it did not answer in time" : whyNot(error);
  return { what, why, origin: { source: LOGS, group: what }, unread: true };
}

export function unreadGroup({ name, account, arn }: LogGroup, error: unknown, until: AbortSignal): Gap {
  const gap = unreadLogs(name, error, until);
  // Only a group of another account has to say whose it is.
  if (arn === null || account === null) return gap;
  return { ...gap, what: `${name} of ${account}`, origin: { source: LOGS, account, group: name } };
}

/** Whether a query was refused because one of its groups may not be read, or is gone. */
export function isRefusal(error: unknown): boolean {
  return isNamed(error, "AccessDeniedException") || isNamed(error, "ResourceNotFoundException");
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** In one line, and in the same words however often it is met: the service's own hold the id of each request. */
function whyNot(error: unknown): string {
  if (error instanceof Fault) return error.message;
  const [sentence = ""] = sentenceOf(error).split(/\n| \(Service:/);
  if (!isRefusal(error)) return `CloudWatch Logs failed: ${sentence}`;
  return isNamed(error, "ResourceNotFoundException") ? "there is no such log group" : `it may not be read: ${sentence}`;
}
