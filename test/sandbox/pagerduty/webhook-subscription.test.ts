import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { startEndpoint, v1 } from "./endpoint.ts";
import { startWorld, until } from "./world.ts";

describe("a PagerDuty webhook subscription", () => {
  const wanted = (url: string, changed: object = {}): object => ({
    webhook_subscription: {
      type: "webhook_subscription",
      description: "Wake or Wait",
      delivery_method: { type: "http_delivery_method", url, custom_headers: [{ name: "x-team", value: "rides" }] },
      events: ["incident.triggered"],
      filter: { type: "service_reference", id: "PRIDES" },
      ...changed,
    },
  });
  const created = z.object({
    webhook_subscription: z.object({ id: z.string(), delivery_method: z.object({ secret: z.string().min(32) }) }),
  });

  test("is made through the API, which shows its secret once", async (t) => {
    const { pagerDuty, call, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    const made = await call("POST", "/webhook_subscriptions", { data: wanted(endpoint.url), from: null });
    assert.equal(made.status, 200);
    const { id, delivery_method } = created.parse(made.body).webhook_subscription;
    trigger();
    await until("the webhook came", () => endpoint.received.length > 0);
    const [first] = endpoint.received;
    assert.ok(first !== undefined);
    assert.equal(first.headers["x-pagerduty-signature"], v1(first.body, delivery_method.secret));
    assert.equal(first.headers["x-team"], "rides");
    const shown = await call("GET", `/webhook_subscriptions/${id}`);
    assert.partialDeepStrictEqual(shown.body, {
      webhook_subscription: {
        delivery_method: {
          secret: null,
          temporarily_disabled: false,
          custom_headers: [{ name: "x-team", value: "<redacted>" }],
        },
        filter: { type: "service_reference", id: "PRIDES" },
      },
    });
    assert.partialDeepStrictEqual((await call("GET", "/webhook_subscriptions")).body, {
      webhook_subscriptions: [{ id }],
    });
    assert.equal(pagerDuty.incidents.length, 1);
  });

  test("is refused without a url, with unknown events or for an unknown service", async (t) => {
    const { call } = await startWorld(t);
    const url = "https://example.com/hook";
    for (const data of [
      wanted("nowhere"),
      wanted(url, { events: ["incident.exploded"] }),
      wanted(url, { filter: { type: "service_reference", id: "PNONE" } }),
      wanted(url, { filter: { type: "team_reference", id: "PTEAM" } }),
    ]) {
      assert.equal((await call("POST", "/webhook_subscriptions", { data })).status, 400);
    }
  });

  test("can be tried with a ping, and enabled again", async (t) => {
    const { pagerDuty, call, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    assert.equal((await call("POST", `/webhook_subscriptions/${subscription.id}/ping`)).status, 202);
    await subscription.settled();
    assert.partialDeepStrictEqual(JSON.parse(endpoint.received[0]?.body.toString() ?? ""), {
      event: { event_type: "pagey.ping", resource_type: "pagey", data: { type: "ping" } },
    });
    endpoint.answers.push(400, 400, 400);
    for (const title of ["1", "2", "3"]) trigger(title);
    await subscription.settled();
    assert.equal(subscription.temporarilyDisabled, true);
    const { status, body } = await call("POST", `/webhook_subscriptions/${subscription.id}/enable`);
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, { webhook_subscription: { delivery_method: { temporarily_disabled: false } } });
    trigger("4");
    await subscription.settled();
    assert.equal(subscription.deliveries.at(-1)?.state, "delivered");
  });
});
