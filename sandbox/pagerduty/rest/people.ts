import { notFound, Refusal } from "../refusal.ts";
import { policyResource, priorityResource, serviceResource, userResource } from "../resources/people.ts";
import { policyReference, userReference } from "../resources/reference.ts";
import { type Call, ok, type Reply, type Route } from "./call.ts";
import { choices, paged, wanted } from "./query.ts";

/** Users, who is on call, and what they answer for. */
export const peopleRoutes: readonly Route[] = [
  { method: "GET", path: "/users", answer: users },
  { method: "GET", path: "/users/me", answer: me },
  { method: "GET", path: "/users/{id}", answer: user },
  { method: "GET", path: "/oncalls", answer: onCalls },
  { method: "GET", path: "/escalation_policies", answer: policies },
  { method: "GET", path: "/escalation_policies/{id}", answer: policy },
  { method: "GET", path: "/services/{id}", answer: service },
  { method: "GET", path: "/priorities", answer: priorities },
];

/** `query` is looked for in names and email addresses. */
function users({ account, query }: Call): Reply {
  const part = (query.get("query") ?? "").toLowerCase();
  const found = [...account.directory.users.values()].filter(
    ({ name, email }) => name.toLowerCase().includes(part) || email.toLowerCase().includes(part),
  );
  return ok(paged(query, "users", found, ({ id }) => userResource(account, id)));
}

function me({ account, tokenOwner }: Call): Reply {
  if (tokenOwner !== null) return ok({ user: userResource(account, tokenOwner.id) });
  // The one place where `error` is a string; PagerDuty's own client tells the two kinds of token apart by it.
  return { status: 400, body: { error: "This endpoint cannot be used with an account-level access token." } };
}

function user({ account, id }: Call): Reply {
  if (!account.directory.users.has(id)) throw notFound();
  return ok({ user: userResource(account, id) });
}

/** Users stand on a policy directly, so each is on call always: `start` and `end` are null. */
function onCalls({ account, query }: Call): Reply {
  const includes = choices(query, "include", "Include", ["escalation_policies", "users", "schedules"]);
  const found = [...account.directory.policies.values()].flatMap((one) =>
    one.levels.flatMap((level, index) =>
      level.users.map((userId) => ({ policyId: one.id, userId, escalationLevel: index + 1 })),
    ),
  );
  const asked = found.filter(
    ({ policyId, userId }) => wanted(query, "escalation_policy_ids", policyId) && wanted(query, "user_ids", userId),
  );
  return ok(
    paged(query, "oncalls", asked, ({ policyId, userId, escalationLevel }) => ({
      escalation_policy: includes.includes("escalation_policies")
        ? policyResource(account, policyId)
        : policyReference(account, policyId),
      escalation_level: escalationLevel,
      schedule: null,
      user: includes.includes("users") ? userResource(account, userId) : userReference(account, userId),
      start: null,
      end: null,
    })),
  );
}

function policies({ account, query }: Call): Reply {
  const part = (query.get("query") ?? "").toLowerCase();
  const found = [...account.directory.policies.values()].filter(
    (one) =>
      one.name.toLowerCase().includes(part) && wanted(query, "user_ids", ...one.levels.flatMap((level) => level.users)),
  );
  return ok(paged(query, "escalation_policies", found, ({ id }) => policyResource(account, id)));
}

function policy({ account, id }: Call): Reply {
  if (!account.directory.policies.has(id)) throw notFound();
  return ok({ escalation_policy: policyResource(account, id) });
}

function service({ account, id }: Call): Reply {
  if (!account.directory.services.has(id)) throw notFound();
  return ok({ service: serviceResource(account, id) });
}

/** An account without priorities does not have the feature: 402. */
function priorities({ account, query }: Call): Reply {
  const all = [...account.directory.priorities.values()];
  if (all.length === 0) throw new Refusal(402, 2014, "Missing Account Ability");
  return ok(paged(query, "priorities", all, (one) => priorityResource(account, one)));
}
