import { AWS_ACCOUNT, arn } from "../aws-account.ts";
import { roleId } from "../aws-ids.ts";
import type { Failure, LogStyle, Said, Speaker, SpeakerInvocation } from "../logging/log-style.ts";
import { type InstrumentedInvocation, InvocationSpans } from "../otel/invocation-spans.ts";
import type { Random } from "../random.ts";
import { type Trace, traceHeader } from "../trace.ts";
import type { World } from "../world.ts";
import { InvocationTrace } from "../xray/invocation-trace.ts";
import { EnvironmentPool, type ExecutionEnvironment } from "./environment-pool.ts";
import { type Ending, Invocation, type Program } from "./invocation.ts";
import { platformJson } from "./platform-json.ts";
import type { PlatformLines, Start } from "./platform-lines.ts";
import { platformText } from "./platform-text.ts";
import type { Runtime } from "./runtime.ts";

export interface NewFunction {
  readonly name: string;
  readonly runtime: Runtime;
  readonly memoryMb: number;
  /** How long an environment usually takes to begin, ms. */
  readonly initMs: number;
  readonly style: LogStyle;
  /** Active tracing: a sampled trace is named on the report line of the text format. */
  readonly tracing: boolean;
  /** Its own environment variables; Lambda's are added. */
  readonly variables: Readonly<Record<string, string>>;
  /** The published version behind its alias `live`; without one its latest code runs. */
  readonly version?: string;
}

export interface NewInvocation {
  /** When the service hands the event over, epoch ms. */
  readonly at: number;
  readonly requestId: string;
  readonly trace: Trace;
  /** The API's id of the request; null where no API sent it. */
  readonly apiRequestId: string | null;
  /** The segment of the call that it answers, where that is handed on. */
  readonly parent?: string;
  /** Of an asynchronous invocation; 1 is the first. */
  readonly attempt?: number;
  readonly program: Program;
}

export interface Invoked {
  /** Its environment began with it, and so logged its variables. */
  readonly cold: boolean;
  /** The handler let an error through, or was cut off. */
  readonly threw: boolean;
  /** Epoch ms. */
  readonly endedAt: number;
}

const KILLED = "Runtime exited with error: signal: killed";
/** How far a function's clock may be off, ms. */
const SKEW_MS = 8;
/** What an environment still has to do after its report, ms. */
const SETTLES_MS = 2;

/** A function of Lambda. Its invocations have to be made in the order of time: that decides which environment is free. */
export class LambdaFunction {
  readonly name: string;
  /** The id of its role and its name: how SQS names it as a sender. */
  readonly senderId: string;
  readonly #made: NewFunction;
  readonly #world: World;
  readonly #random: Random;
  readonly #pool: EnvironmentPool;
  readonly #platform: PlatformLines;
  readonly #skewMs: number;
  #version: string;

  constructor(world: World, made: NewFunction) {
    this.name = made.name;
    this.#made = made;
    this.#world = world;
    this.#random = world.random.fork(`function ${made.name}`);
    this.senderId = `${roleId(this.#random)}:${made.name}`;
    this.#pool = new EnvironmentPool(this.#random.fork("environments"));
    this.#platform = made.style.format === "json" ? platformJson : platformText;
    this.#skewMs = this.#random.int(-SKEW_MS, SKEW_MS);
    this.#version = made.version ?? "$LATEST";
    world.functions.set(made.name, made.variables);
  }

  /** The alias points to another version from now on. */
  deploy(version: string): void {
    this.#version = version;
  }

  invoke(asked: NewInvocation): Invoked {
    const { at, requestId, trace, apiRequestId, program } = asked;
    const { environment, cold } = this.#pool.take(this.#version, at);
    const initMs = cold ? this.#begin(environment, at) : null;
    const startedAt = at + (initMs ?? 0);
    const start: Start = { requestId, version: environment.version, trace, segment: this.#random.hex(16) };
    this.#write(environment, startedAt, (time) => this.#platform.start(start, time));

    const speaker = { requestId, cold, traceHeader: traceHeader(trace, start.segment), apiRequestId };
    const traced = this.#traced(asked, start.segment, startedAt);
    const instrumented = this.#instrumented(environment, { ...start, root: trace.root, cold, startedAt });
    const invocation = new Invocation(startedAt + this.#random.between(0.4, 2), speaker, (said, time, who) => {
      this.#say(environment, said, time, who);
      traced.hears(said, time);
      instrumented.hears(said, time);
    });
    if (cold && this.#made.style.environmentAt === "invocation") invocation.says(this.#environmentOf(environment));
    const ending = program(invocation);
    const threw = "threw" in ending;
    if (threw) this.#crash(environment, ending.threw, invocation.now, { ...speaker, keys: {} });

    const killed = "killed" in ending;
    const timedOut = "timedOutAfterMs" in ending;
    const endedAt = timedOut ? startedAt + ending.timedOutAfterMs : invocation.now + this.#random.between(0.2, 1);
    const end = {
      ...start,
      failed: threw,
      timedOut,
      killed,
      durationMs: endedAt - startedAt,
      initMs,
      memoryMb: this.#made.memoryMb,
      maxMemoryMb: killed ? this.#made.memoryMb : Math.round(this.#made.memoryMb * environment.peak),
      tracing: this.#made.tracing,
      producedBytes: "returned" in ending ? Buffer.byteLength(JSON.stringify(ending.returned)) : 0,
    };
    for (const line of this.#platform.end(end, this.#clock(endedAt))) this.#write(environment, endedAt, () => line);
    traced.end(this.#world.traces, endedAt, failureOf(ending));
    // Whoever is cut off exports nothing more.
    if (threw) instrumented.ended(invocation.now, ending.threw, null);
    else if ("returned" in ending) instrumented.ended(invocation.now, null, ending.returned);
    environment.freeAt = endedAt + SETTLES_MS;
    this.#count("Invocations", startedAt, 1);
    const failed = threw || timedOut || killed;
    this.#count("Errors", startedAt, failed ? 1 : 0);
    return { cold, threw: failed, endedAt };
  }

  #traced(
    { requestId, trace, parent, attempt, at }: NewInvocation,
    segment: string,
    startedAt: number,
  ): InvocationTrace {
    return new InvocationTrace({
      functionName: this.name,
      requestId,
      root: trace.root,
      segment,
      parent: parent ?? null,
      attempt: attempt ?? null,
      at,
      startedAt,
      skewMs: this.#skewMs,
    });
  }

  #instrumented(
    { version, stream }: ExecutionEnvironment,
    invocation: Pick<InstrumentedInvocation, "requestId" | "segment" | "root" | "cold" | "startedAt">,
  ): InvocationSpans {
    const { runtime, memoryMb } = this.#made;
    const [functionName, skewMs] = [this.name, this.#skewMs];
    const of = { ...invocation, functionName, runtime, memoryMb, version, stream, skewMs };
    return new InvocationSpans(of, this.#world.spans);
  }

  /** Writes what a cold start writes, and returns how long it took, ms. */
  #begin(environment: ExecutionEnvironment, at: number): number {
    const { runtime, style, initMs: usualMs } = this.#made;
    const initMs = this.#random.around(usualMs, usualMs / 12);
    const init = { runtime, functionName: this.name, version: environment.version };
    this.#write(environment, at, (time) => this.#platform.init(init, time));
    if (style.environmentAt === "load")
      this.#say(environment, this.#environmentOf(environment), at + initMs * 0.9, null);
    return initMs;
  }

  #say(environment: ExecutionEnvironment, said: Said, at: number, invocation: SpeakerInvocation | null): void {
    const speaker = this.#speaker(environment, invocation);
    this.#write(environment, at, (time) => this.#made.style.line(said, speaker, time));
  }

  #crash(environment: ExecutionEnvironment, failure: Failure, at: number, invocation: SpeakerInvocation): void {
    const speaker = this.#speaker(environment, invocation);
    this.#write(environment, at, (time) => this.#made.style.crash(failure, speaker, time));
  }

  #speaker({ hostname }: ExecutionEnvironment, invocation: SpeakerInvocation | null): Speaker {
    const { memoryMb, version } = this.#made;
    const functionArn = arn("lambda", `function:${this.name}${version === undefined ? "" : ":live"}`);
    return { functionName: this.name, functionArn, memoryMb, hostname, invocation };
  }

  #write({ stream }: ExecutionEnvironment, at: number, lineAt: (time: number) => string | null): void {
    const time = this.#clock(at);
    const line = lineAt(time);
    if (line !== null) this.#world.logs.write(`/aws/lambda/${this.name}`, stream, time, line);
  }

  #count(metric: string, at: number, value: number): void {
    this.#world.counters.count("AWS/Lambda", metric, { FunctionName: this.name }, at, value);
  }

  /** The time on the function's own clock. */
  #clock(at: number): number {
    return Math.floor(at + this.#skewMs);
  }

  #environmentOf({ version, stream }: ExecutionEnvironment): Said {
    const { runtime, memoryMb, variables } = this.#made;
    return {
      what: "environment",
      variables: {
        ...variables,
        AWS_REGION: AWS_ACCOUNT.region,
        AWS_EXECUTION_ENV: runtime.executionEnvironment,
        AWS_LAMBDA_FUNCTION_NAME: this.name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        AWS_LAMBDA_FUNCTION_VERSION: version,
        AWS_LAMBDA_LOG_STREAM_NAME: stream,
      },
    };
  }
}

function failureOf(ending: Ending): Failure | null {
  if ("threw" in ending) return ending.threw;
  if ("returned" in ending) return null;
  if ("killed" in ending) return { name: "Runtime.ExitError", message: KILLED, frames: [], fields: {} };
  const message = `Task timed out after ${(ending.timedOutAfterMs / 1000).toFixed(2)} seconds`;
  return { name: "Timeout", message, frames: [], fields: {} };
}
