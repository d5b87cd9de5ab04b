import { authMethods } from "./auth.ts";
import { chatMethods } from "./chat.ts";
import { conversationsMethods } from "./conversations.ts";
import { filesMethods } from "./files.ts";
import type { Method } from "./method.ts";
import { reactionsMethods } from "./reactions.ts";
import { usergroupsMethods } from "./usergroups.ts";
import { usersMethods } from "./users.ts";
import { viewsMethods } from "./views.ts";

/** Every method that this Slack knows; any other is an `unknown_method`. */
export function methodTable(newSocketUrl: () => string): ReadonlyMap<string, Method> {
  const all = [
    ...authMethods(newSocketUrl),
    ...chatMethods,
    ...conversationsMethods,
    ...filesMethods,
    ...reactionsMethods,
    ...usergroupsMethods,
    ...usersMethods,
    ...viewsMethods,
  ];
  return new Map(all.map((method) => [method.name, method]));
}
