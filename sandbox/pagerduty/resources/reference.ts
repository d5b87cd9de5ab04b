import type { Account } from "../account.ts";
import { policyOf, priorityOf, serviceOf, userOf } from "../directory.ts";
import type { Agent, Incident } from "../incident.ts";

/** The short form in which one resource names another. */
export interface Reference {
  readonly id: string;
  readonly type: string;
  readonly summary: string;
  readonly self: string;
  readonly html_url: string;
}

/** REST timestamps carry no milliseconds. */
export function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** The `html_url`s of the real service lie on another host; here they are places on this server's one page. */
export function reference(
  account: Account,
  type: string,
  collection: string,
  { id, summary }: { readonly id: string; readonly summary: string },
): Reference {
  return { id, type, summary, self: `${account.origin}/${collection}/${id}`, html_url: `${account.origin}/#${id}` };
}

export function userReference(account: Account, id: string): Reference {
  return reference(account, "user_reference", "users", { id, summary: userOf(account.directory, id).name });
}

export function serviceReference(account: Account, id: string): Reference {
  return reference(account, "service_reference", "services", { id, summary: serviceOf(account.directory, id).name });
}

export function policyReference(account: Account, id: string): Reference {
  const summary = policyOf(account.directory, id).name;
  return reference(account, "escalation_policy_reference", "escalation_policies", { id, summary });
}

export function priorityReference(account: Account, id: string): Reference {
  const summary = priorityOf(account.directory, id).name;
  return reference(account, "priority_reference", "priorities", { id, summary });
}

/** REST summarises an incident as `[#12] title`; webhooks by its title alone. */
export function incidentReference(account: Account, { id, number, title }: Incident): Reference {
  return reference(account, "incident_reference", "incidents", { id, summary: `[#${number}] ${title}` });
}

export function agentReference(account: Account, { kind, id }: Agent): Reference {
  return kind === "user" ? userReference(account, id) : serviceReference(account, id);
}
