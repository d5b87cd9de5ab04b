import { sign } from "./signature.ts";

/** How an endpoint took one delivery. `again`: it will be sent again; `refused`: it never will. */
export interface Attempt {
  readonly at: number;
  readonly outcome: "delivered" | "again" | "refused";
  /** Null where no answer came. */
  readonly status: number | null;
}

export interface Parcel {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly secrets: readonly string[];
}

/**
 * Posts a webhook once. PagerDuty wants a 2xx in time; it comes back after a 5xx, a 429, silence or a broken connection,
 * and never after anything else (a redirect is such a thing here, of which the documents say nothing).
 * https://github.com/PagerDuty/developer-docs/blob/main/docs/webhooks/02-Behavior.md
 */
export async function attempt(
  { url, headers, body, secrets }: Parcel,
  limits: { readonly at: number; readonly answerWithinMs: number; readonly stopped: AbortSignal },
): Promise<Attempt> {
  const { at } = limits;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": "PagerDuty-Webhook/V3.0",
        "x-pagerduty-signature": sign(body, secrets),
        connection: "close",
        ...headers,
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([limits.stopped, AbortSignal.timeout(limits.answerWithinMs)]),
    });
    await response.body?.cancel();
    return { at, outcome: outcomeOf(response.status), status: response.status };
  } catch {
    // A timeout, a refused connection or a name that does not resolve: all the same to PagerDuty.
    return { at, outcome: "again", status: null };
  }
}

function outcomeOf(status: number): Attempt["outcome"] {
  if (status >= 200 && status < 300) return "delivered";
  return status === 429 || status >= 500 ? "again" : "refused";
}
