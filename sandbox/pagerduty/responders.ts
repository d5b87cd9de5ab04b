import { type Account, checkOpen, record, ring } from "./account.ts";
import type { Act, Incident, Responder } from "./incident.ts";
import { invalidInput, requesterNotFound } from "./refusal.ts";
import { stopRings } from "./rings.ts";

export interface ResponderTarget {
  readonly kind: "user" | "escalation policy";
  readonly id: string;
}

/** The people that one target of a responder request asked for. */
export interface Requested {
  readonly target: ResponderTarget;
  readonly responders: readonly Responder[];
}

/**
 * Asks people to join, and rings them. A policy stands for the people of its first level; that PagerDuty goes on to
 * escalate such a request is not modelled. A state of the assignment (acknowledged, snoozed) does not quiet them.
 */
export function requestResponders(
  account: Account,
  incident: Incident,
  asked: { readonly requesterId: string; readonly message: string; readonly targets: readonly ResponderTarget[] },
  act: Act,
): Requested[] {
  checkOpen(incident);
  if (!account.directory.users.has(asked.requesterId)) throw requesterNotFound();
  const found = asked.targets.map((target) => ({ target, userIds: usersOf(account, target) }));
  const userIds = found.flatMap((one) => one.userIds);
  record(incident, act, { type: "responder_request_log_entry", userIds, message: asked.message });
  return found.map(({ target, userIds: ids }) => ({
    target,
    responders: ids.map((id) => requestResponder(account, incident, id, asked, act)),
  }));
}

function requestResponder(
  account: Account,
  incident: Incident,
  userId: string,
  { requesterId, message }: { readonly requesterId: string; readonly message: string },
  act: Act,
): Responder {
  const responder: Responder = {
    userId,
    requesterId,
    message,
    requestedAt: act.at,
    updatedAt: act.at,
    state: "pending",
  };
  const before = incident.responders.findIndex((one) => one.userId === userId);
  incident.responders.splice(before === -1 ? incident.responders.length : before, 1, responder);
  ring(account, incident, userId, "responder request", act);
  account.publish({ type: "incident.responder.added", incident, responder, act });
  return responder;
}

/** A responder says yes or no: their phone falls silent either way. */
export function replyToRequest(
  account: Account,
  incident: Incident,
  userId: string,
  state: "joined" | "declined",
  act: Act,
): void {
  const responder = incident.responders.find((one) => one.userId === userId && one.state === "pending");
  if (responder === undefined) throw invalidInput(["No responder request is pending for this user"]);
  responder.state = state;
  responder.updatedAt = act.at;
  stopRings(account.rings, act.at, (ring) => ring.incident === incident.id && ring.user === userId);
  account.publish({ type: "incident.responder.replied", incident, responder, act });
}

function usersOf({ directory }: Account, { kind, id }: ResponderTarget): readonly string[] {
  const users =
    kind === "user" ? (directory.users.has(id) ? [id] : undefined) : directory.policies.get(id)?.levels[0]?.users;
  if (users === undefined) throw invalidInput([`Responder request target ${id} was not found`]);
  return users;
}
