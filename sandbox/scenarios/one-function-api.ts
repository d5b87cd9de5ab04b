import type { Customer } from "../world/customer.ts";
import type { HttpApi } from "../world/events/http-api-event.ts";
import type { Ending, Invocation } from "../world/lambda/invocation.ts";
import { LambdaFunction } from "../world/lambda/lambda-function.ts";
import { NODE_22 } from "../world/lambda/runtime.ts";
import type { LogStyle } from "../world/logging/log-style.ts";
import type { Random } from "../world/random.ts";
import type { World } from "../world/world.ts";
import type { Footprints } from "./footprints.ts";
import { serveHttpApi } from "./serve-http-api.ts";

export interface OneFunction {
  readonly api: HttpApi;
  /** Asked for with POST. */
  readonly route: string;
  readonly name: string;
  readonly style: LogStyle;
  readonly variables: Readonly<Record<string, string>>;
}

/** What the function does with a request, once it has logged its event. */
export type Handler = (invocation: Invocation, customer: Customer, random: Random) => Ending;

/** An API with one route and one function behind it: plans a request that the API has at `at`, epoch ms. */
export function createOneFunctionApi(world: World, { api, route, name, style, variables }: OneFunction) {
  const random = world.random.fork(`api ${api.id}`);
  const by = new LambdaFunction(world, {
    name,
    runtime: NODE_22,
    memoryMb: 256,
    initMs: 340,
    style,
    tracing: false,
    variables: { STAGE: "prod", ...variables },
  });
  return (customer: Customer, at: number, handler: Handler): Footprints => {
    const wanted = { at, customer, method: "POST", route } as const;
    return serveHttpApi({ world, random, api }, wanted, by, (invocation, event) => {
      invocation.says({ what: "event", event });
      invocation.works(random.between(2, 8));
      return handler(invocation, customer, random);
    });
  };
}
