import { Fault, sentenceOf } from "../fault.ts";
import { LIMITS } from "./limits.ts";
import { refusal } from "./read-answer.ts";

/** Hands an event in. https://github.com/PagerDuty/developer-docs/blob/main/docs/events-API-v2/02-Trigger-Events.md */
export async function enqueue(eventsUrl: string, routingKey: string, event: object): Promise<void> {
  const response = await fetch(`${eventsUrl}/v2/enqueue`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ routing_key: routingKey, ...event }),
    signal: AbortSignal.timeout(LIMITS.requestMs),
  }).catch((error: unknown) => {
    throw new Fault("unavailable", `PagerDuty's events cannot be reached: ${sentenceOf(error)}`, { cause: error });
  });
  await response.body?.cancel();
  if (!response.ok) throw refusal(response.status, null);
}
