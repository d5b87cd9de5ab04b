import type { TestContext } from "node:test";
import { serve } from "../../../sandbox/serve.ts";
import type { Slack } from "../../../sandbox/slack/slack.ts";

/** An app's request URL that answers with `statuses`, one after the other, and then 200. */
export async function requestUrl(test: TestContext, slack: Slack, ...statuses: readonly number[]) {
  const requests: { headers: Headers; body: string }[] = [];
  const served = await serve(async (request) => {
    requests.push({ headers: request.headers, body: await request.text() });
    return new Response(null, { status: statuses[requests.length - 1] ?? 200 });
  });
  test.after(() => served.stop());
  slack.deliverTo(served.url);
  return requests;
}

/** Repeats an event soon. */
export const SOON = { eventRetryMs: [0, 10, 20] };

/** Waits little for an acknowledgement too: only where none comes, since a busy machine may take as long. */
export const IMPATIENT = { ...SOON, ackTimeoutMs: 250 };
