import type { JsonObject } from "../world/json.ts";
import type { Ending, Invocation } from "../world/lambda/invocation.ts";
import type { Invoked, LambdaFunction } from "../world/lambda/lambda-function.ts";
import type { Trace } from "../world/trace.ts";
import type { World } from "../world/world.ts";

/** What a service hands to a function, which it waits for. */
export interface HandedOver {
  readonly at: number;
  readonly requestId: string;
  readonly trace: Trace;
  readonly event: JsonObject;
}

/** Plans an invocation that logs its event, and then does what its handler says. */
export function handOver(
  { timeline }: Pick<World, "timeline">,
  by: LambdaFunction,
  { at, requestId, trace, event }: HandedOver,
  handler: (invocation: Invocation) => Ending,
  ended: (invoked: Invoked) => void = () => {},
): void {
  timeline.at(at, () => {
    const program = (invocation: Invocation): Ending => {
      invocation.says({ what: "event", event });
      return handler(invocation);
    };
    ended(by.invoke({ at, requestId, trace, apiRequestId: null, program }));
  });
}
