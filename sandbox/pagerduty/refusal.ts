/**
 * What PagerDuty refuses, as it says it: an HTTP status, one of its error codes with that code's sentence, and details.
 * https://github.com/PagerDuty/developer-docs/blob/main/docs/REST-API/14-Errors.md
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;
  readonly code: number;
  readonly errors: readonly string[];

  constructor(status: number, code: number, message: string, errors: readonly string[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const notFound = (): Refusal => new Refusal(404, 2100, "Not Found");
export const invalidInput = (errors: readonly string[]): Refusal =>
  new Refusal(400, 2001, "Invalid Input Provided", errors);
export const tooManyAtOnce = (): Refusal => new Refusal(413, 2001, "Request Entity Too Large");

export const alreadyResolved = (): Refusal => new Refusal(400, 1001, "Incident Already Resolved");
export const cannotEscalate = (): Refusal => new Refusal(400, 1006, "Cannot Escalate");
export const assigneeNotFound = (): Refusal => new Refusal(400, 1007, "Assigned To User Not Found");
export const requesterNotFound = (): Refusal => new Refusal(400, 1008, "Requester User Not Found");
export const cannotReassign = (): Refusal => new Refusal(400, 1011, "Cannot process reassign action");
export const notAcknowledged = (): Refusal => new Refusal(400, 1012, "Incident is not Acknowledged");
export const invalidSnooze = (): Refusal => new Refusal(400, 1013, "Snooze Duration is Invalid");
export const policyNotFound = (): Refusal => new Refusal(400, 1014, "Escalation Policy Not Found");
export const invalidPriority = (): Refusal => new Refusal(400, 1020, "Invalid Priority");
export const productLimit = (): Refusal => new Refusal(400, 2019, "Product Limit Reached");

/** The documented table gives 2016 another meaning, but this is what clients of the real API report. */
export const fromMissing = (): Refusal =>
  new Refusal(400, 2016, 'You must specify a user\'s email address in the "From" header to perform this action');
