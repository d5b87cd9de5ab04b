import type { NewIncident } from "../pagerduty/trigger.ts";
import type { RecordedSpan } from "../traces/span.ts";
import type { Configured } from "../world/configured.ts";
import type { Counted } from "../world/counters.ts";
import type { WrittenStream } from "../world/log-groups.ts";
import type { WrittenSegment } from "../world/xray/traces.ts";

/** An incident of the night with everything that it leaves behind, before and after the alarm. */
export interface Story {
  readonly name: string;
  /** When PagerDuty is triggered, epoch ms. */
  readonly at: number;
  readonly incident: NewIncident;
  /** A stream serves one invocation at a time. */
  readonly streams: readonly WrittenStream[];
  /** What X-Ray would hold, were every request sampled and every handler wrapped by Powertools' tracer. */
  readonly segments: readonly WrittenSegment[];
  /** What a store of traces would hold, were every function instrumented with OpenTelemetry. */
  readonly spans: readonly RecordedSpan[];
  /** What CloudWatch counted meanwhile. */
  readonly counted: readonly Counted[];
  /** How queues, streams, tables and pollers are configured, as far as it is more than that they exist. */
  readonly configured?: Configured;
  /** By name, the environment variables of the functions. */
  readonly functions: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly catalog: StoryCatalog;
  /** The ids of the users that are hit. */
  readonly people: readonly string[];
  readonly ids: StoryIds;
  /** Log groups that may not be read while the incident is looked into. */
  readonly deniedGroups?: readonly string[];
}

/** The ids of one transaction that is worth tracing. Each stands in the lines of both sides. */
export interface StoryIds {
  /** The id that its entry gave it: the API's request id; of a schedule, the id of its event. */
  readonly requestId: string;
  /** The X-Ray trace's root. */
  readonly trace: string;
  /** Lambda request ids, by function. */
  readonly invocations: Readonly<Record<string, string>>;
  /** EventBridge event ids, by detail-type. */
  readonly events: Readonly<Record<string, string>>;
  /** SNS message ids, by topic. */
  readonly notifications: Readonly<Record<string, string>>;
  /** SQS message ids, by queue. */
  readonly messages: Readonly<Record<string, string>>;
}

/** What `wake-or-wait.yml` says of the systems in a story, as plain data: the schema is in src/catalog.ts. */
export interface StoryCatalog {
  readonly timeZone: string;
  /** Where lines are beside those of functions. */
  readonly logs?: { readonly prefixes: readonly string[] };
  readonly apis?: Readonly<Record<string, StoryApi>>;
  readonly functions?: Readonly<Record<string, StoryResource>>;
  readonly queues?: Readonly<Record<string, StoryResource>>;
  readonly topics?: Readonly<Record<string, StoryResource>>;
  readonly buses?: Readonly<Record<string, StoryResource>>;
  readonly schedules?: Readonly<Record<string, StoryResource>>;
  readonly tables?: Readonly<Record<string, StoryResource>>;
  readonly streams?: Readonly<Record<string, StoryResource>>;
  readonly buckets?: Readonly<Record<string, StoryResource>>;
  readonly workflows?: Readonly<Record<string, StoryResource>>;
  readonly users?: { readonly internal?: readonly string[]; readonly paths?: readonly string[] };
}

export interface StoryResource {
  readonly customerFacing?: boolean;
  /** The outside writes to it. */
  readonly entry?: boolean;
  readonly businessCritical?: boolean;
  readonly owner?: string;
  readonly runbook?: string;
}

export interface StoryApi extends StoryResource {
  readonly ids: readonly string[];
  readonly routes: Readonly<Record<string, StoryResource>>;
}

/** Tells a story: the same seed and the same night give the same bytes. `midnight`: epoch ms, UTC. */
export type Tell = (seed: number, midnight: number) => Story;
