import { type JsonObject, numberAt, objectAt, textAt } from "../json.ts";
import type { Key } from "../key.ts";
import type { Arrival, HopOutcome, User } from "../span.ts";
import { fromMillis } from "../time.ts";
import { webhookCause } from "./http.ts";
import type { Received } from "./service.ts";
import { traceKeys } from "./trace-id.ts";

/** What the REST and the HTTP flavour of an API event have in common, once each has read its own names. */
export interface ApiRequest {
  readonly event: JsonObject;
  readonly method: string;
  readonly route: string | null;
  readonly path: string;
  readonly atMs: number | null;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly user: User | null;
  readonly signed: boolean;
}

/**
 * The request that an API handed to its function. Both request ids are the API's own; the extended one cannot be
 * overridden by a caller. The API's name stands in no event: its id is used where the catalog does not name it.
 */
export function receivedFromApi(request: ApiRequest): Received {
  const { event, method, route, path, atMs } = request;
  const context = objectAt(event, "requestContext") ?? {};
  const requestId = textAt(context, "requestId");
  const extended = textAt(context, "extendedRequestId");
  const ids: Omit<Key, "role">[] = [];
  if (requestId !== null) ids.push({ kind: "apigateway-request", value: requestId, path: "requestContext.requestId" });
  if (extended !== null && extended !== requestId) {
    ids.push({ kind: "apigateway-request", value: extended, path: "requestContext.extendedRequestId" });
  }
  const headers = objectAt(event, "headers");
  const arrival: Arrival = {
    kind: "http",
    method,
    route,
    path,
    name: null,
    user: request.user,
    userAgent: request.userAgent,
    clientAddress: request.address,
    signed: request.signed,
    root: true,
  };
  const item = {
    operation: `${method} ${route ?? path}`,
    resource: textAt(context, "apiId"),
    account: textAt(context, "accountId"),
    region: /\.execute-api\.([a-z0-9-]+)\./.exec(textAt(context, "domainName") ?? "")?.[1] ?? null,
    ids,
    // Whoever called the API over HTTP was answered with the same ids.
    after: [...webhookCause(event), ...ids.map((one) => ({ ...one, kind: "external" as const }))],
    shared: traceKeys(headers, "headers"),
    sentAt: atMs === null ? null : fromMillis(atMs),
    delivery: null,
    input: event,
    inner: null,
  };
  return { items: [item], arrival };
}

/** A function that breaks is a 502 to the caller, one that runs out of time is a 504. */
export function apiOutcome(callee: HopOutcome): HopOutcome {
  return callee === "throttled" ? "error" : callee;
}

/** A route in which something stands for anything: `/{proxy+}`, `$default`, `ANY`. It names no single operation. */
export function isGreedy(route: string): boolean {
  return /\{[^{}]*\+\}|^\$default$/.test(route);
}

/** When the request came in, in epoch milliseconds. Test events of the console have 0 there, which is no moment. */
export function requestTime(event: JsonObject, field: string): number | null {
  const at = numberAt(event, "requestContext", field);
  return at === 0 ? null : at;
}
