import type { Words } from "../say/words.ts";
import { LIMITS } from "./limits.ts";

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses. Throws whatever goes wrong. */
export async function answerPress(url: string, words: Words, seenBy: "presser" | "channel"): Promise<void> {
  const answered = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      response_type: seenBy === "presser" ? "ephemeral" : "in_channel",
      replace_original: false,
      text: words.text,
      blocks: words.blocks,
    }),
    signal: AbortSignal.timeout(LIMITS.requestMs),
  });
  await answered.body?.cancel();
  if (!answered.ok) throw new Error(`it answered ${answered.status}`);
}
