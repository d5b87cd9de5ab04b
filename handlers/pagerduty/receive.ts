import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Bot } from "../../src/bot.ts";
import { sentenceOf } from "../../src/fault.ts";
import { LIMITS } from "../../src/pagerduty/limits.ts";
import { isSigned } from "../../src/pagerduty/signature.ts";
import { parseWebhook, type WebhookEvent } from "../../src/pagerduty/webhook.ts";
import { tellFromMemory } from "./tell-from-memory.ts";

/** PagerDuty waits 5 s; a claim that takes longer than this is given up, and the event is delivered again. */
const CLAIM_MS = 1500;

/**
 * Answers a webhook delivery: the signature over the raw bytes first, then the claim, and only then the answer.
 *
 *   202 claimed, or nothing to claim     401 not signed by PagerDuty     413 too large
 *   503 the claim could not be written: PagerDuty delivers it again, and people are told from memory meanwhile
 *
 * Any other 4xx would be dropped by PagerDuty, and three drops in a row silence the subscription for a day: so a signed
 * delivery that cannot be read is logged, and answered 202.
 */
export function receiver(
  bot: Bot,
  secrets: readonly string[],
  claim: (bot: Bot, event: WebhookEvent) => Promise<void>,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const body = await bodyOf(request);
    if (body === null) return answer(response, 413);
    const header = request.headers["x-pagerduty-signature"];
    if (!isSigned(body, Array.isArray(header) ? header.join(",") : header, secrets)) return answer(response, 401);
    let event: WebhookEvent;
    try {
      event = parseWebhook(body);
    } catch (error) {
      bot.log.error({ problem: sentenceOf(error), bytes: body.length }, "a signed delivery could not be read");
      return answer(response, 202);
    }
    const giveUp = new AbortController();
    const late = sleep(CLAIM_MS, "late" as const, { signal: giveUp.signal }).catch(() => "late" as const);
    const claimed = claim(bot, event).then(
      () => "claimed" as const,
      (error: unknown) => {
        bot.log.error({ event: event.id, problem: sentenceOf(error) }, "the claim could not be written");
        return "failed" as const;
      },
    );
    const outcome = await Promise.race([claimed, late]);
    giveUp.abort();
    answer(response, outcome === "claimed" ? 202 : 503);
    if (outcome !== "claimed") await tellFromMemory(bot, event);
  };
}

/** The body's bytes, or null as soon as there are too many. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | null> {
  if (Number(request.headers["content-length"] ?? 0) > LIMITS.webhookBytes) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > LIMITS.webhookBytes) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function answer(response: ServerResponse, status: number): void {
  // What is left of a body that is too large is not read: the connection has to go with it.
  response.writeHead(status, status === 413 ? { connection: "close" } : {}).end();
}
