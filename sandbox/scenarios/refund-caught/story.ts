import type { Alarm } from "../../world/cloudwatch-alarm.ts";
import { createCustomers } from "../../world/customer.ts";
import type { JsonObject } from "../../world/json.ts";
import { LambdaFunction } from "../../world/lambda/lambda-function.ts";
import { PYTHON_313 } from "../../world/lambda/runtime.ts";
import type { Failure } from "../../world/logging/log-style.ts";
import { pythonText } from "../../world/logging/python-text.ts";
import { newTrace } from "../../world/trace.ts";
import { createWorld } from "../../world/world.ts";
import { clockTime, scattered, spread } from "../arrivals.ts";
import { done } from "../endings.ts";
import { type Footprints, footprintsOf } from "../footprints.ts";
import { handOver } from "../hand-over.ts";
import { smallStory } from "../small-story.ts";
import type { Story, StoryCatalog } from "../story.ts";
import { Execution } from "./execution.ts";

const MACHINE = "refund-flow";
const CAUGHT = 20;
const BETWEEN_MS = 2000;

const CATALOG: StoryCatalog = {
  timeZone: "UTC",
  workflows: { [MACHINE]: { entry: true, customerFacing: true, owner: "refunds team" } },
  functions: { "pay-back": { owner: "refunds team" }, "pay-later": { owner: "refunds team" } },
  users: { paths: ["refund.customerId"] },
  logs: { prefixes: ["/aws/lambda/", "/aws/apigateway/", "/aws/vendedlogs/states/"] },
};

const ALARM: Alarm = {
  name: "Function fails (pay-back)",
  description: "Errors in each of the last three minutes.",
  namespace: "AWS/Lambda",
  metric: "Errors",
  dimension: { name: "FunctionName", value: "pay-back" },
  periodSeconds: 60,
  periods: 3,
  threshold: 1,
};

/** 21:20. A bank does not answer, and a workflow catches it: it pays tomorrow. The README has the story. */
export function tellRefundCaught(seed: number, midnight: number): Story {
  const world = createWorld(seed);
  const random = world.random.fork("refund-caught");
  const at = (clock: string): number => clockTime(midnight, clock);
  const customers = createCustomers(random.fork("customers"), { count: CAUGHT + 60, before: at("20:30:00") });
  const common = { runtime: PYTHON_313, memoryMb: 256, initMs: 400, style: pythonText, tracing: true };
  const payBack = new LambdaFunction(world, { ...common, name: "pay-back", variables: { STAGE: "prod" } });
  const payLater = new LambdaFunction(world, { ...common, name: "pay-later", variables: { STAGE: "prod" } });
  const errors: number[] = [];

  const refund = (customerId: string, startedAt: number, refused: boolean): Footprints => {
    const trace = { ...newTrace(random, startedAt), sampled: true };
    const execution = new Execution(world, MACHINE, random.uuid(), startedAt);
    const prints = footprintsOf({ requestId: execution.arn, trace });
    const input = { refund: { customerId, cents: random.int(300, 9000), order: `ord_${random.hex(8)}` } };

    const enters = (when: number, name: string): void => {
      execution.tells(when, "TaskStateEntered", { name, input: JSON.stringify(input) });
    };
    const ends = (when: number, name: string, output: JsonObject): void => {
      execution.tells(when, "TaskStateExited", { name, output: JSON.stringify(output) });
      execution.tells(when + 1, "ExecutionSucceeded", { output: JSON.stringify(output) });
    };
    const putsOff = (when: number): void => {
      execution.tells(when, "TaskStateExited", { name: "PayBack", output: JSON.stringify(input) });
      enters(when + 1, "PayLater");
      runs(payLater, when + 2, (endedAt) => ends(endedAt, "PayLater", { queued: true }));
    };
    const runs = (by: LambdaFunction, when: number, then: (endedAt: number) => void, attempt = 1): void => {
      const requestId = random.uuid();
      prints.invocations[by.name] ??= requestId;
      execution.schedules(when, by.name, input);
      const fails = refused && by === payBack;
      const handed = { at: when + 20, requestId, trace, event: input };
      handOver(
        world,
        by,
        handed,
        (invocation) => {
          invocation.works(random.between(40, 120));
          if (!fails) return done(invocation, { ok: true });
          errors.push(invocation.now);
          return { threw: NO_ANSWER };
        },
        ({ endedAt, cold }) => {
          prints.cold ||= cold;
          world.timeline.at(endedAt + 15, () => {
            if (!fails) {
              execution.succeeds(endedAt + 15, requestId, { ok: true });
              then(endedAt + 18);
              return;
            }
            execution.fails(endedAt + 15, NO_ANSWER.name, causeOf(requestId));
            // Retry with MaxAttempts 1, and then Catch.
            const next = endedAt + 15 + BETWEEN_MS;
            if (attempt === 1) world.timeline.at(next, () => runs(by, next, then, 2));
            else putsOff(endedAt + 18);
          });
        },
      );
    };
    world.timeline.at(startedAt, () => {
      execution.tells(startedAt, "ExecutionStarted", {
        input: JSON.stringify(input),
        inputDetails: { truncated: false },
        roleArn: "arn:aws:iam::111122223333:role/refund-flow",
      });
      enters(startedAt + 3, "PayBack");
      runs(payBack, startedAt + 4, (endedAt) => ends(endedAt, "PayBack", { paid: true }));
    });
    return prints;
  };

  const hit = customers.slice(0, CAUGHT);
  const prints = spread(random, CAUGHT, at("21:12:00"), at("21:18:20")).map((when, i) =>
    refund(hit[i]?.sub ?? "", when, true),
  );
  for (const when of scattered(random, 80, at("20:50:00"), at("21:20:00"))) {
    refund(random.pick(customers.slice(CAUGHT)).sub, when, false);
  }
  return smallStory({
    name: "refund-caught",
    world,
    midnight,
    clock: "21:20:00",
    id: "QREFUNDCAUGHT",
    service: "PBILL03",
    alarm: ALARM,
    counted: errors,
    catalog: CATALOG,
    people: hit.map(({ sub }) => sub),
    prints,
  });
}

const NO_ANSWER: Failure = {
  name: "ConnectionError",
  message:
    "HTTPSConnectionPool(host='bank.example', port=443): Max retries exceeded with url: /v1/credits (Caused by NewConnectionError('Failed to establish a new connection: [Errno 111] Connection refused'))",
  frames: [
    '  File "/var/task/pay_back.py", line 18, in handler',
    "    credit(event)",
    '  File "/var/task/pay_back.py", line 31, in credit',
    '    requests.post(f"{BANK_URL}/v1/credits", json=body, timeout=5)',
    '  File "/var/task/requests/adapters.py", line 677, in send',
    "    raise ConnectionError(e, request=request)",
  ],
  fields: {},
};

/** What Python's runtime tells whoever waits for the invocation. */
function causeOf(requestId: string): JsonObject {
  const stackTrace = [0, 2, 4].map((i) => `${NO_ANSWER.frames[i]}\n${NO_ANSWER.frames[i + 1]}\n`);
  return { errorMessage: NO_ANSWER.message, errorType: NO_ANSWER.name, requestId, stackTrace };
}
