import type { Catalog } from "../../src/catalog.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import { type Judged, judge } from "../../src/impact/judge.ts";
import type { User } from "../../src/span.ts";
import type { Hop } from "../../src/transaction.ts";
import { arrivalOf } from "./arrival-of.ts";
import { hopOf } from "./hop-of.ts";
import { transactionOf } from "./transaction-of.ts";

/** What may differ between two requests to POST /checkout; `at` is epoch seconds. */
export interface RequestWords {
  readonly at: number;
  readonly user?: string | null;
  readonly userKind?: User["kind"];
  readonly address?: string;
  readonly userAgent?: string;
  readonly route?: string;
  /** How the function and the API before it ended. */
  readonly outcome?: Hop["outcome"];
  /** The call that the function made. */
  readonly call?: Hop;
  readonly requestId?: string;
}

/** A judged request through an API and the function `checkout`. */
export function judgedOf(words: RequestWords, catalog: Catalog = EMPTY_CATALOG): Judged {
  const { at, user = null, userKind = "person", address = "203.0.113.7", outcome = "ok", call } = words;
  const { route = "/checkout", requestId = `request ${at}`, userAgent = null } = words;
  const from = "requestContext.authorizer.claims.sub";
  const arrival = arrivalOf({
    route,
    path: route,
    clientAddress: address,
    userAgent,
    user: user === null ? null : { id: user, kind: userKind, from },
  });
  const error = outcome === "ok" ? null : { type: "Boom", message: "no", stack: [], causes: [] };
  const id = `${route} ${at}`;
  const api = hopOf("apigateway shop", { id: `api ${id}`, start: at, kind: "server", outcome, requestId, arrival });
  const invocation = hopOf("lambda checkout", {
    id: `f ${id}`,
    start: at,
    outcome,
    error,
    requestId: `invocation ${at}`,
  });
  return judge(transactionOf([api], [invocation, 0], ...(call === undefined ? [] : [[call, 1] as const])), catalog);
}
