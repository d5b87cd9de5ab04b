import { at, type Json, type JsonObject, numberAt, objectAt, textAt, unwrapped } from "../json.ts";
import type { Seen } from "../record.ts";
import { outcomeOfStatus } from "../services/aws-call.ts";
import { isProxyResponse } from "../services/proxy-response.ts";
import { FAILING, type HopOutcome } from "../span.ts";

/**
 * What a handler returned, where Powertools' tracer captured it: of the phase `## index.handler` the metadata under
 * `index.handler response`, in the namespace of its service. Null where nobody did.
 * https://docs.aws.amazon.com/powertools/typescript/latest/features/tracer/#capturing-lambda-context-and-event
 */
export function capturedResponse(phases: readonly JsonObject[]): Json {
  for (const phase of phases) {
    const name = textAt(phase, "name") ?? "";
    if (!name.startsWith("## ")) continue;
    for (const namespace of Object.values(objectAt(phase, "metadata") ?? {})) {
      const response = at(namespace, `${name.slice(3)} response`);
      if (response !== undefined) return unwrapped(response);
    }
  }
  return null;
}

/** The failure that a response tells of: X-Ray sees a 5xx behind an API as a function that went well. */
export function toldByResponse(response: Json): { outcome: HopOutcome; decidedBy: string; error: Seen } | null {
  const status = isProxyResponse(response) ? numberAt(response, "statusCode") : null;
  const outcome = status === null ? "ok" : outcomeOfStatus(status);
  if (!FAILING.has(outcome)) return null;
  const body = textAt(response, "body");
  const message = `responded with status ${status}${body === null ? "" : `: ${body}`}`;
  const error = { type: null, message, stack: [], causes: [] };
  return { outcome, decidedBy: `the captured response: status ${status}`, error };
}
