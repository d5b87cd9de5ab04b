import { z } from "zod";
import type { Person } from "../person.ts";
import type { Workspace } from "../workspace.ts";
import { count } from "./argument-types.ts";
import { type Method, method, page } from "./method.ts";
import { Refusal } from "./refusal.ts";

/** https://docs.slack.dev/reference/methods#users */
export const usersMethods: readonly Method[] = [
  method("users.info", {
    scopes: ["users:read"],
    tier: 4,
    accepts: z.object({ user: z.string() }),
    answer({ user }, workspace) {
      if (user === workspace.app.userId) return { user: presentBot(workspace) };
      const person = workspace.people.get(user);
      if (person === undefined) throw new Refusal("user_not_found");
      return { user: presentPerson(workspace, person) };
    },
  }),

  method("users.lookupByEmail", {
    scopes: ["users:read.email"],
    tier: 3,
    accepts: z.object({ email: z.string() }),
    answer({ email }, workspace) {
      const wanted = email.toLowerCase();
      const person = [...workspace.people.values()].find((one) => one.email.toLowerCase() === wanted);
      if (person === undefined) throw new Refusal("users_not_found");
      return { user: presentPerson(workspace, person) };
    },
  }),

  method("users.list", {
    scopes: ["users:read"],
    tier: 2,
    accepts: z.object({ limit: count.optional(), cursor: z.string().optional() }),
    answer({ limit = 1000, cursor }, workspace) {
      const { items, nextCursor } = page([...workspace.people.values()], ({ id }) => id, { limit, cursor });
      const members = items.map((person) => presentPerson(workspace, person));
      return {
        members: nextCursor === "" ? [...members, presentBot(workspace)] : members,
        cache_ts: Math.floor(workspace.clock.now() / 1000),
        response_metadata: { next_cursor: nextCursor },
      };
    },
  }),
];

function presentPerson({ team, app, clock }: Workspace, person: Person): object {
  const { id, name, realName, email, tz } = person;
  return {
    id,
    team_id: team.id,
    name,
    deleted: false,
    real_name: realName,
    tz,
    tz_label: zoneName(tz, clock.now(), "long"),
    tz_offset: zoneOffsetS(tz, clock.now()),
    profile: {
      real_name: realName,
      real_name_normalized: realName,
      display_name: name,
      display_name_normalized: name,
      team: team.id,
      // Without this scope Slack leaves the address out.
      ...(app.scopes.includes("users:read.email") ? { email } : {}),
    },
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: false,
    is_app_user: false,
    updated: 0,
  };
}

function presentBot({ team, app }: Workspace): object {
  const { userId, name, appId, botId } = app;
  return {
    id: userId,
    team_id: team.id,
    name,
    deleted: false,
    real_name: name,
    profile: { real_name: name, display_name: "", api_app_id: appId, bot_id: botId, team: team.id },
    is_bot: true,
    is_app_user: false,
    updated: 0,
  };
}

function zoneName(timeZone: string, ms: number, timeZoneName: "long" | "longOffset"): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName }).formatToParts(ms);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** From "GMT-05:00"; plain "GMT" is no offset. */
function zoneOffsetS(timeZone: string, ms: number): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(zoneName(timeZone, ms, "longOffset")) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
}
