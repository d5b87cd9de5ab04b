import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Account } from "../account.ts";
import { invalidInput, notFound } from "../refusal.ts";
import { serviceReference } from "../resources/reference.ts";
import { INCIDENT_EVENT_TYPES, pingEnvelope } from "../webhooks/envelope.ts";
import type { Subscription } from "../webhooks/subscription.ts";
import { bodyOf, type Call, ok, type Reply, type Route } from "./call.ts";
import { paged } from "./query.ts";

/** Nobody needs to be named in `From` here. Subscriptions are neither changed nor deleted. */
export const webhookSubscriptionRoutes: readonly Route[] = [
  { method: "GET", path: "/webhook_subscriptions", answer: list },
  { method: "POST", path: "/webhook_subscriptions", answer: create },
  { method: "GET", path: "/webhook_subscriptions/{id}", answer: get },
  { method: "POST", path: "/webhook_subscriptions/{id}/enable", answer: enable },
  { method: "POST", path: "/webhook_subscriptions/{id}/ping", answer: ping },
];

/** The sandbox's endpoints are plain http on this machine, which PagerDuty allows. There are no teams to filter by. */
const newSubscription = z.object({
  webhook_subscription: z.object({
    type: z.literal("webhook_subscription"),
    description: z.string().optional(),
    delivery_method: z.object({
      type: z.literal("http_delivery_method"),
      url: z.url({ protocol: /^https?$/ }),
      custom_headers: z
        .array(z.object({ name: z.string().regex(/^[\w-]+$/), value: z.string().regex(/^[ -~]*$/) }))
        .optional(),
    }),
    events: z.array(z.enum(INCIDENT_EVENT_TYPES)).min(1),
    filter: z.discriminatedUnion("type", [
      z.object({ type: z.literal("account_reference") }),
      z.object({ type: z.literal("service_reference"), id: z.string() }),
    ]),
  }),
});

function list({ account, query, webhooks }: Call): Reply {
  const found = [...webhooks.subscriptions.values()];
  return ok(paged(query, "webhook_subscriptions", found, (one) => subscriptionResource(account, one, null)));
}

function create(call: Call): Reply {
  const { account, webhooks } = call;
  const { description, delivery_method, events, filter } = bodyOf(call, newSubscription).webhook_subscription;
  const serviceId = filter.type === "service_reference" ? filter.id : undefined;
  if (serviceId !== undefined && !account.directory.services.has(serviceId)) throw invalidInput(["Service not found"]);
  const secret = randomBytes(48).toString("base64");
  const subscription = webhooks.subscribe({
    url: delivery_method.url,
    secrets: [secret],
    events,
    serviceId,
    description,
    headers: Object.fromEntries((delivery_method.custom_headers ?? []).map(({ name, value }) => [name, value])),
  });
  return ok({ webhook_subscription: subscriptionResource(account, subscription, secret) });
}

function get({ account, id, webhooks }: Call): Reply {
  return ok({ webhook_subscription: subscriptionResource(account, find(webhooks.subscriptions, id), null) });
}

function enable({ account, id, webhooks }: Call): Reply {
  const subscription = find(webhooks.subscriptions, id);
  subscription.enable();
  return ok({ webhook_subscription: subscriptionResource(account, subscription, null) });
}

function ping({ account, id, webhooks }: Call): Reply {
  find(webhooks.subscriptions, id).offer(pingEnvelope(account.clock.now()));
  return { status: 202, body: {} };
}

function find(subscriptions: ReadonlyMap<string, Subscription>, id: string): Subscription {
  const subscription = subscriptions.get(id);
  if (subscription === undefined) throw notFound();
  return subscription;
}

/** The secret is shown once, when the subscription is made; values of custom headers never. */
function subscriptionResource(account: Account, subscription: Subscription, secret: string | null): object {
  return {
    id: subscription.id,
    type: "webhook_subscription",
    active: true,
    description: subscription.description,
    delivery_method: {
      id: subscription.id,
      type: "http_delivery_method",
      url: subscription.url,
      secret,
      temporarily_disabled: subscription.temporarilyDisabled,
      custom_headers: Object.keys(subscription.headers).map((name) => ({ name, value: "<redacted>" })),
    },
    events: subscription.events,
    filter:
      subscription.serviceId === null
        ? { type: "account_reference" }
        : { id: subscription.serviceId, type: serviceReference(account, subscription.serviceId).type },
  };
}
