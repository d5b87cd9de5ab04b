import type { Conversation } from "../conversation.ts";
import { Refusal, refusalFor } from "./refusal.ts";

/** The thread that an app names for a new message, as a draft's field. Refused where there is no such message. */
export function threadIn(conversation: Conversation, threadTs: string | undefined): { threadTs?: string } {
  if (threadTs === undefined) return {};
  if (!/^\d{10}\.\d{6}$/.test(threadTs)) {
    throw refusalFor("invalid_thread_ts", [{ message: `${threadTs} is not a valid thread_ts`, pointer: "/thread_ts" }]);
  }
  if (!conversation.messages.some(({ ts }) => ts === threadTs)) throw new Refusal("thread_not_found");
  return { threadTs };
}
