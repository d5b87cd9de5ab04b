/** How Slack can misbehave. */
export type Fault =
  /** A platform error: HTTP 200, `"ok": false`. */
  | { readonly kind: "error"; readonly error: string }
  | { readonly kind: "ratelimited"; readonly retryAfterS: number }
  /** A proxy's error page instead of JSON. */
  | { readonly kind: "html"; readonly status: number }
  /** No answer, and nothing was done. */
  | { readonly kind: "hang" }
  /** No answer, though the call was carried out: whoever repeats it does it twice. */
  | { readonly kind: "lost-answer" };

export interface Faults {
  /** The next `times` calls of a method ("chat.postMessage", or "response_url") go wrong this way. */
  next(method: string, fault: Fault, times?: number): void;
  /** No call goes wrong any more. */
  end(): void;
  /** Takes the fault that is due for a call, if any. */
  take(method: string): Fault | null;
}

export function createFaults(): Faults {
  const due = new Map<string, Fault[]>();
  return {
    next(method, fault, times = 1) {
      due.set(method, [...(due.get(method) ?? []), ...Array.from({ length: times }, () => fault)]);
    },
    end: () => due.clear(),
    take(method) {
      return due.get(method)?.shift() ?? null;
    },
  };
}
