import type { Json } from "./json.ts";
import type { Gap, LogRecord, Recorded } from "./record.ts";
import type { Micros } from "./time.ts";
import type { NamedUser } from "./user.ts";

/** The services that a hop can be, as they are written in reports. */
export const SERVICES = [
  "apigateway",
  "alb",
  "function-url",
  "appsync",
  "lambda",
  "ecs",
  "sqs",
  "sns",
  "eventbridge",
  "scheduler",
  "s3",
  "dynamodb",
  "kinesis",
  "firehose",
  "stepfunctions",
  "kafka",
  "ses",
  "cognito",
  "iot",
  "http",
  "service",
  "other",
] as const;
export type ServiceName = (typeof SERVICES)[number];

/** How one operation ended. Never a guess: `unknown` where nobody recorded an end. */
export type HopOutcome = "ok" | "error" | "throttled" | "timeout" | "unknown";

/**
 * Who says how an operation ended: the access log of an API, the recorded answer of a program behind one, or whoever else recorded it.
 */
export type Witness = "access-log" | "response" | "recorder";

export const FAILING: ReadonlySet<HopOutcome> = new Set(["error", "throttled", "timeout"]);

/** The sort of thing a transaction begins with. */
export type EntryKind =
  | "http"
  | "websocket"
  | "graphql"
  | "schedule"
  | "queue"
  | "topic"
  | "event"
  | "storage"
  | "stream"
  | "workflow"
  | "invoke"
  | "unknown";

/** Those at which somebody waits for an answer. */
export const ANSWERED: ReadonlySet<EntryKind> = new Set<EntryKind>(["http", "websocket", "graphql"]);

/** Who sent the request, and the path at which the entry recorded it. */
export interface User {
  readonly id: string;
  readonly kind: "person" | "tenant" | "machine";
  readonly from: string;
}

/** What an event tells of the request that it belongs to, where it is the entry of a transaction. Unknown parts are null. */
export interface Arrival {
  readonly kind: EntryKind;
  readonly method: string | null;
  /** The route's template, as the service knows it; null where only the path was recorded. */
  readonly route: string | null;
  readonly path: string | null;
  /** The plain name under which people know the entry where it is not HTTP: a rule, a schedule, a queue. */
  readonly name: string | null;
  readonly user: User | null;
  readonly userAgent: string | null;
  readonly clientAddress: string | null;
  /** What a tracer says it came in by, where no hop of that was recorded: an API by its id. */
  readonly through?: { readonly service: ServiceName; readonly resource: string } | undefined;
  /** Signed with AWS credentials: the caller is a program of ours, or a partner's, not an end user. */
  readonly signed: boolean;
  /**
   * A source outside of the application starts it by itself: nobody sent it. `failing`: it is a part of a request that shows
   * itself elsewhere, if it does not fail here.
   */
  readonly root: boolean | "failing";
}

export type SpanKind = "server" | "client" | "producer" | "consumer" | "internal";

/** One attempt at an operation. */
export interface Try {
  readonly start: Micros;
  readonly end: Micros | null;
  readonly outcome: HopOutcome;
}

/**
 * One timed operation, from any source, in one shape. `input`, `output`, `environment`: null = not recorded.
 * `clock` names whose clock `start` and `end` were read from, so that two clocks can be told apart.
 */
export interface Span extends Recorded {
  readonly kind: SpanKind;
  readonly service: ServiceName;
  readonly resource: string | null;
  readonly operation: string;
  readonly requestId: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly start: Micros;
  readonly end: Micros | null;
  readonly clock: string;
  readonly outcome: HopOutcome;
  readonly witness: Witness;
  /** What decided the outcome, in words for a person; null where nothing spoke. */
  readonly decidedBy: string | null;
  readonly attempts: number;
  readonly tries: readonly Try[];
  /** The count of deliveries of a queued message, this one included; null where the service does not count. */
  readonly delivery: number | null;
  /** How long the item waited before this operation began. */
  readonly dwell: Micros | null;
  readonly input: Json;
  readonly output: Json;
  readonly environment: Json;
  readonly logs: readonly LogRecord[];
  readonly arrival: Arrival | null;
  /** Which instrumentation told it, where that may have left out others like it: how many there were does not follow. */
  readonly traced?: "otel" | "xray";
  /** Whose request it is in the recorder's own words. What an event proves stands in `arrival`, and goes before it. */
  readonly named: NamedUser | null;
  /** An ERROR line, or another sign of failure, in an operation that did not fail by any surer one. */
  readonly suspect: boolean;
  /** It succeeded as a whole, with failures inside: the caller may not have noticed. */
  readonly partial: boolean;
  /** Seen only in what somebody else received: the operation itself was recorded by nobody. */
  readonly drawn: boolean;
  readonly gaps: readonly Gap[];
}
