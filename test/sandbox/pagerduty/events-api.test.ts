import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { z } from "zod";
import { idsIn, MINUTE_MS, NIGHT, startWorld, type World } from "./world.ts";

const RIDES_KEY = "a".repeat(32);

/** What Alertmanager and CloudWatch bridges send. */
const TRIGGER = {
  routing_key: RIDES_KEY,
  event_action: "trigger",
  dedup_key: "rides/throttle",
  client: "CloudWatch",
  client_url: "https://console.aws.amazon.com/cloudwatch",
  links: [{ href: "https://example.com/runbook", text: "Runbook" }],
  payload: {
    summary: "ALARM: rides-throttled",
    source: "dynamodb:rides",
    severity: "critical",
    component: "rides",
    custom_details: { AlarmName: "rides-throttled" },
  },
};

async function enqueue({ pagerDuty }: World, event: unknown, path = "/v2/enqueue"): Promise<[number, unknown]> {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const response = await fetch(pagerDuty.url + path, { method: "POST", body });
  return [response.status, await response.json()];
}

const invalid = (...errors: string[]): [number, unknown] => [
  400,
  { status: "invalid event", message: "Event object is invalid", errors },
];

describe("PagerDuty's Events API", () => {
  test("makes an incident of a trigger", async (t) => {
    const world = await startWorld(t);
    assert.deepEqual(await enqueue(world, TRIGGER), [
      202,
      { status: "success", message: "Event processed", dedup_key: "rides/throttle" },
    ]);
    const [incident] = world.pagerDuty.incidents;
    assert.partialDeepStrictEqual(incident, {
      title: "ALARM: rides-throttled",
      key: "rides/throttle",
      status: "triggered",
    });
    const { body } = await world.call("GET", `/incidents/${incident?.id}/alerts`);
    assert.partialDeepStrictEqual(body, {
      alerts: [
        {
          alert_key: "rides/throttle",
          body: {
            contexts: [{ type: "link", href: "https://example.com/runbook", text: "Runbook" }],
            details: { AlarmName: "rides-throttled" },
            cef_details: { client: "CloudWatch", source_origin: "dynamodb:rides", source_component: "rides" },
          },
        },
      ],
    });
  });

  test("takes a second trigger with the same key for the same alert, until that is resolved", async (t) => {
    const world = await startWorld(t);
    await enqueue(world, TRIGGER);
    await enqueue(world, TRIGGER);
    assert.equal(world.pagerDuty.incidents.length, 1);
    await enqueue(world, { routing_key: RIDES_KEY, event_action: "resolve", dedup_key: "rides/throttle" });
    await enqueue(world, TRIGGER);
    assert.deepEqual(
      world.pagerDuty.incidents.map(({ status }) => status),
      ["resolved", "triggered"],
    );
  });

  test("makes up a key where none is given", async (t) => {
    const world = await startWorld(t);
    const { dedup_key: _, ...event } = TRIGGER;
    const [, first] = await enqueue(world, event);
    const [, second] = await enqueue(world, event);
    const key = (body: unknown): string => z.object({ dedup_key: z.string().min(1) }).parse(body).dedup_key;
    assert.notEqual(key(first), key(second));
    assert.equal(world.pagerDuty.incidents.length, 2);
  });

  test("acknowledges for the service, which leaves the incident with whom it was", async (t) => {
    const world = await startWorld(t);
    await enqueue(world, TRIGGER);
    await enqueue(world, { routing_key: RIDES_KEY, event_action: "acknowledge", dedup_key: "rides/throttle" });
    assert.partialDeepStrictEqual(world.pagerDuty.incidents, [
      {
        status: "acknowledged",
        acknowledgements: [{ by: { kind: "service", id: "PRIDES" } }],
        assignments: [{ userId: "PADA" }],
      },
    ]);
    assert.deepEqual(world.pagerDuty.ringing, []);
  });

  test("resolves an incident only with the last of its alerts", async (t) => {
    const world = await startWorld(t);
    const alerts = ["one", "two"].map((key) => ({ key, severity: "critical" as const, details: {} }));
    const { id } = world.pagerDuty.trigger({ title: "both", service: "PRIDES", alerts });
    await enqueue(world, { routing_key: RIDES_KEY, event_action: "resolve", dedup_key: "one" });
    assert.equal(world.pagerDuty.incident(id).status, "triggered");
    await enqueue(world, { routing_key: RIDES_KEY, event_action: "resolve", dedup_key: "two" });
    assert.equal(world.pagerDuty.incident(id).status, "resolved");
  });

  test("accepts and drops what belongs to no open alert, or to another routing key", async (t) => {
    const world = await startWorld(t);
    await enqueue(world, TRIGGER);
    const other = world.pagerDuty.routingKeys["PBILLS"];
    for (const event of [
      { routing_key: RIDES_KEY, event_action: "resolve", dedup_key: "never heard of" },
      { routing_key: other, event_action: "resolve", dedup_key: "rides/throttle" },
    ]) {
      assert.equal((await enqueue(world, event))[0], 202);
    }
    assert.equal(world.pagerDuty.incidents[0]?.status, "triggered");
  });

  test("decides the urgency by severity where the service says so", async (t) => {
    const world = await startWorld(t);
    const routing_key = world.pagerDuty.routingKeys["PBILLS"];
    for (const severity of ["critical", "error", "warning", "info"]) {
      await enqueue(world, { ...TRIGGER, routing_key, dedup_key: severity, payload: { ...TRIGGER.payload, severity } });
    }
    assert.deepEqual(
      world.pagerDuty.incidents.map(({ urgency }) => urgency),
      ["high", "high", "low", "low"],
    );
  });

  test("lists what is wrong with an event", async (t) => {
    const world = await startWorld(t);
    const { payload } = TRIGGER;
    assert.deepEqual(
      await enqueue(world, {}),
      invalid("'routing_key' cannot be blank", "'event_action' is missing or blank"),
    );
    assert.deepEqual(
      await enqueue(world, { ...TRIGGER, routing_key: "short" }),
      invalid("Length of 'routing_key' is incorrect (should be 32 characters)"),
    );
    assert.deepEqual(await enqueue(world, { ...TRIGGER, routing_key: "b".repeat(32) }), invalid("Invalid routing key"));
    assert.deepEqual(
      await enqueue(world, { ...TRIGGER, payload: { source: "x", severity: "fatal" } }),
      invalid(
        "'payload.summary' is missing or blank",
        "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
      ),
    );
    assert.deepEqual(
      await enqueue(world, { ...TRIGGER, payload: undefined }),
      invalid("'payload' is missing or blank"),
    );
    assert.deepEqual(
      await enqueue(world, { ...TRIGGER, event_action: "resolve", dedup_key: "" }),
      invalid("'dedup_key' is missing or blank"),
    );
    assert.deepEqual(await enqueue(world, { ...TRIGGER, payload: { ...payload, summary: "x".repeat(1025) } }), [
      400,
      {
        status: "invalid event",
        message: "Event object is invalid",
        errors: ["Length of 'payload.summary' is incorrect (should be at most 1024 characters)"],
      },
    ]);
    assert.deepEqual(await enqueue(world, "{"), [
      400,
      { status: "Unrecognized object", message: "Event object format is unrecognized", errors: ["JSON parse error"] },
    ]);
    assert.deepEqual(world.pagerDuty.incidents, []);
  });

  test("refuses an event of more than 512 KB", async (t) => {
    const world = await startWorld(t);
    const [status] = await enqueue(world, { ...TRIGGER, filler: "x".repeat(512 * 1024) });
    assert.equal(status, 413);
  });
});

describe("PagerDuty's change events", () => {
  const deploy = (summary: string, timestamp: string): object => ({
    routing_key: RIDES_KEY,
    payload: { summary, timestamp, source: "pipeline", custom_details: { build: "42" } },
    links: [{ href: "https://example.com/builds/42" }],
  });

  test("are listed, the newest first, and related to an incident of their service that follows", async (t) => {
    const world = await startWorld(t);
    const change = (summary: string, timestamp: string): Promise<[number, unknown]> =>
      enqueue(world, deploy(summary, timestamp), "/v2/change/enqueue");
    assert.deepEqual(await change("the day before yesterday", "2026-11-20T02:00:00Z"), [
      202,
      { status: "success", message: "Change event processed" },
    ]);
    await change("just before", "2026-11-22T02:20:00Z");
    await change("afterwards", "2026-11-22T03:00:00Z");
    world.pagerDuty.change({ service: "PBILLS", summary: "elsewhere", at: NIGHT - MINUTE_MS });
    const { id } = world.trigger();
    assert.partialDeepStrictEqual((await world.call("GET", "/change_events")).body, {
      change_events: [
        { summary: "afterwards" },
        { summary: "elsewhere" },
        { summary: "just before", type: "change_event", source: "pipeline", custom_details: { build: "42" } },
        { summary: "the day before yesterday" },
      ],
    });
    const related = await world.call("GET", `/incidents/${id}/related_change_events`);
    assert.equal(idsIn(related.body, "change_events").length, 1);
    assert.partialDeepStrictEqual(related.body, {
      change_events: [{ summary: "just before", correlation_reason: { reason: "most_recent" } }],
    });
    const ofService = await world.call("GET", "/services/PBILLS/change_events");
    assert.equal(idsIn(ofService.body, "change_events").length, 1);
  });

  test("need a summary, a known routing key and a time that is one", async (t) => {
    const world = await startWorld(t);
    const send = (event: object): Promise<[number, unknown]> => enqueue(world, event, "/v2/change/enqueue");
    assert.deepEqual(
      await send({ routing_key: RIDES_KEY, payload: { source: "x" } }),
      invalid("'payload.summary' is missing or blank"),
    );
    assert.deepEqual(
      await send({ ...deploy("x", "2026-11-22T02:00:00Z"), routing_key: "b".repeat(32) }),
      invalid("Invalid routing key"),
    );
    assert.deepEqual(await send(deploy("x", "yesterday")), invalid("'payload.timestamp' is invalid"));
  });

  test("are forgotten after 90 days", async (t) => {
    const world = await startWorld(t);
    world.pagerDuty.change({ service: "PRIDES", summary: "a deploy" });
    world.pass(91 * 24 * 60 * MINUTE_MS);
    assert.deepEqual(idsIn((await world.call("GET", "/change_events")).body, "change_events"), []);
  });
});
