import { z } from "zod";
import { type Method, method } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** `newSocketUrl` makes the address of one Socket Mode connection. */
export function authMethods(newSocketUrl: () => string): readonly Method[] {
  return [
    method("api.test", {
      token: "none",
      tier: 4,
      accepts: z.looseObject({ error: z.string().optional() }),
      answer(given) {
        if (given.error !== undefined) throw new Refusal(given.error, { args: given });
        return { args: given };
      },
    }),

    method("auth.test", {
      token: "any",
      tier: 4,
      accepts: z.object({}),
      answer(_, { team, app }) {
        return {
          url: `https://${team.domain}.slack.com/`,
          team: team.name,
          user: app.name,
          team_id: team.id,
          user_id: app.userId,
          bot_id: app.botId,
          is_enterprise_install: false,
        };
      },
    }),

    method("apps.connections.open", {
      token: "app",
      tier: 1,
      accepts: z.object({}),
      answer: () => ({ url: newSocketUrl() }),
    }),
  ];
}
