import type { Random } from "../random.ts";
import type { Timeline } from "../timeline.ts";
import type { Trace } from "../trace.ts";
import type { Ending, Invocation } from "./invocation.ts";
import type { Invoked, LambdaFunction } from "./lambda-function.ts";

export interface AsyncInvocation {
  /** When Lambda takes the event out of its queue for the first time, epoch ms. */
  readonly at: number;
  /** The same at every attempt. */
  readonly requestId: string;
  readonly trace: Trace;
  /** `attempt`: 1 is the first. */
  readonly handler: (invocation: Invocation, attempt: number) => Ending;
  /** Called after each attempt. */
  readonly ended: (invoked: Invoked) => void;
}

/** How long Lambda waits before the second attempt and before the third, which is the last, ms. */
const WAITS_MS = [60_000, 120_000];
const LATEST_MS = 2500;

/**
 * Plans an asynchronous invocation of a function without a dead-letter queue: after the third error the event is dropped.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export function invokeAsync(
  { timeline, random }: { timeline: Timeline; random: Random },
  lambda: LambdaFunction,
  { at, requestId, trace, handler, ended }: AsyncInvocation,
): void {
  const attempt = (number: number, when: number): void =>
    timeline.at(when, () => {
      const program = (invocation: Invocation): Ending => handler(invocation, number);
      const invoked = lambda.invoke({ at: when, requestId, trace, apiRequestId: null, attempt: number, program });
      ended(invoked);
      const wait = WAITS_MS[number - 1];
      if (invoked.threw && wait !== undefined) {
        attempt(number + 1, invoked.endedAt + wait + random.between(0, LATEST_MS));
      }
    });
  attempt(1, at);
}
