import type { Json } from "./json.ts";

/**
 * The finer word for a kind. Of a dependency: `connection`, `dns`, `tls`, `server-error`, `not-found`. Of a permission:
 * `credentials`. Of a timeout: `own-timeout` (its own limit), `callers-timeout` (whoever waited gave up), `no-answer` (what was
 * called did not answer). Of code: `init` (it never came to run). `backoff`: an SDK that waits for a throttled resource.
 * `poisoned`: a message that fails however often it is delivered. `configuration`: a setting that is missing or differs.
 * `caller`: the caller sent it, and we should have refused it. `cold-start`: a slow request waited for a new instance to start.
 */
export type CauseDetail =
  | "connection"
  | "dns"
  | "tls"
  | "server-error"
  | "not-found"
  | "credentials"
  | "own-timeout"
  | "callers-timeout"
  | "no-answer"
  | "backoff"
  | "init"
  | "poisoned"
  | "configuration"
  | "caller"
  | "cold-start";

/** The limit that a throttled call ran into. `healsItself` is null where that depends on what nobody read. */
export interface LimitView {
  readonly text: string;
  readonly healsItself: boolean | null;
  readonly ends: string;
  readonly source: string;
}

/** The line of the team's own code at which it broke. */
export interface FrameView {
  readonly file: string;
  readonly line: number | null;
  readonly function: string | null;
}

/** What one hop showed of the value, and where in which of its payloads: a dotted path through whatever carries it. */
export interface StepView {
  readonly hop: string;
  readonly state: "bad" | "good" | "none" | "unclear" | "unrecorded";
  readonly value: Json;
  readonly path: string | null;
  readonly in: "input" | "output";
}

export interface FieldView {
  readonly path: string;
  readonly firstBadHop: string | null;
  /** What was seen of the value, from the failure upstream. */
  readonly seen: readonly { readonly hop: string; readonly value: Json }[];
  readonly trailEnds: string | null;
  /** Every hop on the way from the failure upstream, also those where nothing was seen. */
  readonly steps?: readonly StepView[];
}
