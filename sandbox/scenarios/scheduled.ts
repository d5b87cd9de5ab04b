import { scheduledEvent } from "../world/events/eventbridge-event.ts";
import type { Ending, Invocation } from "../world/lambda/invocation.ts";
import { LambdaFunction } from "../world/lambda/lambda-function.ts";
import { NODE_22 } from "../world/lambda/runtime.ts";
import { nodeText } from "../world/logging/node-text.ts";
import { newTrace } from "../world/trace.ts";
import type { World } from "../world/world.ts";

const MINUTE_MS = 60_000;

/** A rule starts a function every minute, from the minute of `from` on and before `to`, epoch ms. */
export function everyMinute(
  world: World,
  { rule, name, from, to }: { rule: string; name: string; from: number; to: number },
  handler: (invocation: Invocation) => Ending,
): void {
  const random = world.random.fork(`rule ${rule}`);
  const variables = { STAGE: "prod" };
  const style = nodeText;
  const run = new LambdaFunction(world, {
    name,
    runtime: NODE_22,
    memoryMb: 128,
    initMs: 210,
    style,
    tracing: false,
    variables,
  });
  for (let minute = from; minute < to; minute += MINUTE_MS) {
    const at = minute + random.between(400, 1500);
    const event = scheduledEvent(rule, random.uuid(), minute);
    const program = (invocation: Invocation): Ending => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(20, 60));
      return handler(invocation);
    };
    const asked = { at, requestId: random.uuid(), trace: newTrace(random, at), apiRequestId: null, program };
    world.timeline.at(at, () => void run.invoke(asked));
  }
}
