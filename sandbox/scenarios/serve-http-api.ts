import { apiRequestId } from "../world/aws-ids.ts";
import { type HttpApi, httpApiEvent } from "../world/events/http-api-event.ts";
import type { HttpRequest } from "../world/events/http-request.ts";
import type { JsonObject } from "../world/json.ts";
import type { Ending, Invocation } from "../world/lambda/invocation.ts";
import type { LambdaFunction } from "../world/lambda/lambda-function.ts";
import type { Random } from "../world/random.ts";
import { newTrace } from "../world/trace.ts";
import type { World } from "../world/world.ts";
import { type Footprints, footprintsOf } from "./footprints.ts";

/** An HTTP API in its world. */
export interface Front {
  readonly world: World;
  readonly random: Random;
  readonly api: HttpApi;
}

/** What a customer asks for. Left out: GET, signed in, without parameters, query and body. */
export type Wanted = Pick<HttpRequest, "at" | "customer" | "route"> & Partial<HttpRequest>;

/** Plans a request: the API has it at `wanted.at`, and hands it to the function some milliseconds later. */
export function serveHttpApi(
  { world, random, api }: Front,
  wanted: Wanted,
  by: LambdaFunction,
  handler: (invocation: Invocation, event: JsonObject, request: HttpRequest) => Ending,
): Footprints {
  const request: HttpRequest = {
    requestId: apiRequestId(random),
    trace: newTrace(random, wanted.at),
    method: "GET",
    parameters: {},
    query: {},
    body: null,
    signedIn: true,
    ...wanted,
  };
  const prints = footprintsOf(request);
  const requestId = random.uuid();
  prints.invocations[by.name] = requestId;
  const event = httpApiEvent(api, request);
  const at = request.at + random.between(5, 16);
  world.timeline.at(at, () => {
    const program = (invocation: Invocation): Ending => handler(invocation, event, request);
    const { trace } = request;
    prints.cold = by.invoke({ at, requestId, trace, apiRequestId: request.requestId, program }).cold;
  });
  return prints;
}
