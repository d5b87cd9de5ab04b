import { type Check, missing, unknown, works } from "../check.ts";
import { isGone, isRefused, missingAction, whyNot } from "./why-not.ts";

const UNSIGNED = /CredentialsProvider|UnrecognizedClient|ExpiredToken|InvalidClientToken|SignatureDoesNotMatch/;

/**
 * Tries one operation with `call`. An answer that says that there is no such thing is an answer all the same: whoever may not
 * ask is not told so. `permission`: the action of IAM, `service:Operation`.
 */
export async function checkPermission(
  permission: string,
  until: AbortSignal,
  call: () => Promise<unknown>,
  on = "*",
): Promise<Check> {
  try {
    await call();
    return works(permission);
  } catch (error) {
    return refusedOr(permission, error, until, on) ?? works(permission);
  }
}

/** What a call that failed says about its permission; null where it was answered that there is no such thing. */
export function refusedOr(permission: string, error: unknown, until: AbortSignal, on = "*"): Check | null {
  if (isGone(error)) return null;
  const why = whyNot(permission, error, until);
  if (isUnsigned(error)) return missing(permission, why, { step: NO_CREDENTIALS });
  if (!isRefused(error)) return unknown(permission, why);
  return missing(permission, why, { allow: [missingAction(permission, error)], on });
}

const NO_CREDENTIALS =
  "give the process credentials of AWS that are valid, and a region (AWS_REGION, AWS_PROFILE or a role)";

/** No policy mends that nobody is known to ask. */
function isUnsigned(error: unknown): boolean {
  return error instanceof Error && (UNSIGNED.test(error.name) || error.message === "Region is missing");
}
