import type { UsersView } from "../users-view.ts";
import type { Users } from "./users.ts";

const MOST_LISTED = 1000;

/**
 * Who is hit, as the report shows it. `unended`: requests of which nobody recorded how they ended, and behind each of which one
 * more may stand. `known`: everything was read that may show failing requests, so that there are no more of them.
 */
export function usersView(users: Users, unended: number, known: boolean): UsersView {
  const list = users.list.filter(({ outcome }) => outcome !== "ok");
  const requests = users.requests + unended;
  const { most, estimated } = users.unseen;
  return {
    hit: users.hit,
    atLeast: users.hit,
    atMost: known ? users.hit + most + unended : null,
    atMostIs: known ? (estimated ? "likely" : "counted") : null,
    exact: known && users.followed === requests,
    coverage: known ? (requests === 0 ? 1 : users.followed / requests) : null,
    stillFailing: users.stillFailing,
    unidentifiedRequests: users.unidentified.length,
    outcomes: users.outcomes,
    list: list.slice(0, MOST_LISTED),
    listed: Math.min(list.length, MOST_LISTED),
  };
}
