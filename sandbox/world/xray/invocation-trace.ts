import { AWS_ACCOUNT, arn } from "../aws-account.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Failure, Said } from "../logging/log-style.ts";
import { aws, remote, type TracedCall } from "./call-subsegment.ts";
import { exceptionOf } from "./exception.ts";
import { seconds, segmentId, type Traces } from "./traces.ts";

/** An invocation as its two segments tell it. Times are epoch ms; those of the function's own segment are on its clock. */
export interface TracedInvocation {
  readonly functionName: string;
  readonly requestId: string;
  /** The trace's root. */
  readonly root: string;
  /** The function's own segment. */
  readonly segment: string;
  /** The call that it answers, as far as that was handed on; null where it is the first of its trace. */
  readonly parent: string | null;
  /** 1 is the first; null where the caller waits, and tries by itself. */
  readonly attempt: number | null;
  /** When Lambda had the event, and when the code began. */
  readonly at: number;
  readonly startedAt: number;
  /** How far the function's clock is off. */
  readonly skewMs: number;
}

/** Listens to what a handler says, and writes the segments of its invocation. */
export class InvocationTrace {
  readonly #of: TracedInvocation;
  readonly #calls: JsonObject[] = [];
  #open: { readonly name: string; readonly input: TracedCall["input"]; readonly at: number } | null = null;
  #metadata: JsonObject = {};

  constructor(of: TracedInvocation) {
    this.#of = of;
  }

  hears(said: Said, at: number): void {
    if (said.what === "asked") this.#open = { ...said.call, at };
    if (said.what === "answered") this.#called(said.call.name, at, said.output, null);
    if (said.what === "failure" && this.#open !== null) this.#called(this.#open.name, at, null, said.failure);
    if (said.what === "result") this.#metadata = { metadata: { [this.#of.functionName]: captured(said.result) } };
  }

  /** `failure`: the error that the handler let through. */
  end(traces: Traces, endedAt: number, failure: Failure | null): void {
    const { functionName, requestId, root, segment, parent, attempt, at, startedAt, skewMs } = this.#of;
    if (failure !== null && this.#open !== null) this.#called(this.#open.name, endedAt, null, failure);
    const service = segmentId(root, requestId, "service");
    const tried = segmentId(service, `attempt ${attempt}`);
    const failed = failure === null ? {} : { error: true };
    const common = { trace_id: root, name: functionName };
    const functionArn = arn("lambda", `function:${functionName}`);
    const times = { start_time: seconds(at), end_time: seconds(endedAt) };
    const attempts = attempt === null ? [] : [{ id: tried, name: `Attempt #${attempt}`, ...times, ...failed }];
    traces.write(
      {
        ...common,
        // Of an event that is tried again each attempt is a segment here; X-Ray grows one.
        id: attempt === null || attempt === 1 ? service : segmentId(service, String(attempt)),
        ...(parent === null ? {} : { parent_id: parent }),
        ...times,
        ...failed,
        http: { response: { status: attempt === null ? 200 : 202 } },
        aws: { request_id: requestId },
        origin: "AWS::Lambda",
        resource_arn: functionArn,
        ...(attempts.length === 0 ? {} : { subsegments: attempts }),
      },
      endedAt,
    );
    const [from, to] = [seconds(startedAt + skewMs), seconds(endedAt + skewMs)];
    const handler = {
      id: segmentId(segment, "handler"),
      name: "## index.handler",
      start_time: from,
      end_time: to,
      ...(this.#calls.length === 0 ? {} : { subsegments: this.#calls }),
      ...this.#metadata,
    };
    const invocation = {
      id: segmentId(segment, "invocation"),
      name: "Invocation",
      start_time: from,
      end_time: to,
      aws: { function_arn: functionArn },
      subsegments: [handler],
    };
    traces.write(
      {
        ...common,
        id: segment,
        parent_id: attempt === null ? service : tried,
        start_time: from,
        end_time: to,
        ...failed,
        ...(failure === null ? {} : { cause: { exceptions: [exceptionOf(failure, segment)] } }),
        aws: { account_id: AWS_ACCOUNT.id, function_arn: functionArn, resource_names: [functionName] },
        origin: "AWS::Lambda::Function",
        subsegments: [invocation],
      },
      endedAt,
    );
  }

  #called(name: string, at: number, output: TracedCall["output"], failure: Failure | null): void {
    const { segment, skewMs } = this.#of;
    const open = this.#open ?? { input: null, at };
    const call: TracedCall = {
      id: segmentId(segment, `call ${this.#calls.length}`),
      name,
      input: open.input,
      output,
      failure,
      from: seconds(open.at + skewMs),
      to: seconds(at + skewMs),
    };
    this.#calls.push(/^[A-Z]+ https?:/.test(name) ? remote(call) : aws(call));
    this.#open = null;
  }
}

/** As Powertools' tracer captures what a handler returns. https://docs.aws.amazon.com/powertools/typescript/latest/features/tracer/ */
function captured(result: Json): JsonObject {
  return { "index.handler response": result };
}
