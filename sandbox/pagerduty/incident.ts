/**
 * The nouns of PagerDuty as its own back office knows them; `resources/` says how the API shows them.
 * Every moment (`at`, `until`, `…At`) is epoch milliseconds on the sandbox's clock.
 */

export type Status = "triggered" | "acknowledged" | "resolved";
export type Urgency = "high" | "low";
export type Severity = "critical" | "error" | "warning" | "info";

/** Who did something: a person, or a service (its integration, or its escalation timer). */
export interface Agent {
  readonly kind: "user" | "service";
  readonly id: string;
}

/** Who did something, when, and by which way in. */
export interface Act {
  readonly at: number;
  readonly by: Agent;
  readonly channel: "api" | "website" | "timeout";
}

export interface Assignment {
  readonly userId: string;
  readonly at: number;
}

export interface Acknowledgement {
  readonly by: Agent;
  readonly at: number;
}

export interface Alert {
  readonly id: string;
  /** The deduplication key: later events with this key, from the same service, belong to this alert while it is open. */
  readonly key: string;
  readonly createdAt: number;
  readonly summary: string;
  readonly severity: Severity;
  readonly source: string | null;
  readonly component: string | null;
  readonly group: string | null;
  readonly class: string | null;
  readonly client: string | null;
  readonly clientUrl: string | null;
  readonly links: readonly Link[];
  readonly details: unknown;
  status: "triggered" | "resolved";
}

export interface Link {
  readonly href: string;
  readonly text?: string | undefined;
}

export interface Note {
  readonly id: string;
  readonly userId: string;
  readonly content: string;
  readonly at: number;
}

export interface StatusUpdate {
  readonly id: string;
  readonly userId: string;
  readonly message: string;
  readonly at: number;
}

export interface Responder {
  readonly userId: string;
  readonly requesterId: string;
  readonly message: string;
  readonly requestedAt: number;
  updatedAt: number;
  state: "pending" | "joined" | "declined";
}

/** What a log entry says besides who, when and how. The types are the ones of the API. */
export type LogDetail =
  | { readonly type: "trigger_log_entry"; readonly alertId: string | null }
  | {
      readonly type: "assign_log_entry" | "escalate_log_entry" | "delegate_log_entry";
      readonly assigneeIds: readonly string[];
    }
  | { readonly type: "notify_log_entry"; readonly userId: string }
  | { readonly type: "annotate_log_entry"; readonly content: string }
  | { readonly type: "snooze_log_entry"; readonly until: number }
  | { readonly type: "priority_change_log_entry"; readonly priorityId: string | null }
  | { readonly type: "urgency_change_log_entry"; readonly urgency: Urgency }
  | { readonly type: "responder_request_log_entry"; readonly userIds: readonly string[]; readonly message: string }
  | { readonly type: "status_update_log_entry"; readonly message: string }
  | {
      readonly type:
        | "acknowledge_log_entry"
        | "unacknowledge_log_entry"
        | "resolve_log_entry"
        | "reopen_log_entry"
        | "repeat_escalation_path_log_entry"
        | "exhaust_escalation_path_log_entry";
    };

export interface LogEntry {
  readonly id: string;
  readonly act: Act;
  readonly detail: LogDetail;
}

export interface Incident {
  readonly id: string;
  readonly number: number;
  readonly key: string;
  readonly serviceId: string;
  readonly createdAt: number;
  readonly alerts: Alert[];
  readonly notes: Note[];
  readonly statusUpdates: StatusUpdate[];
  readonly responders: Responder[];
  readonly log: LogEntry[];
  title: string;
  status: Status;
  urgency: Urgency;
  priorityId: string | null;
  policyId: string;
  /** The escalation level (1 is the first) that the incident is at; null while it is assigned to a person directly. */
  level: number | null;
  /** How often the policy has begun again from its first level. */
  repeats: number;
  /** Empty exactly when resolved. */
  assignments: Assignment[];
  /** Empty unless acknowledged. */
  acknowledgements: Acknowledgement[];
  /** When the next level is rung if nobody acknowledges; only while triggered, under a policy, and of high urgency. */
  escalatesAt: number | null;
  /** Only while acknowledged. */
  snoozedUntil: number | null;
  lastStatusChange: { readonly at: number; readonly by: Agent };
  resolvedAt: number | null;
  reopenedAt: number | null;
}

/** A change of a system that is no problem in itself, such as a deploy. */
export interface ChangeEvent {
  readonly id: string;
  readonly serviceId: string;
  readonly at: number;
  readonly summary: string;
  readonly source: string | null;
  readonly details: unknown;
  readonly links: readonly Link[];
}
