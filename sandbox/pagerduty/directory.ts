import { randomBytes } from "node:crypto";
import type { Severity, Urgency } from "./incident.ts";

export interface User {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** IANA name. */
  readonly timeZone?: string | undefined;
  readonly jobTitle?: string | undefined;
  /** A user-level API key: requests made with it act as this user and need no `From`. */
  readonly token?: string | undefined;
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly escalationPolicy: string;
  /** "severity" is what PagerDuty calls dynamic notifications: critical and error are high, warning and info low. */
  readonly urgency?: Urgency | "severity" | undefined;
  /** The integration key of its Events API v2 integration, 32 letters and digits. Made up when absent. */
  readonly routingKey?: string | undefined;
}

export interface EscalationPolicy {
  readonly id: string;
  readonly name: string;
  /** How often the policy begins again after its last level. */
  readonly repeats?: number | undefined;
  readonly levels: readonly EscalationLevel[];
}

export interface EscalationLevel {
  /** Ids of the users that are on call at this level, always. Schedules are not modelled. */
  readonly users: readonly string[];
  readonly escalateAfterMinutes: number;
}

/** What the company does, and the services without which it cannot. */
export interface BusinessService {
  readonly id: string;
  readonly name: string;
  readonly supportedBy: readonly string[];
}

export interface Priority {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
}

/** Who works here and how they are reached; it does not change while the sandbox runs. */
export interface Directory {
  readonly users: ReadonlyMap<string, User>;
  readonly services: ReadonlyMap<string, Service>;
  readonly policies: ReadonlyMap<string, EscalationPolicy>;
  readonly priorities: ReadonlyMap<string, Priority>;
  readonly businessServices: ReadonlyMap<string, BusinessService>;
  /** Service id to integration key. */
  readonly routingKeys: ReadonlyMap<string, string>;
}

export interface NewDirectory {
  readonly users: readonly User[];
  readonly services: readonly Service[];
  readonly escalationPolicies: readonly EscalationPolicy[];
  readonly priorities: readonly Priority[];
  readonly businessServices?: readonly BusinessService[] | undefined;
}

/** Throws where the parts do not fit together: PagerDuty would not have let such an account be made. */
export function createDirectory(parts: NewDirectory): Directory {
  const users = byId("user", parts.users);
  const policies = byId("escalation policy", parts.escalationPolicies);
  const services = byId("service", parts.services);
  for (const policy of policies.values()) checkPolicy(policy, users);
  const routingKeys = new Map<string, string>();
  for (const service of services.values()) {
    if (!policies.has(service.escalationPolicy)) {
      throw new Error(`service ${service.id} has no escalation policy ${service.escalationPolicy}`);
    }
    const key = service.routingKey ?? randomBytes(16).toString("hex");
    if (!/^[0-9A-Za-z]{32}$/.test(key)) throw new Error(`routing key of ${service.id} is not 32 letters and digits`);
    routingKeys.set(service.id, key);
  }
  if (new Set(routingKeys.values()).size < routingKeys.size) throw new Error("two services share a routing key");
  const businessServices = byId("business service", parts.businessServices ?? []);
  for (const { id, supportedBy } of businessServices.values()) {
    for (const one of supportedBy) if (!services.has(one)) throw new Error(`${id} depends on no service ${one}`);
  }
  return { users, services, policies, priorities: byId("priority", parts.priorities), businessServices, routingKeys };
}

function byId<T extends { readonly id: string }>(what: string, all: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map(all.map((one) => [one.id, one]));
  if (map.size < all.length) throw new Error(`two of the ${what} ids are equal`);
  return map;
}

function checkPolicy(policy: EscalationPolicy, users: ReadonlyMap<string, User>): void {
  if (policy.levels.length === 0) throw new Error(`escalation policy ${policy.id} has no level`);
  for (const { users: ids, escalateAfterMinutes } of policy.levels) {
    if (ids.length === 0) throw new Error(`escalation policy ${policy.id} has a level without users`);
    if (!(escalateAfterMinutes > 0)) throw new Error(`escalation policy ${policy.id} has a level that never waits`);
    for (const id of ids) if (!users.has(id)) throw new Error(`escalation policy ${policy.id} names no user ${id}`);
  }
}

export function userOf(directory: Directory, id: string): User {
  return known("user", id, directory.users.get(id));
}

export function serviceOf(directory: Directory, id: string): Service {
  return known("service", id, directory.services.get(id));
}

export function policyOf(directory: Directory, id: string): EscalationPolicy {
  return known("escalation policy", id, directory.policies.get(id));
}

export function priorityOf(directory: Directory, id: string): Priority {
  return known("priority", id, directory.priorities.get(id));
}

/** For ids that were checked when they came in: a miss is a fault of this server, not of its caller. */
function known<T>(what: string, id: string, found: T | undefined): T {
  if (found === undefined) throw new Error(`there is no ${what} ${id}`);
  return found;
}

export function userByEmail(directory: Directory, email: string): User | null {
  for (const user of directory.users.values()) {
    if (user.email.toLowerCase() === email.toLowerCase()) return user;
  }
  return null;
}

/** The urgency that an incident of this service starts with. */
export function urgencyOf(service: Service, severity: Severity): Urgency {
  if (service.urgency !== "severity") return service.urgency ?? "high";
  return severity === "critical" || severity === "error" ? "high" : "low";
}
