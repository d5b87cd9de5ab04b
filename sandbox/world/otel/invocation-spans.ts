import type { Attributes, RecordedSpan, SpanContext, SpanEvent } from "../../traces/span.ts";
import { AWS_ACCOUNT, arn } from "../aws-account.ts";
import { type Json, objectOf } from "../json.ts";
import type { Runtime } from "../lambda/runtime.ts";
import type { Failure, Said } from "../logging/log-style.ts";
import { segmentId } from "../xray/traces.ts";
import { type MadeCall, recordedCall } from "./call-attributes.ts";
import { type Triggered, triggeredBy } from "./event-attributes.ts";
import type { Spans } from "./spans.ts";

/** An invocation as its instrumentation sees it. Times are epoch ms; what is recorded is on the function's clock. */
export interface InstrumentedInvocation {
  readonly functionName: string;
  readonly runtime: Runtime;
  readonly version: string;
  readonly stream: string;
  readonly memoryMb: number;
  readonly cold: boolean;
  readonly requestId: string;
  /** The trace's root. */
  readonly root: string;
  /** What tells this attempt from others of the same id. */
  readonly segment: string;
  readonly startedAt: number;
  /** How far the function's clock is off. */
  readonly skewMs: number;
}

/** Listens to what a handler is handed, calls and returns, and exports the spans of its invocation. */
export class InvocationSpans {
  readonly #of: InstrumentedInvocation;
  readonly #to: Spans;
  readonly #own: SpanContext;
  #calls = 0;
  #open: { readonly name: string; readonly input: Json; readonly at: number } | null = null;
  #triggered: Triggered = { name: null, kind: "server", attributes: {}, parent: null, links: [] };

  constructor(of: InstrumentedInvocation, to: Spans) {
    this.#of = of;
    this.#to = to;
    this.#own = { traceId: of.root.replace(/^1-|-/g, ""), spanId: segmentId(of.segment, "instrumented") };
  }

  hears(said: Said, at: number): void {
    if (said.what === "event") this.#triggered = triggeredBy(said.event, this.#to);
    if (said.what === "asked") this.#open = { ...said.call, at };
    if (said.what === "answered") this.#called(said.call.name, at, said.output, null);
    if (said.what === "failure" && this.#open !== null) this.#called(this.#open.name, at, null, said.failure);
  }

  /** `returned`: what the handler returned; null where it let an error through. */
  ended(at: number, failure: Failure | null, returned: Json): void {
    if (failure !== null && this.#open !== null) this.#called(this.#open.name, at, null, failure);
    const { functionName, requestId, startedAt, cold } = this.#of;
    const { name, kind, attributes, parent, links } = this.#triggered;
    const { statusCode } = objectOf(returned);
    const status = attributes["faas.trigger"] === "http" && typeof statusCode === "number" ? statusCode : null;
    const refused = status !== null && status >= 500;
    this.#to.record({
      ...this.#common(startedAt, at),
      ...this.#own,
      parentSpanId: parent?.spanId ?? null,
      name: name ?? functionName,
      kind,
      attributes: {
        "faas.invocation_id": requestId,
        "faas.coldstart": cold,
        "cloud.resource_id": arn("lambda", `function:${functionName}`),
        "cloud.account.id": AWS_ACCOUNT.id,
        ...attributes,
        ...(status === null ? {} : { "http.response.status_code": status }),
        ...(refused ? { "error.type": String(status) } : {}),
        ...(failure === null ? {} : { "error.type": failure.name }),
      },
      error: failure === null ? (refused ? "" : null) : failure.message,
      ...(failure === null ? {} : { events: [exception(failure, this.#micros(at))] }),
      ...(links.length === 0 ? {} : { links }),
    });
  }

  #called(name: string, at: number, output: Json, failure: Failure | null): void {
    const { segment, runtime } = this.#of;
    const open = this.#open ?? { input: null, at };
    const call: MadeCall = { name, input: open.input, output, failure };
    const spanId = segmentId(segment, `instrumented call ${this.#calls++}`);
    const context = { traceId: this.#own.traceId, spanId };
    const language = runtime.version.startsWith("python") ? "python" : "javascript";
    this.#to.record({
      ...this.#common(open.at, at),
      ...context,
      parentSpanId: this.#own.spanId,
      ...recordedCall(call, language),
      error: failure === null ? null : failure.message,
      ...(failure === null ? {} : { events: [exception(failure, this.#micros(at))] }),
    });
    this.#to.sent(output, context);
    this.#open = null;
  }

  #common(from: number, to: number): Pick<RecordedSpan, "start" | "durationMicros" | "service" | "resource"> {
    const { functionName } = this.#of;
    const start = this.#micros(from);
    return { start, durationMicros: this.#micros(to) - start, service: functionName, resource: this.#resource() };
  }

  /** https://opentelemetry.io/docs/specs/semconv/resource/faas/, as the detector for Lambda fills it in. */
  #resource(): Attributes {
    const { functionName, version, stream, memoryMb, runtime } = this.#of;
    return {
      "telemetry.sdk.language": runtime.version.startsWith("python") ? "python" : "nodejs",
      "cloud.provider": "aws",
      "cloud.platform": "aws_lambda",
      "cloud.region": AWS_ACCOUNT.region,
      "faas.name": functionName,
      "faas.version": version,
      "faas.instance": stream,
      "faas.max_memory": memoryMb * 1_048_576,
      "aws.log.group.names": [`/aws/lambda/${functionName}`],
    };
  }

  #micros(epochMs: number): number {
    return Math.round((epochMs + this.#of.skewMs) * 1000);
  }
}

/** https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/ */
function exception({ name, message, frames }: Failure, at: number): SpanEvent {
  return {
    name: "exception",
    at,
    attributes: {
      "exception.type": name,
      "exception.message": message,
      "exception.stacktrace": [`${name}: ${message}`, ...frames].join("\n"),
    },
  };
}
