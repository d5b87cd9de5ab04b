/** What kind of thing went wrong. Whoever catches a fault decides by this, and shows its sentence to people. */
export type FaultCode =
  | "wrong-use"
  | "unreadable"
  | "configuration"
  | "unauthorized"
  | "too-large"
  | "not-found"
  | "conflict"
  | "refused"
  | "unavailable";

/** The one error type: a code for the program and a sentence for a human. Everything else that is thrown is a bug. */
export class Fault extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, sentence: string, options?: { readonly cause?: unknown }) {
    super(sentence, options);
    this.name = "Fault";
    this.code = code;
  }
}

/** The sentence to show for anything that was caught, without a stack. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Error) return error.message === "" ? error.name : error.message;
  return String(error);
}
