import type { Setting } from "../configuration.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Certainty, Key } from "../key.ts";
import type { Seen } from "../record.ts";
import type { HopView } from "../report.ts";
import type { Arrival, EntryKind, HopOutcome, ServiceName } from "../span.ts";
import type { Micros } from "../time.ts";
import type { Limit } from "./limit.ts";

/** What an alert can be about, and what a service's trouble is called. */
export type Signal = "throttle" | "error" | "timeout" | "latency" | "age" | "unknown";

/** A call to the service as the application asked it: an SDK command's input. */
export interface Asked {
  /** The operation, where the input alone tells; the line that logged it may name it too. */
  readonly operation: string | null;
  readonly resource: string | null;
  /** Ids that the caller itself chose and the other side will carry. */
  readonly keys: readonly Key[];
}

/** The service's answer to a call: an SDK command's output. */
export interface Answered {
  readonly operation: string | null;
  /** Ids that the service gave; `sent` where a consumer will receive them. */
  readonly keys: readonly Key[];
  /** A failure inside of a success (`FailedEntryCount`, `UnprocessedItems`), or null. */
  readonly partial: Seen | null;
  /** The HTTP status, where the answer itself holds it and not an SDK's metadata. */
  readonly status?: number;
}

/** One message or request that an event hands over, seen from the one who received it. */
export interface ReceivedItem {
  readonly operation: string;
  readonly resource: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** The ids under which it was handed over. */
  readonly ids: readonly Omit<Key, "role">[];
  /** Ids of what it answers to, as a webhook names the request that caused it. */
  readonly after?: readonly Omit<Key, "role">[];
  /** Ids that everything in the transaction shares. */
  readonly shared: readonly Key[];
  readonly sentAt: Micros | null;
  readonly delivery: number | null;
  readonly input: Json;
  /** A payload that may itself be an event of another service (a notification inside a queue message). */
  readonly inner: Json;
  /** How the operation ended that handed this over, where the event tells; else whatever was delivered went well. */
  readonly ended?: { readonly outcome: HopOutcome; readonly error: Seen | null; readonly output: Json };
}

export interface Received {
  readonly items: readonly ReceivedItem[];
  readonly arrival: Arrival;
}

/** How the service hands work to a function: does it wait, retry by itself, or is it polled? */
export type Delivery = "sync" | "async" | "poll";

/** An operation as far as it tells what was written: a call, or what a consumer saw of it. */
export interface Operation {
  readonly operation: string;
  readonly resource: string | null;
  readonly input: Json;
  readonly output: Json;
  readonly start: Micros;
}

/** Something handed on that carries no id of the call which made it: what that call wrote, and when it ran. */
export interface Change {
  /** The fields that tell it from others; only the consumer's side knows which those are. */
  readonly fields: readonly string[];
  readonly mark: string;
  /** µs since the epoch, both ends included. */
  readonly window: { readonly from: number; readonly to: number };
  /** How sure a link is that is made by this: `content` where nothing is said. */
  readonly certainty?: Certainty;
  /** It is the other operation itself, told once more to somebody else. */
  readonly itself?: boolean;
}

/** How X-Ray records the service. */
export interface XRayNames {
  /** `origin` of its segments. */
  readonly origins: readonly string[];
  /** Those of its origins that are the inside of an operation whose outside another segment records. */
  readonly inside?: readonly string[];
  /** `name` of the subsegments that SDKs and services write for calls to it, in lower case. */
  readonly calls: readonly string[];
  resource(segment: JsonObject): string | null;
  keys?(segment: JsonObject): readonly Key[];
  operation?(segment: JsonObject): string | null;
  arrival?(segment: JsonObject): Arrival;
}

/** How CloudWatch alarms name the service. */
export interface AlarmNames {
  readonly namespace: string;
  /** The dimension that holds the resource's name. */
  readonly dimension: string;
  readonly signals: Readonly<Record<string, Signal>>;
  /** Of its latencies, how many microseconds their unit is; milliseconds where nothing is said. */
  readonly unit?: Micros;
}

/** What a metric tells of a resource. `arrivals`: items that came in; `waiting`: how many lie there; `age`: of the oldest. */
export type Telling = "requests" | "failures" | "throttles" | "dropped" | "arrivals" | "waiting" | "age";

/** A metric that CloudWatch keeps of each resource of a service. */
export interface ServiceMetric {
  readonly namespace: string;
  /** The dimension that holds the resource's name. */
  readonly dimension: string;
  readonly name: string;
  readonly stat: "Sum" | "Maximum";
  readonly tells: Telling;
  /** Of an age, how many microseconds its unit is. */
  readonly unit?: Micros;
  /** A second dimension, without which nothing is kept, and its values. */
  readonly by?: { readonly dimension: string; readonly values: readonly string[] };
}

/** What a hop shows of where its resource is. */
export type ConsoleHop = Pick<
  HopView,
  "resource" | "operation" | "requestId" | "account" | "region" | "startedAt" | "input" | "output" | "streams"
>;

/** Everything known about one AWS service or third party. A new one is a file like the others and a line in the table. */
export interface Service {
  readonly name: ServiceName;
  /** As people write it. */
  readonly title: string;
  /** SDK operations by which log lines name a call to it. */
  readonly operations: ReadonlySet<string>;
  /** Fields beside a logged call that hold the resource's name, in lower case. */
  readonly resourceFields: readonly string[];
  asked?(input: JsonObject): Asked | null;
  /** `paired`: it is known to answer a request to this service, so that less has to be in it. */
  answered?(output: JsonObject, paired: boolean): Answered | null;
  received?(event: JsonObject): Received | null;
  /** What only this service says in its error messages. */
  readonly wording?: RegExp;
  /** How a call ended that answered with this error, where its name alone does not tell. */
  endedBy?(error: Seen): HopOutcome | null;
  /** Which limit a throttled call ran into, where its error tells. */
  limitOfError?(error: Seen): Limit | null;
  /** Which limit a metric of throttles counts, where it counts one alone. */
  limitOfMetric?(name: string): Limit | null;
  /** It is not the provider's own: that it fails says nothing of others. */
  readonly foreign?: true;
  /** The resource that refused a call, where the error itself names it. */
  refusedBy?(error: JsonObject): string | null;
  readonly delivery?: Delivery;
  /** An item that fails holds back those that came after it: they are delivered again with it. */
  readonly ordered?: boolean;
  /** What people call that in which work waits to be polled. */
  readonly waitsIn?: "queue" | "stream";
  /** Operations whose caller does not wait for the work to be done. */
  readonly unawaited?: ReadonlySet<string>;
  /** How often a piece of work that was handed over is tried in all, where nothing else is configured. */
  readonly attempts?: number;
  readonly xray?: XRayNames;
  readonly alarms?: readonly AlarmNames[];
  readonly metrics?: readonly ServiceMetric[];
  /** By `service:Operation`, what the answer of a read-only operation says of how resources are configured. */
  readonly describe?: Readonly<Record<string, (input: Json, output: Json) => readonly Setting[]>>;
  /** The log group in which a resource writes by default. */
  logGroup?(resource: string): string;
  /** Where the catalog names its resources. */
  readonly catalog?:
    | "apis"
    | "functions"
    | "queues"
    | "topics"
    | "buses"
    | "schedules"
    | "tables"
    | "streams"
    | "buckets"
    | "workflows";
  /** What a request is that begins at a resource of it, where the catalog says so and nothing that came in tells. */
  readonly begins?: EntryKind;
  /** What a change, which carries no id of the call that made it, has to be looked for by. */
  changed?(item: Operation): Change | null;
  /** The marks of what a call wrote. `fieldsOf`: by which fields changes of a resource are told apart. */
  wrote?(call: Operation, fieldsOf: (resource: string) => Iterable<readonly string[]>): readonly string[];
  /** Whether a call that wrote there wrote just this; null where one of the two does not show it. */
  wroteJust?(call: Operation, item: Operation): boolean | null;
  /** What stands in the lines of whoever made this, where it carries none of their ids. */
  writtenBeside?(item: Operation): readonly string[];
  /** Words without which a line shows no change, and no write: a cheap look before payloads are read. */
  readonly contentWords?: { readonly changed: RegExp; readonly wrote: RegExp };
  /**
   * The id of the lasting session (a connection) that an event or a call belongs to. Who it is was said when it began, and
   * holds for all of it; its parts are requests of their own all the same.
   */
  sessionOf?(one: Operation): string | null;
  /** Words without which a line shows no beginning of a session. */
  readonly sessionWords?: RegExp;
  /** The resource that answers under one of AWS's own host names. */
  resourceAt?(host: string): string | null;
  /** The page of AWS's console about what the hop is of; null where that does not follow from the hop for sure. */
  console?(hop: ConsoleHop): string | null;
  /** The outcome that callers see where only the function behind it was recorded. */
  throughCallee?(callee: HopOutcome): HopOutcome;
}
