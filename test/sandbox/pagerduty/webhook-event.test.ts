import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventTypeOf, startEndpoint, v1 } from "./endpoint.ts";
import { MINUTE_MS, startWorld } from "./world.ts";

describe("a PagerDuty webhook", () => {
  test("is signed over the raw bytes with every secret, whatever the title is written in", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["old secret", "new secret"] });
    trigger("Fahrten: Störung 🚨 – Überlast");
    await subscription.settled();
    const [first] = endpoint.received;
    assert.ok(first !== undefined);
    assert.ok(first.body.length > first.body.toString().length, "the title takes more bytes than characters");
    assert.equal(
      first.headers["x-pagerduty-signature"],
      `${v1(first.body, "old secret")},${v1(first.body, "new secret")}`,
    );
    assert.equal(first.headers["user-agent"], "PagerDuty-Webhook/V3.0");
    assert.equal(first.headers["content-type"], "application/json");
    assert.equal(first.headers["x-webhook-subscription"], subscription.id);
  });

  test("carries one event in PagerDuty's envelope, without the alert's details", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const { id } = trigger();
    pagerDuty.acknowledge(id, "PADA");
    await subscription.settled();
    const [triggered, acknowledged] = endpoint.received.map(({ body }): unknown => JSON.parse(body.toString()));
    assert.partialDeepStrictEqual(triggered, {
      event: {
        event_type: "incident.triggered",
        resource_type: "incident",
        occurred_at: "2026-11-22T02:32:00.000Z",
        agent: { id: "PRIDES", type: "service_reference" },
        client: null,
        data: {
          id,
          type: "incident",
          self: `${pagerDuty.url}/incidents/${id}`,
          number: 1,
          status: "triggered",
          title: "DynamoDB is throttling",
          created_at: "2026-11-22T02:32:00Z",
          urgency: "high",
          service: { id: "PRIDES", summary: "Rides" },
          assignees: [{ id: "PADA" }],
          escalation_policy: { id: "PTEAM" },
          priority: null,
        },
      },
    });
    assert.doesNotMatch(JSON.stringify(triggered), /AlarmName/);
    assert.partialDeepStrictEqual(acknowledged, {
      event: {
        event_type: "incident.acknowledged",
        agent: { id: "PADA", type: "user_reference" },
        data: { status: "acknowledged" },
      },
    });
  });

  test("is sent for every change that PagerDuty tells of, in order", async (t) => {
    const { pagerDuty, trigger, call, pass } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const { id } = trigger();
    pass(6 * MINUTE_MS);
    pagerDuty.acknowledge(id, "PBO");
    pagerDuty.snooze(id, "PBO", 60);
    pass(2 * MINUTE_MS);
    pagerDuty.reassign(id, "PBO", ["PADA"]);
    pagerDuty.setPriority(id, "PBO", "P1ST");
    pagerDuty.addNote(id, "PBO", "looking");
    const asked = {
      requester_id: "PBO",
      message: "help",
      responder_request_targets: [{ responder_request_target: { id: "PCY", type: "user" } }],
    };
    await call("POST", `/incidents/${id}/responder_requests`, { data: asked });
    pagerDuty.reply(id, "PCY", "declined");
    await call("POST", `/incidents/${id}/status_updates`, { data: { message: "on it" } });
    await call("PUT", `/incidents/${id}`, {
      data: { incident: { type: "incident", escalation_policy: { id: "POPS" } } },
    });
    pagerDuty.resolve(id, "PADA", "done");
    pagerDuty.reopen(id, "PADA");
    await subscription.settled();
    assert.deepEqual(endpoint.received.map(eventTypeOf), [
      "incident.triggered",
      "incident.escalated",
      "incident.acknowledged",
      "incident.unacknowledged",
      "incident.reassigned",
      "incident.priority_updated",
      "incident.annotated",
      "incident.responder.added",
      "incident.responder.replied",
      "incident.status_update_published",
      "incident.delegated",
      "incident.resolved",
      "incident.annotated",
      "incident.reopened",
    ]);
    const bodies = endpoint.received.map(({ body }): unknown => JSON.parse(body.toString()));
    assert.partialDeepStrictEqual(bodies[6], {
      event: {
        data: {
          type: "incident_note",
          content: "looking",
          trimmed: false,
          incident: { id, summary: "DynamoDB is throttling" },
        },
      },
    });
    assert.partialDeepStrictEqual(bodies[8], {
      event: { data: { type: "incident_responder", user: { id: "PCY" }, state: "declined" } },
    });
  });

  test("tells of the incident as it was when the event happened, however late it is delivered", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    endpoint.answers.push(503, 503);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const { id } = trigger();
    pagerDuty.resolve(id, "PADA");
    await subscription.settled();
    assert.partialDeepStrictEqual(JSON.parse(endpoint.received[2]?.body.toString() ?? ""), {
      event: { event_type: "incident.triggered", data: { status: "triggered" } },
    });
  });

  test("goes only to who wants such events of such a service", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    const some = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"], events: ["incident.resolved"] });
    const other = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"], serviceId: "PBILLS" });
    pagerDuty.resolve(trigger().id, "PADA");
    await Promise.all([some.settled(), other.settled()]);
    assert.deepEqual(endpoint.received.map(eventTypeOf), ["incident.resolved"]);
    assert.deepEqual(other.deliveries, []);
  });
});
