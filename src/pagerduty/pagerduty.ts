import { api } from "@pagerduty/pdjs";
import { z } from "zod";
import { Fault, sentenceOf } from "../fault.ts";
import type { IncidentState, Person, Priority } from "../investigation.ts";
import { paceOf } from "../pace.ts";
import { enqueue } from "./enqueue.ts";
import { incidentSchema, incidentStateOf } from "./incident.ts";
import { LIMITS } from "./limits.ts";
import { read, refusal } from "./read-answer.ts";

/** A user of PagerDuty. */
export interface Responder extends Person {
  readonly email: string;
}

/** What the bot asks of PagerDuty. Every method throws a fault with a sentence that can be shown. `from`: a user's email. */
export interface PagerDuty {
  /** The incident, its alerts and the changes that are related to it as they are, for `parseAlert`, and what was not told. */
  evidence(id: string): Promise<{
    incident: unknown;
    alerts: unknown[];
    change_events: unknown[];
    gaps?: { what: string; why: string }[];
  }>;
  incident(id: string): Promise<IncidentState>;
  acknowledge(id: string, from: string): Promise<IncidentState>;
  /** The account's priorities, the highest first; none where it does not have the feature. */
  priorities(): Promise<Priority[]>;
  setPriority(id: string, priority: string, from: string): Promise<IncidentState>;
  escalate(id: string, level: number, from: string): Promise<IncidentState>;
  snooze(id: string, seconds: number, from: string): Promise<IncidentState>;
  /** Gives it to these people, and to nobody after them; it rings them, and a snooze is over. */
  reassign(id: string, users: readonly string[], from: string): Promise<IncidentState>;
  /** Opens an incident that rings, or adds to it where one of this key is open. False where no routing key is configured. */
  ring(key: string, summary: string, link: Link): Promise<boolean>;
  /**
   * Acknowledges by the Events API, which says only that it took the event: it acts where the incident came in by the same
   * routing key. False where none is configured.
   */
  acknowledgeByEvent(key: string): Promise<boolean>;
  note(id: string, text: string, from: string): Promise<void>;
  requestResponders(
    id: string,
    requester: string,
    users: readonly string[],
    message: string,
    from: string,
  ): Promise<void>;
  userByEmail(email: string): Promise<Responder | null>;
  user(id: string): Promise<Responder>;
  /** The people who are on call at each level of an escalation policy, the first level first. */
  levels(policy: string): Promise<Person[][]>;
  /** Every webhook subscription of the account. */
  subscriptions(): Promise<Subscription[]>;
  businessServices(): Promise<BusinessService[]>;
  /** The ids of the business services that depend on a service, with nothing between. */
  dependents(service: string): Promise<string[]>;
}

export interface BusinessService {
  readonly id: string;
  readonly name: string;
}

/** A V3 webhook subscription, as far as it has to fit. */
export interface Subscription {
  readonly url: string;
  readonly events: readonly string[];
  /** False where it was switched off, or PagerDuty has silenced it for a while. */
  readonly active: boolean;
}

export interface Link {
  readonly href: string;
  readonly text: string;
}

interface Settings {
  readonly token: string;
  /** `https://api.pagerduty.com`, without a slash at its end. */
  readonly url: string;
  /** Of an integration of the Events API v2; null: nothing new can be rung. */
  readonly routingKey: string | null;
  /** `https://events.pagerduty.com`, without a slash at its end. */
  readonly eventsUrl: string;
}

const user = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  summary: z.string().nullish(),
  email: z.string(),
});
const onCall = z.looseObject({
  escalation_level: z.int().min(1).max(100),
  user: z.looseObject({ id: z.string(), summary: z.string().nullish() }),
});
const priority = z.looseObject({ id: z.string(), name: z.string().nullish(), summary: z.string().nullish() });
const subscription = z.looseObject({
  active: z.boolean().nullish(),
  events: z.array(z.string()),
  delivery_method: z.looseObject({ url: z.string().nullish(), temporarily_disabled: z.boolean().nullish() }),
});
const businessService = z.looseObject({ id: z.string(), name: z.string().nullish(), summary: z.string().nullish() });
const side = z.looseObject({ id: z.string(), type: z.string() });
const dependencies = z.looseObject({
  relationships: z.array(z.looseObject({ supporting_service: side, dependent_service: side })),
});
const aPage = z.looseObject({ more: z.boolean().nullish() });
/**
 * The one place where pdjs is used. It has no working timeout, waits 20 s blindly when it is refused for its rate, and
 * resolves on errors: so each request is paced beneath the limit, ends with its own signal, and its status is checked here.
 */
export function pagerDutyOf({ token, url, routingKey, eventsUrl }: Settings): PagerDuty {
  const pace = paceOf(LIMITS.requestsPerSecond);

  const call = async (
    method: "get" | "post" | "put",
    path: string,
    from: string | null,
    data?: object,
  ): Promise<unknown> => {
    const until = AbortSignal.timeout(LIMITS.requestMs);
    const ask = async () => {
      await pace(until);
      return api({
        token,
        url: `${url}${path}`,
        method,
        requestTimeout: 0,
        retryTimeout: 1,
        signal: until,
        ...(data === undefined ? {} : { data }),
        ...(from === null ? {} : { headers: { From: from } }),
      });
    };
    const response = await ask().catch((error: unknown) => {
      // A body that is not JSON rejects with the response itself.
      if (typeof error === "object" && error !== null && "status" in error) throw refusal(Number(error.status), null);
      throw new Fault("unavailable", `PagerDuty cannot be reached: ${sentenceOf(error)}`, { cause: error });
    });
    if (!response.ok) throw refusal(response.status, response.data);
    return response.data;
  };
  /** All pages of a list. `path` has its query already. */
  const list = async <T>(path: string, name: string, element: z.ZodType<T>): Promise<T[]> => {
    const all: T[] = [];
    for (let more = true; more; ) {
      const page = read(aPage, await call("get", `${path}limit=${LIMITS.page}&offset=${all.length}`, null));
      const found = read(z.array(element), page[name]);
      all.push(...found);
      more = page.more === true && found.length > 0 && all.length + LIMITS.page <= LIMITS.listMost;
    }
    return all;
  };
  const put = async (id: string, change: object, from: string): Promise<IncidentState> =>
    one(
      await call("put", `/incidents/${encodeURIComponent(id)}`, from, {
        incident: { type: "incident_reference", ...change },
      }),
    );

  /** Not every plan has them, and the alert stands without; that PagerDuty did not answer is told. */
  const unavailable = (error: unknown): Fault | null => {
    if (!(error instanceof Fault)) throw error;
    return error.code === "unavailable" ? error : null;
  };

  return {
    async evidence(id) {
      const path = `/incidents/${encodeURIComponent(id)}`;
      const incident = read(z.looseObject({ incident: z.unknown() }), await call("get", path, null)).incident;
      const [alerts, changes] = await Promise.all([
        list(`${path}/alerts?`, "alerts", z.unknown()),
        call("get", `${path}/related_change_events?limit=${LIMITS.page}`, null).catch(unavailable),
      ]);
      if (changes instanceof Fault) {
        const gaps = [{ what: "change events of PagerDuty", why: sentenceOf(changes) }];
        return { incident, alerts, change_events: [], gaps };
      }
      const related = z.looseObject({ change_events: z.array(z.unknown()) }).safeParse(changes);
      return { incident, alerts, change_events: related.data?.change_events ?? [] };
    },
    incident: async (id) => one(await call("get", `/incidents/${encodeURIComponent(id)}`, null)),
    acknowledge: (id, from) => put(id, { status: "acknowledged" }, from),
    priorities: async () => {
      try {
        const all = await list("/priorities?", "priorities", priority);
        return all.map(({ id, name, summary }) => ({ id, name: name ?? summary ?? id }));
      } catch (error) {
        // 402: the plan of the account has none.
        if (error instanceof Fault && error.code === "refused") return [];
        throw error;
      }
    },
    setPriority: (id, one, from) => put(id, { priority: { id: one, type: "priority_reference" } }, from),
    escalate: (id, level, from) => put(id, { escalation_level: level }, from),
    reassign: (id, users, from) => {
      const assignments = users.map((user) => ({ assignee: { id: user, type: "user_reference" } }));
      return put(id, { assignments }, from);
    },
    ring: async (key, summary, link) => {
      if (routingKey === null) return false;
      const payload = {
        summary: summary.slice(0, LIMITS.summaryCharacters),
        source: "wake-or-wait",
        severity: "critical",
      };
      await enqueue(eventsUrl, routingKey, { event_action: "trigger", dedup_key: key, payload, links: [link] });
      return true;
    },
    acknowledgeByEvent: async (key) => {
      if (routingKey === null) return false;
      await enqueue(eventsUrl, routingKey, { event_action: "acknowledge", dedup_key: key });
      return true;
    },
    snooze: async (id, seconds, from) => {
      const duration = Math.max(1, Math.min(LIMITS.snoozeMostSeconds, Math.round(seconds)));
      return one(await call("post", `/incidents/${encodeURIComponent(id)}/snooze`, from, { duration }));
    },
    note: async (id, text, from) => {
      const content = text.slice(0, LIMITS.noteCharacters);
      await call("post", `/incidents/${encodeURIComponent(id)}/notes`, from, { note: { content } });
    },
    requestResponders: async (id, requester, users, message, from) => {
      await call("post", `/incidents/${encodeURIComponent(id)}/responder_requests`, from, {
        requester_id: requester,
        message,
        responder_request_targets: users.map((one) => ({
          responder_request_target: { id: one, type: "user_reference" },
        })),
      });
    },
    userByEmail: async (email) => {
      const users = await list(`/users?query=${encodeURIComponent(email)}&`, "users", user);
      const same = users.find((one) => one.email.toLowerCase() === email.toLowerCase());
      return same === undefined ? null : responder(same);
    },
    user: async (id) =>
      responder(read(z.looseObject({ user }), await call("get", `/users/${encodeURIComponent(id)}`, null)).user),
    subscriptions: async () => {
      const found = await list("/webhook_subscriptions?", "webhook_subscriptions", subscription);
      return found.map(({ active, events, delivery_method: { url, temporarily_disabled: silenced } }) => {
        return { url: url ?? "", events, active: active !== false && silenced !== true };
      });
    },
    businessServices: async () => {
      const all = await list("/business_services?", "business_services", businessService);
      return all.map(({ id, name, summary }) => ({ id, name: name ?? summary ?? id }));
    },
    dependents: async (service) => {
      const path = `/service_dependencies/technical_services/${encodeURIComponent(service)}`;
      const { relationships } = read(dependencies, await call("get", path, null));
      return relationships.flatMap(({ supporting_service: supporting, dependent_service: { id, type } }) =>
        supporting.id === service && type.startsWith("business_service") ? id : [],
      );
    },
    levels: async (id) => {
      // Who is on call now, whether a level names people or schedules.
      const oncalls = await list(`/oncalls?escalation_policy_ids[]=${encodeURIComponent(id)}&`, "oncalls", onCall);
      const byLevel = Map.groupBy(oncalls, ({ escalation_level: level }) => level);
      const last = Math.max(0, ...byLevel.keys());
      return Array.from({ length: last }, (_, place) => {
        const people = new Map(
          (byLevel.get(place + 1) ?? []).map(({ user: { id: who, summary } }) => [who, summary ?? who]),
        );
        return [...people].map(([who, name]) => ({ id: who, name }));
      });
    },
  };
}

function one(data: unknown): IncidentState {
  return incidentStateOf(read(z.looseObject({ incident: incidentSchema }), data).incident);
}

function responder({ id, name, summary, email }: z.infer<typeof user>): Responder {
  return { id, name: name ?? summary ?? email, email };
}
