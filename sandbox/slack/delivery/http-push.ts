import { createHmac } from "node:crypto";
import type { Ack, AppLink, Delivery } from "./app-link.ts";

/**
 * Delivers by POST to the app's request URL, signed as https://docs.slack.dev/authentication/verifying-requests-from-slack
 * says. The signature's time is the machine's and not the sandbox's: the app holds it against its own clock, because
 * the signature is about the request on the wire. `stopping` ends what is under way.
 */
export function pushTo(
  requestUrl: string,
  signingSecret: string,
  ackTimeoutMs: number,
  stopping: AbortSignal,
): AppLink {
  return {
    async deliver(delivery) {
      const { contentType, body } = encode(delivery);
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = createHmac("sha256", signingSecret).update(`v0:${timestamp}:${body}`).digest("hex");
      const timeout = AbortSignal.timeout(ackTimeoutMs);
      try {
        const response = await fetch(requestUrl, {
          method: "POST",
          body,
          headers: {
            "content-type": contentType,
            "user-agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "x-slack-request-timestamp": timestamp,
            "x-slack-signature": `v0=${signature}`,
            ...(delivery.retry === null
              ? {}
              : {
                  "x-slack-retry-num": String(delivery.retry.attempt),
                  "x-slack-retry-reason": delivery.retry.reason,
                }),
          },
          signal: AbortSignal.any([timeout, stopping]),
        });
        const noRetry = response.headers.get("x-slack-no-retry") === "1";
        const text = await response.text();
        return response.ok ? { ok: true, body: decode(text) } : { ok: false, reason: "http_error", noRetry };
      } catch {
        return { ok: false, reason: timeout.aborted ? "http_timeout" : "connection_failed" } satisfies Ack;
      }
    },
  };
}

/** Events come as JSON, commands as a form, interactions as a form with the one field `payload`. */
function encode({ type, payload }: Delivery): { contentType: string; body: string } {
  if (type === "events_api") return { contentType: "application/json", body: JSON.stringify(payload) };
  const fields =
    type === "interactive"
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)]));
  return { contentType: "application/x-www-form-urlencoded", body: new URLSearchParams(fields).toString() };
}

/** An answer is JSON, plain text (a command's message), or nothing. */
function decode(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
