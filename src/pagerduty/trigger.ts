import { Fault, sentenceOf } from "../fault.ts";
import { LIMITS } from "./limits.ts";
import type { Link } from "./pagerduty.ts";
import { refusal } from "./read-answer.ts";

/** https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/02-Trigger-Events.md */
export async function trigger(
  eventsUrl: string,
  routingKey: string,
  { key, summary, link }: { readonly key: string; readonly summary: string; readonly link: Link },
): Promise<void> {
  const event = {
    routing_key: routingKey,
    event_action: "trigger",
    dedup_key: key,
    payload: { summary: summary.slice(0, LIMITS.summaryCharacters), source: "wake-or-wait", severity: "critical" },
    links: [link],
  };
  const response = await fetch(`${eventsUrl}/v2/enqueue`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(LIMITS.requestMs),
  }).catch((error: unknown) => {
    throw new Fault("unavailable", `PagerDuty's events cannot be reached: ${sentenceOf(error)}`, { cause: error });
  });
  await response.body?.cancel();
  if (!response.ok) throw refusal(response.status, null);
}
