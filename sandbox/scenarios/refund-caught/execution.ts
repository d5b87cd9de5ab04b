import { AWS_ACCOUNT, arn } from "../../world/aws-account.ts";
import type { JsonObject } from "../../world/json.ts";
import type { World } from "../../world/world.ts";

const GROUP = "/aws/vendedlogs/states/refund-flow-Logs";

/** An execution of a workflow, as Step Functions logs it. */
export class Execution {
  readonly arn: string;
  readonly #world: World;
  readonly #stream: string;
  #id = 0;

  /** `name`: a UUID, as whoever starts it without a name of its own is given. */
  constructor(world: World, machine: string, name: string, startedAt: number) {
    this.arn = arn("states", `execution:${machine}:${name}`);
    this.#world = world;
    const minute = new Date(startedAt).toISOString().slice(0, 16).replace(/[T:]/g, "-");
    this.#stream = `states/${machine}/${minute}/${name.slice(0, 8)}`;
  }

  /**
   * One event, which follows from the one before it. At level ALL, with execution data.
   * https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
   */
  tells(at: number, type: string, details: JsonObject): void {
    const timestamp = Math.floor(at);
    const line: JsonObject = {
      id: String(this.#id + 1),
      type,
      details,
      previous_event_id: String(this.#id),
      event_timestamp: String(timestamp),
      execution_arn: this.arn,
      redrive_count: "0",
    };
    this.#id++;
    this.#world.logs.write(GROUP, this.#stream, timestamp, JSON.stringify(line));
  }

  schedules(at: number, functionName: string, payload: JsonObject): void {
    const parameters = JSON.stringify({ FunctionName: arn("lambda", `function:${functionName}`), Payload: payload });
    const task = { resourceType: "lambda", resource: "invoke" };
    this.tells(at, "TaskScheduled", { ...task, region: AWS_ACCOUNT.region, parameters });
    this.tells(at + 12, "TaskStarted", task);
  }

  fails(at: number, error: string, cause: JsonObject): void {
    this.tells(at, "TaskFailed", { resourceType: "lambda", resource: "invoke", error, cause: JSON.stringify(cause) });
  }

  succeeds(at: number, requestId: string, payload: JsonObject): void {
    const output = JSON.stringify({
      ExecutedVersion: "$LATEST",
      Payload: payload,
      SdkHttpMetadata: { HttpHeaders: { "x-amzn-RequestId": requestId }, HttpStatusCode: 200 },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: 200,
    });
    this.tells(at, "TaskSucceeded", {
      resourceType: "lambda",
      resource: "invoke",
      output,
      outputDetails: { truncated: false },
    });
  }
}
