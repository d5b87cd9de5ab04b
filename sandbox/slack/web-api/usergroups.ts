import { z } from "zod";
import { type Method, method } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** https://docs.slack.dev/reference/methods#usergroups */
export const usergroupsMethods: readonly Method[] = [
  method("usergroups.list", {
    scopes: ["usergroups:read"],
    tier: 2,
    accepts: z.object({}),
    answer(_, { groups }) {
      return { usergroups: [...groups.values()].map(({ id, handle }) => ({ id, handle, is_usergroup: true })) };
    },
  }),

  method("usergroups.users.list", {
    scopes: ["usergroups:read"],
    tier: 2,
    accepts: z.object({ usergroup: z.string() }),
    answer({ usergroup }, { groups }) {
      const group = groups.get(usergroup);
      if (group === undefined) throw new Refusal("no_such_subteam");
      return { users: group.users };
    },
  }),
];
