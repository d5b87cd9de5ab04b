import type { Json } from "./json.ts";
import type { Certainty, Key } from "./key.ts";
import type { Gap, LogRecord, Seen } from "./record.ts";
import type { Arrival, EntryKind, HopOutcome, ServiceName, Span, Try, User } from "./span.ts";
import type { Micros } from "./time.ts";
import type { NamedUser } from "./user.ts";

/**
 * One operation on one resource, whoever recorded it. `id` holds the transaction's id and stays when late evidence
 * renumbers the hops. Everything unknown is null.
 */
export interface Hop {
  readonly id: string;
  readonly service: ServiceName;
  readonly resource: string | null;
  readonly operation: string;
  readonly requestId: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** As recorded; `Transaction.skew` says by how much its clock is off. */
  readonly start: Micros;
  readonly end: Micros | null;
  readonly clock: string;
  readonly outcome: HopOutcome;
  readonly decidedBy: string | null;
  readonly attempts: number;
  readonly tries: readonly Try[];
  readonly delivery: number | null;
  readonly dwell: Micros | null;
  readonly error: Seen | null;
  /** The error was logged of something in a batch, and it is not told of which of those that failed. */
  readonly errorOf?: "batch";
  readonly suspect: boolean;
  /** It succeeded as a whole, with failures inside: the caller may not have noticed. */
  readonly partial: boolean;
  readonly drawn: boolean;
  readonly input: Json;
  readonly output: Json;
  readonly environment: Json;
  readonly logs: readonly LogRecord[];
  readonly arrival: Arrival | null;
  readonly named: NamedUser | null;
  readonly keys: readonly Key[];
  readonly sources: readonly string[];
  readonly spans: readonly Span[];
}

/** What was logged of an item that failed in a batch: of it alone, or of something in its batch. */
export interface ItemError {
  readonly seen: Seen;
  readonly of: "item" | "batch";
}

/** The join of two hops by their places in the transaction. `outcome` is that of this item, not of its batch. */
export interface Link {
  readonly parent: number;
  readonly child: number;
  readonly certainty: Certainty;
  readonly by: readonly [sent: Key, received: Key];
  readonly outcome: HopOutcome;
  /** Of an item of a batch that failed: whether it is the one that made it fail. Not there where nothing tells. */
  readonly atFault?: boolean;
  /** Of an item that the function named as failed: what it logged of it, where it logged anything. */
  readonly error?: ItemError;
}

/** A parent that lies in another transaction: what else came in the same batch. */
export interface OutsideLink {
  readonly child: number;
  readonly entry: string | null;
  readonly certainty: Certainty;
  readonly by: readonly [sent: Key, received: Key];
  readonly outcome: HopOutcome;
  readonly atFault?: boolean;
}

export interface Entry {
  readonly hop: number;
  readonly kind: EntryKind;
  readonly arrival: Arrival;
}

/**
 * The hops that came from one entry, flat, in topological order and then by corrected start; links point into that list.
 * A chain of any length needs no recursion.
 */
export interface Transaction {
  readonly id: string;
  readonly hops: readonly Hop[];
  readonly links: readonly Link[];
  /** As many as a batch held items, in each of its transactions: they may be made anew whenever they are asked for. */
  readonly outside: readonly OutsideLink[];
  readonly entry: Entry | null;
  readonly user: User | null;
  /** The lasting connection that the entry is part of, and the event with which it began, where that was read. */
  readonly session: { readonly id: string; readonly input: Json } | null;
  readonly gaps: readonly Gap[];
  /** By clock, what has to be added to its times to put causes before effects. */
  readonly skew: ReadonlyMap<string, Micros>;
}
