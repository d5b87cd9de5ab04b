import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import { serve } from "../serve.ts";
import { type Account, incidentOf } from "./account.ts";
import { createDirectory, type NewDirectory, serviceOf } from "./directory.ts";
import { catchUp } from "./due.ts";
import { answerEvent } from "./events-api/events-api.ts";
import { createFaults, type Fault } from "./faults.ts";
import type { Incident, Link } from "./incident.ts";
import { newId } from "./new-id.ts";
import { createPage } from "./page/page.ts";
import { createPerson, type Person } from "./person.ts";
import { createRestApi } from "./rest/rest-api.ts";
import type { Ring } from "./rings.ts";
import { type NewIncident, trigger } from "./trigger.ts";
import { envelope } from "./webhooks/envelope.ts";
import type { NewSubscription, Subscription } from "./webhooks/subscription.ts";
import { createWebhooks } from "./webhooks/webhooks.ts";

const TICK_MS = 100;
const EVENT_PATHS: readonly string[] = ["/v2/enqueue", "/v2/change/enqueue"];

export interface PagerDutyOptions extends NewDirectory {
  /** A free port otherwise. */
  readonly port?: number | undefined;
  /** The account-level REST token; made up otherwise. */
  readonly token?: string | undefined;
  /** REST requests a minute for each token; 960 otherwise, as PagerDuty allows. */
  readonly ratePerMinute?: number | undefined;
  /** Pauses (ms, real time) before the second, third, … attempt at a webhook, the last one repeating. */
  readonly retryDelaysMs?: readonly number[] | undefined;
  /** How long (ms, real time) a webhook's endpoint may take; 5 s otherwise, as PagerDuty waits. */
  readonly answerWithinMs?: number | undefined;
}

/** A change to make known, as `POST /v2/change/enqueue` does. */
export interface NewChange {
  /** A service's id. */
  readonly service: string;
  readonly summary: string;
  /** Epoch ms; now otherwise. */
  readonly at?: number | undefined;
  readonly source?: string | undefined;
  readonly details?: unknown;
  readonly links?: readonly Link[] | undefined;
}

/**
 * A running PagerDuty. The REST API, the Events API (`/v2/…`) and the page (`/`) are one server here.
 * Incidents are handed out as copies: what happens later does not change them.
 */
export interface PagerDuty extends Person {
  readonly url: string;
  readonly token: string;
  /** The integration keys of the Events API v2, by service id. */
  readonly routingKeys: Readonly<Record<string, string>>;
  /** Every ring there was, the oldest first. */
  readonly rings: readonly Ring[];
  /** Whose phones ring now. */
  readonly ringing: readonly Ring[];
  /** The oldest first. */
  readonly incidents: readonly Incident[];
  incident(id: string): Incident;
  trigger(incident: NewIncident): Incident;
  change(change: NewChange): void;
  subscribe(subscription: NewSubscription): Subscription;
  /** The next requests whose path begins with the prefix fail; one unless told. */
  fail(pathPrefix: string, fault: Fault, times?: number): void;
  stop(): Promise<void>;
}

export async function startPagerDuty(clock: Clock, options: PagerDutyOptions): Promise<PagerDuty> {
  const { token = randomBytes(15).toString("base64url"), ratePerMinute = 960, port = 0 } = options;
  const directory = createDirectory(options);
  const faults = createFaults();
  const webhooks = createWebhooks(clock, {
    retryDelaysMs: options.retryDelaysMs ?? [2_000, 4_000, 8_000, 15_000],
    answerWithinMs: options.answerWithinMs ?? 5_000,
  });
  const served = await serve((request) => faults.meet(request) ?? answer(request), { port });
  const account: Account = {
    clock,
    origin: served.url,
    directory,
    incidents: new Map(),
    changeEvents: [],
    rings: [],
    publish: (event) => webhooks.send(envelope(account, event)),
  };
  const restApi = createRestApi({ account, webhooks, token, ratePerMinute });
  const page = createPage(account);
  const answer = (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST" && EVENT_PATHS.includes(pathname)) return answerEvent(account, request);
    return pathname === "/" || pathname.startsWith("/page/") ? page(request) : restApi(request);
  };
  const ticking = setInterval(() => catchUp(account), TICK_MS).unref();
  /** The account as it is now. */
  const now = (): Account => {
    catchUp(account);
    return account;
  };
  return {
    url: served.url,
    token,
    routingKeys: Object.fromEntries(directory.routingKeys),
    ...createPerson(account),
    get rings() {
      return structuredClone(now().rings);
    },
    get ringing() {
      return structuredClone(now().rings.filter(({ until }) => until === null));
    },
    get incidents() {
      return structuredClone([...now().incidents.values()]);
    },
    incident: (id) => structuredClone(incidentOf(now(), id)),
    trigger(wanted) {
      const at = wanted.createdAt ?? now().clock.now();
      const incident = trigger(account, wanted, { at, by: { kind: "service", id: wanted.service }, channel: "api" });
      return structuredClone(incident);
    },
    change({ service, summary, at, source, details, links }) {
      account.changeEvents.push({
        id: newId("01", 26),
        serviceId: serviceOf(directory, service).id,
        at: at ?? clock.now(),
        summary,
        source: source ?? null,
        details: details ?? {},
        links: links ?? [],
      });
    },
    subscribe: (subscription) => webhooks.subscribe(subscription),
    fail: (pathPrefix, fault, times = 1) => faults.add(pathPrefix, fault, times),
    async stop() {
      clearInterval(ticking);
      await served.stop();
      await webhooks.stop();
    },
  };
}
