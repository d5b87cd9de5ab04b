import { type JsonObject, textAt } from "../json.ts";
import type { User } from "../span.ts";

/** A place in an event where an identity stands, and what sort of identity stands there. */
export interface IdentityPath {
  readonly path: readonly string[];
  readonly kind: User["kind"];
  /** Takes the id out of a longer text; null means that the text holds none. */
  readonly take?: (text: string) => string | null;
}

/** The first identity found, in the order of trust in which the paths stand. */
export function identityOf(event: JsonObject, paths: readonly IdentityPath[]): User | null {
  for (const { path, kind, take } of paths) {
    const text = textAt(event, ...path);
    const id = text === null ? null : take === undefined ? text : take(text);
    if (id !== null) return { id, kind, from: path.join(".") };
  }
  return null;
}

/**
 * Names under which authorizers of a team's own say who it is, in the order of trust. They are free to say anything; a name
 * that is none of these tells nothing.
 */
const CONTEXT_NAMES: readonly (readonly [name: string, kind: User["kind"]])[] = [
  ["sub", "person"],
  ["userId", "person"],
  ["user_id", "person"],
  ["userid", "person"],
  ["customerId", "person"],
  ["customer_id", "person"],
  ["principalId", "person"],
  ["username", "person"],
  ["email", "person"],
  ["tenantId", "tenant"],
  ["tenant_id", "tenant"],
  ["clientId", "machine"],
  ["client_id", "machine"],
];

/** What an authorizer of a team's own answered, where it stands under `path`. */
export function contextPaths(...path: readonly string[]): IdentityPath[] {
  return CONTEXT_NAMES.map(([name, kind]) => ({ path: [...path, name], kind }));
}

/** A token's claims, as they stand under `path`. A token without a person in it is that of a program (`client_credentials`). */
export function claimPaths(...path: readonly string[]): IdentityPath[] {
  const people = ["sub", "cognito:username", "username", "email"] as const;
  return [
    ...people.map((name) => ({ path: [...path, name], kind: "person" as const })),
    { path: [...path, "client_id"], kind: "machine" },
  ];
}

/** A header by its name in any case. */
export function headerOf(headers: JsonObject | null, name: string): string | null {
  for (const [key, value] of Object.entries(headers ?? {})) {
    if (key.toLowerCase() === name && typeof value === "string" && value !== "") return value;
  }
  return null;
}
