import { type Json, textAt } from "../json.ts";
import type { Seen } from "../record.ts";

/** The failures inside of an answer that succeeded as a whole: "2 messages not sent: InternalError …". Null for none. */
export function itemFailures(
  what: string,
  how: string,
  failed: readonly Json[],
  code: string,
  message: string,
): Seen | null {
  if (failed.length === 0) return null;
  const type = textAt(failed[0], code);
  const detail = textAt(failed[0], message);
  const said = [type, detail].filter((one) => one !== null).join(": ");
  return { type, message: `${failed.length} ${what} ${how}${said === "" ? "" : `: ${said}`}`, stack: [], causes: [] };
}
