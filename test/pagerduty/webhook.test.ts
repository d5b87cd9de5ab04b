import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Fault } from "../../src/fault.ts";
import { parseWebhook } from "../../src/pagerduty/webhook.ts";
import { fromMillis } from "../../src/time.ts";
import { startEndpoint } from "../sandbox/pagerduty/endpoint.ts";
import { startWorld, until } from "../sandbox/pagerduty/world.ts";

const INCIDENT = {
  id: "Q1",
  type: "incident",
  status: "triggered",
  title: "DynamoDB is throttling",
  html_url: "https://acme.pagerduty.com/incidents/Q1",
  created_at: "2026-11-22T02:32:00Z",
  urgency: "high",
  service: { id: "PRIDES", type: "service_reference", summary: "Rides" },
  escalation_policy: { id: "PTEAM", summary: "Rides team" },
  assignees: [{ id: "PADA", summary: "Ada" }],
};

describe("a PagerDuty webhook", () => {
  test("tells what happened to which incident, when, and by whom", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const { id } = trigger();
    pagerDuty.acknowledge(id, "PBO");
    pagerDuty.resolve(id, "PBO");
    await until("all was delivered", () => endpoint.received.length === 3);
    const [triggered, acknowledged, resolved] = endpoint.received.map(({ body }) => parseWebhook(body));
    const at = fromMillis(Date.parse("2026-11-22T02:32:00Z"));
    assert.partialDeepStrictEqual(triggered, {
      type: "incident.triggered",
      at,
      incident: {
        id,
        title: "DynamoDB is throttling",
        url: `${pagerDuty.url}/#${id}`,
        status: "triggered",
        urgency: "high",
        service: "Rides",
        escalationPolicy: "PTEAM",
        assignees: [{ id: "PADA", name: "Ada" }],
        priority: null,
        createdAt: at,
      },
    });
    assert.partialDeepStrictEqual(acknowledged, {
      type: "incident.acknowledged",
      agent: "Bo",
      incident: { id, status: "acknowledged", assignees: [{ id: "PBO", name: "Bo" }] },
    });
    assert.partialDeepStrictEqual(resolved, {
      type: "incident.resolved",
      incident: { status: "resolved", assignees: [] },
    });
    assert.equal(new Set([triggered, acknowledged, resolved].map((event) => event?.id)).size, 3);
  });

  test("of a note names the incident that the note is on", () => {
    const data = { type: "incident_note", id: "N1", incident: { id: "Q1", type: "incident_reference", summary: null } };
    const { incident } = parseWebhook(bodyOf("incident.annotated", data));
    assert.partialDeepStrictEqual(incident, { id: "Q1", title: "Q1", assignees: [], escalationPolicy: null });
  });

  for (const [what, data] of [
    ["a service", { id: "PRIDES", type: "service", summary: "Rides" }],
    ["nothing", null],
    ["a ping", { message: "Hello from your friend Pagey!", type: "ping" }],
    ["an incident without id", { ...INCIDENT, id: "" }],
  ] as const) {
    test(`about ${what} is about no incident`, () => {
      const event = parseWebhook(bodyOf("pagey.ping", data));
      assert.equal(event.incident, null);
      assert.equal(event.type, "pagey.ping");
    });
  }

  for (const change of [
    { status: "merged" },
    { assignees: [{ name: "no id" }] },
    { assignees: "Ada" },
    { service: "Rides" },
    { escalation_policy: 7 },
    { urgency: {} },
    { title: 5, summary: "DynamoDB is throttling" },
    { created_at: 12 },
    { something: { of: "tomorrow" } },
  ]) {
    test(`is not lost because of ${JSON.stringify(change)}`, () => {
      const { incident } = parseWebhook(bodyOf("incident.triggered", { ...INCIDENT, ...change }));
      assert.equal(incident?.id, "Q1");
      assert.equal(incident?.title, "DynamoDB is throttling");
    });
  }

  for (const [what, body] of [
    ["no JSON", "{"],
    ["nothing", ""],
    ["no object", "[]"],
    ["an event without id", JSON.stringify({ event: { event_type: "incident.triggered", data: INCIDENT } })],
    ["an event without type", JSON.stringify({ event: { id: "1", data: INCIDENT } })],
  ] as const) {
    test(`that holds ${what} cannot be read, and says so`, () =>
      assert.throws(() => parseWebhook(Buffer.from(body)), isUnreadable));
  }

  test("that is not UTF-8 cannot be read, and says so", () => {
    const body = Buffer.concat([Buffer.from('{"event":{"id":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}}')]);
    assert.throws(() => parseWebhook(body), isUnreadable);
  });
});

function bodyOf(type: string, data: unknown): Buffer {
  return Buffer.from(
    JSON.stringify({ event: { id: "01EVENT", event_type: type, occurred_at: null, agent: null, data } }),
  );
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Fault && error.code === "unreadable";
}
