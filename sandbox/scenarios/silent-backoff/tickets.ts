import { accessLogLine } from "../../world/access-log.ts";
import type { Customer } from "../../world/customer.ts";
import type { HttpRequest } from "../../world/events/http-request.ts";
import type { RestApi } from "../../world/events/rest-api-event.ts";
import { LambdaFunction } from "../../world/lambda/lambda-function.ts";
import { NODE_22 } from "../../world/lambda/runtime.ts";
import { silent } from "../../world/logging/silent.ts";
import { newTrace } from "../../world/trace.ts";
import type { World } from "../../world/world.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";

export const TICKETS_API: RestApi = {
  id: "t5k1s8h2vd",
  stage: "prod",
  resourceIds: { "/holds": "h0ld5x" },
  userPool: { id: "eu-central-1_Hk2TtQ8sW", clientId: "3c8m1x6q9v4z7b2n5k0t8r1w6y", tokenSeconds: 14_400 },
};

export interface Tickets {
  /** Plans that somebody holds a seat. `hot`: one of the concert that everybody wants. */
  hold(customer: Customer, at: number, hot: boolean): Footprints;
  /** When DynamoDB refused a write to `seats`, as it goes. */
  readonly refusedWrites: readonly number[];
}

/** The function's limit is the API's own: whichever comes first, the answer is a 502 or a 504. */
const LIMIT_MS = 29_000;
const LONGEST_WAIT_MS = 4000;

/** `hold-seat` logs nothing, and its SDK is told to be patient: twelve attempts, with ever longer waits between them. */
export function createTickets(world: World): Tickets {
  const random = world.random.fork("tickets");
  const refusedWrites: number[] = [];
  const holdSeat = new LambdaFunction(world, {
    name: "hold-seat",
    runtime: NODE_22,
    memoryMb: 256,
    initMs: 300,
    style: silent,
    tracing: false,
    variables: { STAGE: "prod", SEATS_TABLE: "seats", AWS_MAX_ATTEMPTS: "12" },
  });

  const backOff = (from: number): void => {
    let at = from + 8;
    for (let waitMs = 500; at < from + LIMIT_MS; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      refusedWrites.push(at);
      at += waitMs * random.between(0.5, 1);
    }
  };

  return {
    refusedWrites,
    hold(customer, at, hot) {
      const trace = newTrace(random, at);
      const request: HttpRequest = {
        at,
        requestId: random.uuid(),
        trace,
        method: "POST",
        route: "/holds",
        parameters: {},
        query: {},
        body: null,
        customer,
        signedIn: true,
      };
      const prints = footprintsOf(request);
      const requestId = random.uuid();
      prints.invocations[holdSeat.name] = requestId;
      const status = hot ? random.pick([502, 504]) : 201;
      const invokedAt = at + random.between(5, 16);
      world.timeline.at(invokedAt, () => {
        const { cold, endedAt } = holdSeat.invoke({
          at: invokedAt,
          requestId,
          trace,
          apiRequestId: request.requestId,
          program(invocation) {
            if (!hot) {
              invocation.works(random.between(12, 40));
              return { returned: { statusCode: 201 } };
            }
            backOff(invocation.now);
            return { timedOutAfterMs: LIMIT_MS };
          },
        });
        prints.cold = cold;
        const answered = { status, latencyMs: endedAt - at, integrationRequestId: requestId };
        world.timeline.at(endedAt + 2, () => {
          const line = accessLogLine(TICKETS_API, request, answered);
          world.logs.write("/aws/apigateway/tickets-api", "access", Math.floor(endedAt + 2), line);
        });
      });
      return prints;
    },
  };
}
