import { type Problem, problemText } from "../blocks/problems.ts";

/** A call that Slack answers with `"ok": false`: the error's code, and what else the answer holds. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.details = details;
  }
}

/** A refusal that names each place: `errors`, and the same with their level in `response_metadata.messages`. */
export function refusalFor(code: string, problems: readonly Problem[]): Refusal {
  const errors = problems.map(problemText);
  return new Refusal(code, {
    ...(code === "invalid_blocks" ? { errors } : {}),
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  });
}
