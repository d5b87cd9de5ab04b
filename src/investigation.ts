import type { Decision, Kept, Report, Shown } from "./report.ts";
import { type Micros, micros } from "./time.ts";

/** A person as the system that named them does. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** One of the priorities that a PagerDuty account has. */
export type Priority = Person;

/** What PagerDuty says of an incident at a moment. */
export interface IncidentState {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly status: "triggered" | "acknowledged" | "resolved";
  readonly urgency: string | null;
  readonly service: string | null;
  readonly escalationPolicy: string | null;
  readonly assignees: readonly Person[];
  /** The id of its priority. */
  readonly priority: string | null;
  /** The dedup key of its first alert. */
  readonly key: string | null;
  readonly createdAt: Micros;
}

/** Something that somebody pressed and PagerDuty could not be asked for yet. */
export interface Queued {
  /** The press, by its id. */
  readonly id: string;
  readonly at: Micros;
  /** The Slack user, and where to answer them. */
  readonly user: string;
  readonly channel: string | null;
  readonly thread: string | null;
}

/**
 * Something that happened to an incident: a webhook's event, or a press. `id` is the same however often it is delivered.
 * `did` says what in a past participle ("acknowledged"), or null where it is nothing that people need to be told.
 */
export interface Happening {
  readonly id: string;
  readonly at: Micros;
  readonly incident: IncidentState;
  /** Further incidents to which the same happened, as they are after it. */
  readonly also: readonly IncidentState[];
  readonly did: string | null;
  readonly who: string | null;
  /** What is to be done because of it, at once. */
  readonly wants: Step | null;
  /** Whether the verdict was right, where that is what somebody said. */
  readonly right?: boolean;
  /** What has to wait until PagerDuty can be asked. */
  readonly queues?: Queued;
}

/** What time does with an investigation: each a file in `handlers/due/`. */
export const STEPS = ["show", "investigate", "fold", "reconcile", "acknowledge", "sweep", "inventory"] as const;
export type Step = (typeof STEPS)[number];

/** The row of what is found out beforehand: like any other it has a due time and a lease, and it is about no incident. */
export const INVENTORY: IncidentState = {
  id: "inventory",
  title: "Which functions use what",
  url: "",
  status: "resolved",
  urgency: null,
  service: null,
  escalationPolicy: null,
  assignees: [],
  priority: null,
  key: null,
  createdAt: micros(0),
};

/** So many deeds of an incident are remembered, the newest. */
export const MOST_DEEDS = 20;

/** A line of the message's memory: who did what, when. */
export interface Done {
  readonly at: Micros;
  readonly did: string;
  readonly who: string | null;
  /** To which incidents, by id. */
  readonly of: readonly string[];
}

/** What somebody said afterwards of a verdict; of one person the last word counts. */
export interface Answer {
  readonly at: Micros;
  readonly by: string;
  readonly decision: Decision;
  readonly right: boolean;
}

/** An incident that is remembered by how it failed, and what was decided of it then. */
export interface Past {
  readonly investigation: string;
  readonly at: Micros;
  readonly title: string;
  readonly decision: Decision;
  /** Where its message stands. */
  readonly channel: string;
  readonly root: string;
}

/** The last time that something failed alike, as the message tells of it. */
export interface Before extends Pick<Past, "at" | "title" | "decision"> {
  /** How often it is remembered, that time included. */
  readonly times: number;
  readonly url: string | null;
}

export const PICTURES = ["map", "chart", "waterfall"] as const;
export type PictureName = (typeof PICTURES)[number];

/** A picture that Slack has: what was drawn, as a hash, so that nothing is uploaded twice, and what it says in words. */
export interface Uploaded {
  readonly hash: string;
  readonly file: string;
  readonly alt: string;
}

/** What the message with the virtual stack trace shows: where it is reached, and the numbers of its hops, by their ids. */
export interface StackShown {
  readonly url: string;
  readonly hops: Readonly<Record<string, number>>;
}

/** Where the messages of an investigation stand. Null: not posted yet, as far as is known. */
export interface Posted {
  readonly channel: string;
  readonly root: string | null;
  readonly stack: string | null;
  /** Not there before the stack is, and where Slack gave no way to it. */
  readonly shows?: StackShown;
}

/** The last verdict that people were told, in the thread and by a note. */
export interface Told {
  readonly decision: Decision;
  readonly at: Micros;
  readonly noted: boolean;
  /** Since when nothing clearer could be said than that it is unclear; null where something could. */
  readonly unclearSince: Micros | null;
}

/**
 * The one durable row of an investigation. It is worked on by whoever holds its lease; happenings come into its inbox without
 * one. `due`: by step, when it is to be done. In a storm of alerts one of them leads, and is told for all.
 */
export interface Investigation {
  readonly id: string;
  readonly incident: IncidentState;
  readonly inbox: readonly Happening[];
  readonly due: Readonly<Partial<Record<Step, Micros>>>;
  /** The number of the newest stored report; 0 before the first. */
  readonly revision: number;
  readonly posted: Posted | null;
  readonly told: Told | null;
  /** The verdict that a note in PagerDuty told, and Slack did not take. Not there, or null: Slack has the last word. */
  readonly noteOnly?: Pick<Told, "decision" | "at"> | null;
  readonly done: readonly Done[];
  /** What its alert turned out to be about: `traitsOf` in storm.ts. Empty before the first report. */
  readonly traits: readonly string[];
  /** The incidents that it is told for beside its own: those whose investigations were folded into it. */
  readonly others: readonly IncidentState[];
  /** The investigation in whose message this one is told; null: it has its own. */
  readonly foldedInto: string | null;
  /** The priority that fits the newest report. */
  readonly suggested: Priority | null;
  readonly answers: readonly Answer[];
  /** An acknowledgement that did not reach PagerDuty yet. */
  readonly queued: Queued | null;
  /** Not there, or null: nothing failed alike, as far as is remembered. */
  readonly before?: Before | null;
  /** Of the newest report that could be drawn; not there before the first. */
  readonly pictures?: Readonly<Partial<Record<PictureName, Uploaded>>>;
}

/** The right to work on a row. Every change carries the fence, so that whoever lost the lease changes nothing. */
export interface Lease {
  readonly owner: string;
  readonly fence: number;
  readonly row: Investigation;
}

/** Somebody pressed a button: recorded once, whatever is delivered how often. */
export interface Press {
  readonly id: string;
  readonly investigation: string;
  readonly at: Micros;
  readonly who: string;
  readonly what: string;
}

/**
 * What lasts. One implementation speaks DynamoDB; whatever implements it passes `test/contracts/store.ts`.
 * - `claim`: takes a happening in, opening the investigation where there is none, in one write. `known`: it was taken before.
 * - `forward`: takes into a row what happened to another incident that it is told for. `gone`: there is no such row.
 * - `upcoming`: rows for which there is something to do by then, whoever holds them: an open incident is one.
 * - `due`: rows whose time has come and that nobody holds, the longest overdue first.
 * - `take`: the lease, or null where somebody else was faster or it is not due any more.
 * - `save`: changes fields, drops the first `read` happenings of the inbox, stores a report as the row's revision, and keeps
 *   the lease. Throws a `conflict` fault where the lease was lost.
 * - `release`: gives the lease back; false where happenings came in meanwhile, and the lease is kept.
 * - `report`: a stored revision, or null.
 * - `remove`: deletes everything of it.
 * - `all`: every investigation that is stored, in no order.
 * - `remember`: keeps what was decided of an incident under how it failed, for half a year; of each incident its last word, and
 *   no more than the newest ten. `recall`: those, the newest first.
 * - `keep`: stores something to press on that belongs to no incident.
 */
export interface Store {
  claim(happening: Happening, now: Micros): Promise<"new" | "known">;
  forward(to: string, happening: Happening, now: Micros): Promise<"new" | "known" | "gone">;
  upcoming(until: Micros): Promise<string[]>;
  due(now: Micros): Promise<string[]>;
  take(id: string, owner: string, now: Micros): Promise<Lease | null>;
  save(lease: Lease, now: Micros, change: Change): Promise<Lease>;
  release(lease: Lease): Promise<boolean>;
  read(id: string): Promise<Investigation | null>;
  report(id: string, revision: number): Promise<Shown<Kept> | null>;
  all(): AsyncIterable<Investigation>;
  keep(id: string, kept: Shown<Kept>, now: Micros): Promise<void>;
  remember(fingerprint: string, past: Past, now: Micros): Promise<void>;
  recall(fingerprint: string, now: Micros): Promise<Past[]>;
  press(press: Press): Promise<"first" | "again">;
  remove(id: string): Promise<void>;
}

export interface Change extends Partial<Omit<Investigation, "id" | "inbox">> {
  readonly read?: number;
  readonly report?: Shown<Report>;
}
