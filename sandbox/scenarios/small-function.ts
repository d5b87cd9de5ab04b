import { LambdaFunction } from "../world/lambda/lambda-function.ts";
import { NODE_22 } from "../world/lambda/runtime.ts";
import type { LogStyle } from "../world/logging/log-style.ts";
import type { World } from "../world/world.ts";

/** The function of a small story: like most of them but for its name and how it logs. */
export function smallFunction(world: World, name: string, style: LogStyle, version?: string): LambdaFunction {
  return new LambdaFunction(world, {
    name,
    runtime: NODE_22,
    memoryMb: 256,
    initMs: 320,
    style,
    tracing: false,
    variables: { STAGE: "prod", LOG_LEVEL: "INFO" },
    ...(version === undefined ? {} : { version }),
  });
}
