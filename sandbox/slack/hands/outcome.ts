import type { Ack, FailureReason } from "../delivery/app-link.ts";

/** What a person gets to see when they did something: nothing special, or what Slack says instead. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly shown: string };

/** Of a submission also: what is wrong with which input, by block_id; the view stays open. */
export type SubmitOutcome = Outcome | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

/** Beside a button whose press the app did not acknowledge. Slack's wording of the first, ours of the others. */
const PRESS_FAILED: Readonly<Record<FailureReason, string>> = {
  http_timeout: "Operation timed out. Apps need to respond within 3 seconds.",
  http_error: "The app answered with an error.",
  connection_failed: "The app could not be reached.",
};

export function pressOutcome(ack: Ack): Outcome {
  return ack.ok ? { ok: true } : { ok: false, shown: PRESS_FAILED[ack.reason] };
}

/** In a modal whose submission failed, for whatever reason. */
export const SUBMIT_FAILED = "We had some trouble connecting. Try again?";

/** What Slackbot tells whoever typed a command that the app did not acknowledge. */
export function commandFailed(command: string, reason: FailureReason): string {
  const error = reason === "http_timeout" ? "operation_timeout" : "dispatch_failed";
  return `${command} failed with the error "${error}"`;
}
