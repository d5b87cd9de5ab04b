import { z } from "zod";
import { type Account, checkOpen } from "../account.ts";
import { checkDelegation, checkEscalation, checkReassignment, delegate, escalate, reassign } from "../assign.ts";
import type { Priority } from "../directory.ts";
import { setPriority, setUrgency } from "../edit.ts";
import type { Act, Incident } from "../incident.ts";
import { cannotReassign, invalidPriority } from "../refusal.ts";
import { acknowledge, resolve } from "../status.ts";

/** What may be changed of an incident. Reopening is not among it: that is done in the web app. */
export const incidentUpdate = z.object({
  type: z.enum(["incident", "incident_reference"]),
  status: z.enum(["acknowledged", "resolved"]).optional(),
  resolution: z.string().optional(),
  title: z.string().trim().min(1).optional(),
  urgency: z.enum(["high", "low"]).optional(),
  priority: z.union([z.string(), z.object({ id: z.string() })]).nullish(),
  escalation_level: z.int().optional(),
  escalation_policy: z.object({ id: z.string() }).optional(),
  assignments: z.array(z.object({ assignee: z.object({ id: z.string() }) })).optional(),
});

type Update = z.infer<typeof incidentUpdate>;
type Step = (act: Act) => void;

/** Refuses what cannot be done, and otherwise says how to do it, so that a refused update changes nothing. */
export function planUpdate(account: Account, incident: Incident, update: Update): Step[] {
  const { title, urgency, priority, status } = update;
  if (urgency !== undefined || status !== undefined) checkOpen(incident);
  const steps: Step[] = [];
  if (title !== undefined) {
    steps.push(() => {
      incident.title = title;
    });
  }
  if (priority !== undefined) {
    const priorityId = priority === null ? null : priorityFrom(account, priority).id;
    steps.push((act) => setPriority(account, incident, priorityId, act));
  }
  if (urgency !== undefined) steps.push((act) => setUrgency(account, incident, urgency, act));
  steps.push(...planAssignment(account, incident, update));
  if (status === "acknowledged") steps.push((act) => acknowledge(account, incident, act));
  if (status === "resolved") steps.push((act) => resolve(account, incident, act, update.resolution ?? null));
  return steps;
}

function planAssignment(account: Account, incident: Incident, update: Update): Step[] {
  const { escalation_level: level, escalation_policy: policy, assignments } = update;
  if ([level, policy, assignments].filter((one) => one !== undefined).length > 1) throw cannotReassign();
  if (level !== undefined) {
    checkEscalation(account, incident, level, update.urgency);
    return [(act) => escalate(account, incident, level, act)];
  }
  if (policy !== undefined) {
    checkDelegation(account, incident, policy.id);
    return [(act) => delegate(account, incident, policy.id, act)];
  }
  if (assignments !== undefined) {
    const userIds = assignments.map(({ assignee }) => assignee.id);
    checkReassignment(account, incident, userIds);
    return [(act) => reassign(account, incident, userIds, act)];
  }
  return [];
}

/** A priority is given by its id, or by its name alone. */
function priorityFrom({ directory }: Account, given: string | { readonly id: string }): Priority {
  const found =
    typeof given === "string"
      ? [...directory.priorities.values()].find(({ name }) => name === given)
      : directory.priorities.get(given.id);
  if (found === undefined) throw invalidPriority();
  return found;
}
