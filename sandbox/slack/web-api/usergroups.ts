import { z } from "zod";
import { type Method, method } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** https://docs.slack.dev/reference/methods#usergroups */
export const usergroupsMethods: readonly Method[] = [
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
