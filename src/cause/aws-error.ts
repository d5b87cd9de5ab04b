import type { Seen } from "../record.ts";
import type { AwsError } from "./languages/language.ts";
import { LANGUAGES } from "./languages/table.ts";

/** Messages may hold whole payloads; the SDKs' own words stand at their beginning. */
const MOST_READ = 2000;

/** The error of AWS that an SDK wrapped in words of its own. */
export function awsErrorOf(error: Seen): AwsError | null {
  const cut = { ...error, message: error.message.slice(0, MOST_READ) };
  for (const language of LANGUAGES) {
    const found = language.awsError?.(cut) ?? null;
    if (found !== null) return found;
  }
  return null;
}
