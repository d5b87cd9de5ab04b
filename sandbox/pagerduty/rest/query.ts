import { invalidInput, Refusal } from "../refusal.ts";

const DEFAULT_LIMIT = 25;
const HIGHEST_LIMIT = 100;
/** https://github.com/PagerDuty/developer-docs/blob/main/docs/REST-API/09-Pagination.md */
const LAST_REACHABLE = 10_000;

/** One page of a list, as the API's classic pagination gives it: `{[name]: […], limit, offset, total, more}`. */
export function paged<T>(
  query: URLSearchParams,
  name: string,
  all: readonly T[],
  show: (one: T) => object,
): Record<string, unknown> {
  const limit = Math.min(wholeNumber(query, "limit", 1) ?? DEFAULT_LIMIT, HIGHEST_LIMIT);
  const offset = wholeNumber(query, "offset", 0) ?? 0;
  if (offset + limit > LAST_REACHABLE) {
    throw new Refusal(400, 2001, "Arguments Caused Error", [
      `Offset+limit exceeds maximum allowed value of ${LAST_REACHABLE}. Please try to refine your search to reduce the returned set of records below this number, like adding a date range.`,
    ]);
  }
  return {
    [name]: all.slice(offset, offset + limit).map(show),
    limit,
    offset,
    total: query.get("total") === "true" ? all.length : null,
    more: offset + limit < all.length,
  };
}

/** The values of `name[]`, which must be among `known`. Empty when it was not given. */
export function choices<T extends string>(
  query: URLSearchParams,
  name: string,
  label: string,
  known: readonly T[],
): T[] {
  return query.getAll(`${name}[]`).map((value) => {
    const choice = known.find((one) => one === value);
    if (choice === undefined) throw invalidInput([`${label} must be a list of ${listed(known)}.`]);
    return choice;
  });
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")}, or ${words.at(-1)}`;
}

/** Whether `id` is among the ids of `name[]`; true when none were given. */
export function wanted(query: URLSearchParams, name: string, ...ids: readonly string[]): boolean {
  const values = query.getAll(`${name}[]`);
  return values.length === 0 || ids.some((id) => values.includes(id));
}

/** `since` and `until` in epoch ms; null where absent. */
export function period(query: URLSearchParams): { readonly since: number | null; readonly until: number | null } {
  return { since: moment(query, "since"), until: moment(query, "until") };
}

function moment(query: URLSearchParams, name: string): number | null {
  const value = query.get(name);
  if (value === null) return null;
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw new Refusal(400, 2004, "Invalid time values in 'since' and/or 'until' parameters");
  return at;
}

function wholeNumber(query: URLSearchParams, name: string, least: number): number | null {
  const value = query.get(name);
  if (value === null) return null;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) throw invalidInput([`${name} must be at least ${least}`]);
  return number;
}
