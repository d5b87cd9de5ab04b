import { at, isObject } from "../json.ts";
import type { Seen } from "../record.ts";
import type { Hop } from "../transaction.ts";
import { awsErrorOf } from "./aws-error.ts";
import { ownFrame } from "./own-frame.ts";

/** Packages of the SDKs. Lambda's own Java and .NET runtimes have names like theirs. */
const PACKAGES =
  /node_modules\/(?:@aws-sdk|@smithy|aws-sdk)\/|\b(?:botocore|boto3|aiobotocore)\/|software\.amazon\.awssdk\.|com\.amazonaws\.(?!services\.lambda\.runtime)|\baws-sdk-go|\bsmithy-go\b|\bat Amazon\.(?!Lambda\.)|\/gems\/aws-sdk-/;
/** What the SDK for JavaScript calls its functions: all that a bundler leaves of where they came from. */
const BUNDLED =
  /\bde_[A-Z]\w+|\b(?:throwDefaultError|deserializerMiddleware|retryMiddleware|ProtocolLib)\b|\b\w+Protocol\.handleError\b/;
const TYPES = /^(?:software\.amazon\.awssdk|com\.amazonaws|Amazon|botocore)\.|^Aws::/;

/**
 * Whether an SDK threw it. A team may name an error of its own like one of AWS, and an error without a stack that leads to the
 * team's own code may have come from anywhere: it is taken by its name.
 */
export function thrownByAws(error: Seen, logs: Hop["logs"] = []): boolean {
  const { type, stack } = error;
  if (ownFrame(stack) === null || TYPES.test(type ?? "") || awsErrorOf(error) !== null) return true;
  if (stack.some((line) => PACKAGES.test(line) || BUNDLED.test(line))) return true;
  return logs.some((line) => line.error?.message === error.message && hasMetadata(line.body));
}

/** The SDK for JavaScript adds `$metadata` to what it throws; loggers put the error under one of these. */
function hasMetadata(body: Hop["logs"][number]["body"]): boolean {
  return [body, at(body, "message"), at(body, "error"), at(body, "err")].some(
    (one) => isObject(one) && isObject(one["$metadata"]),
  );
}
