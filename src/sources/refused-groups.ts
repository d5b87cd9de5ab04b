import { type LogGroup, nameOfGroup } from "./log-groups.ts";

/** How the service names a group: by its ARN where it may not be read, by its name where there is none. */
const NAMED = [/:log-group:([^:\s]+)/, /[Ll]og group '([^']+)'/];

/**
 * The groups of one listing that may not be read, or are gone: one of them refuses a query for all that it names. They are left
 * out until the groups are listed anew, when somebody may have mended it.
 */
export class RefusedGroups {
  readonly #errors = new Map<string, unknown>();
  /** A query may not select groups by how they begin. */
  prefixes = false;

  note(group: LogGroup, error: unknown): void {
    this.#errors.set(nameOfGroup(group), error);
  }

  has(group: LogGroup): boolean {
    return this.#errors.has(nameOfGroup(group));
  }

  /** Why it was refused. */
  errorOf(group: LogGroup): unknown {
    return this.#errors.get(nameOfGroup(group));
  }
}

/** The one of the groups that a refusal names; null where it names none, or one name in two accounts. */
export function groupNamedIn(error: unknown, groups: readonly LogGroup[]): LogGroup | null {
  const text = error instanceof Error ? error.message : "";
  const name = NAMED.map((pattern) => pattern.exec(text)?.[1]).find((one) => one !== undefined);
  const account = /arn:[\w-]+:logs:[\w-]+:(\d{12}):|account ID '(\d{12})'/.exec(text)?.slice(1).find(Boolean);
  const called = groups.filter((group) => group.name === name);
  const [found, ...others] = called.length > 1 ? called.filter((group) => group.account === account) : called;
  return others.length === 0 ? (found ?? null) : null;
}
