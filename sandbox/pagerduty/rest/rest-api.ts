import type { Account } from "../account.ts";
import type { User } from "../directory.ts";
import { catchUp } from "../due.ts";
import { notFound, Refusal } from "../refusal.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import { businessServiceRoutes } from "./business-services.ts";
import type { Reply, Route } from "./call.ts";
import { changeEventRoutes } from "./change-events.ts";
import { incidentHistoryRoutes } from "./incident-history.ts";
import { incidentRoutes } from "./incidents.ts";
import { peopleRoutes } from "./people.ts";
import { createRateLimit } from "./rate-limit.ts";
import { webhookSubscriptionRoutes } from "./webhook-subscriptions.ts";

/** A path without `{id}` goes before one with it: `/users/me` is not the user "me". */
const ROUTES: readonly Route[] = [
  ...incidentRoutes,
  ...incidentHistoryRoutes,
  ...peopleRoutes,
  ...businessServiceRoutes,
  ...changeEventRoutes,
  ...webhookSubscriptionRoutes,
].toSorted((a, b) => Number(a.path.includes("{id}")) - Number(b.path.includes("{id}")));

export interface RestApi {
  readonly account: Account;
  readonly webhooks: Webhooks;
  /** The account-level token. */
  readonly token: string;
  readonly ratePerMinute: number;
}

/** The REST API v2. What it does not know it refuses as an unknown path. */
export function createRestApi({ account, webhooks, token, ratePerMinute }: RestApi) {
  const rateLimit = createRateLimit(account.clock, ratePerMinute);
  return async (request: Request): Promise<Response> => {
    const caller = callerOf(request, token, account);
    if (caller === null) return unauthorized();
    const { allowed, headers } = rateLimit(caller.token);
    if (!allowed)
      return json({ status: 429, body: { error: { message: "Rate Limit Exceeded", code: 2020 } } }, headers);
    const text = await request.text();
    catchUp(account);
    const { pathname, searchParams: query } = new URL(request.url);
    try {
      checkVersion(request.headers.get("accept"));
      const { route, id } = routeOf(request.method, pathname);
      const from = request.headers.get("from");
      return json(route.answer({ account, webhooks, id, query, from, tokenOwner: caller.user, text }), headers);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return json(refusalReply(error), headers);
    }
  };
}

interface Caller {
  readonly token: string;
  readonly user: User | null;
}

function callerOf(request: Request, token: string, { directory }: Account): Caller | null {
  const given = /^(?:Token token=|Bearer )(\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (given === undefined) return null;
  if (given === token) return { token, user: null };
  for (const user of directory.users.values()) if (user.token === given) return { token: given, user };
  return null;
}

/**
 * The only answer of the REST API that is not JSON: clients report a 401 without that content type
 * (PagerDuty/go-pagerduty#469 and #553). The words are those of the framework that PagerDuty is built with.
 */
function unauthorized(): Response {
  return new Response("HTTP Token: Access denied.\n", {
    status: 401,
    headers: { "content-type": "text/plain; charset=utf-8", "www-authenticate": 'Token realm="Application"' },
  });
}

/** Without a version the token's own decides, which for a new token is 2: the only one that is spoken here. */
function checkVersion(accept: string | null): void {
  const version = /application\/vnd\.pagerduty\+json\s*;\s*version=(\d+)/.exec(accept ?? "")?.[1];
  if (version !== undefined && version !== "2") throw new Refusal(406, 2001, "Not Acceptable");
}

function routeOf(method: string, pathname: string): { readonly route: Route; readonly id: string } {
  const parts = pathname.split("/");
  for (const route of ROUTES) {
    const pattern = route.path.split("/");
    const fits = pattern.length === parts.length && pattern.every((part, i) => part === "{id}" || part === parts[i]);
    if (fits && route.method === method) return { route, id: parts[pattern.indexOf("{id}")] ?? "" };
  }
  throw notFound();
}

function refusalReply({ status, message, code, errors }: Refusal): Reply {
  return { status, body: { error: { message, code, ...(errors.length > 0 ? { errors } : {}) } } };
}

function json({ status, body }: Reply, headers: Readonly<Record<string, string>>): Response {
  return Response.json(body, { status, headers });
}
