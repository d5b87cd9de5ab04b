import { sentenceOf } from "../fault.ts";
import type { Gap } from "../record.ts";

export const XRAY = "xray";

/** What could not be read, in one line, and in the same words however often it is met. */
export function xrayGap(what: string, permission: string, error: unknown, until: AbortSignal): Gap {
  const why = until.aborted ? "it did not answer in time" : whyNot(permission, error);
  return { what, why, origin: { source: XRAY }, unread: true };
}

function whyNot(permission: string, error: unknown): string {
  if (isDenied(error)) {
    return `it may not be read: ${permission} is not allowed; allow it, or put X-Ray aside`;
  }
  const [sentence = ""] = sentenceOf(error).split(/\n| \(Service:/);
  return `X-Ray failed: ${sentence}`;
}

export function isDenied(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith("AccessDenied");
}
