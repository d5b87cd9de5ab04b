import type { z } from "zod";
import type { Account } from "../account.ts";
import { type User, userByEmail } from "../directory.ts";
import type { Act } from "../incident.ts";
import { fromMissing, invalidInput, requesterNotFound } from "../refusal.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

/** An authenticated request to the REST API. */
export interface Call {
  readonly account: Account;
  readonly webhooks: Webhooks;
  /** What stands for `{id}` in the path; empty where the path has none. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The `From` header. */
  readonly from: string | null;
  /** Whose user-level token was used; null for the account's token. */
  readonly tokenOwner: User | null;
  readonly text: string;
}

export interface Reply {
  readonly status: number;
  readonly body: object;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT";
  /** With at most one `{id}`. */
  readonly path: string;
  readonly answer: (call: Call) => Reply;
}

export const ok = (body: object): Reply => ({ status: 200, body });

/** Who makes a change: the owner of a user-level token, or whom `From` names. An account's token is nobody by itself. */
export function requester(call: Call): { readonly user: User; readonly act: Act } {
  const user = call.tokenOwner ?? namedByFrom(call);
  return { user, act: { at: call.account.clock.now(), by: { kind: "user", id: user.id }, channel: "api" } };
}

function namedByFrom({ account, from }: Call): User {
  if (from === null || from.trim() === "") throw fromMissing();
  const user = userByEmail(account.directory, from.trim());
  if (user === null) throw requesterNotFound();
  return user;
}

export function bodyOf<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(json(call.text));
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidInput(["The request body is not JSON."]);
  }
}
