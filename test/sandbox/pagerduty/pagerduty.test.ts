import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startClock } from "../../../sandbox/clock.ts";
import { startPagerDuty } from "../../../sandbox/pagerduty/pagerduty.ts";
import { startEndpoint } from "./endpoint.ts";
import { ACCOUNT, MINUTE_MS, NIGHT, startWorld, until } from "./world.ts";

describe("the sandbox's PagerDuty", () => {
  test("tells a story with ids and times of its own", async (t) => {
    const { pagerDuty, call } = await startWorld(t);
    const createdAt = NIGHT - MINUTE_MS;
    const alert = { id: "QALERT", severity: "error", details: { a: 1 } } as const;
    pagerDuty.trigger({ id: "QSTORY", title: "once", service: "PRIDES", priority: "P2ND", createdAt, alerts: [alert] });
    assert.partialDeepStrictEqual((await call("GET", "/incidents/QSTORY")).body, {
      incident: {
        id: "QSTORY",
        created_at: "2026-11-22T02:31:00Z",
        priority: { id: "P2ND" },
        pending_actions: [{ type: "escalate", at: "2026-11-22T02:36:00Z" }],
      },
    });
    assert.throws(() => pagerDuty.trigger({ id: "QSTORY", title: "twice", service: "PRIDES", alerts: [] }), /already/);
    assert.throws(() => pagerDuty.trigger({ title: "lost", service: "PNONE", alerts: [] }), /no service PNONE/);
  });

  test("hands out copies", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const before = trigger();
    pagerDuty.acknowledge(before.id, "PADA");
    assert.equal(before.status, "triggered");
    assert.equal(pagerDuty.incident(before.id).status, "acknowledged");
  });

  test("lets nobody act who does not work there", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const { id } = trigger();
    assert.throws(() => pagerDuty.acknowledge(id, "PEVE"), /no user PEVE/);
    assert.throws(() => pagerDuty.acknowledge("QNONE", "PADA"), { name: "Refusal", status: 404 });
  });

  test("does not start with an account whose parts do not fit together", async () => {
    const clock = startClock(NIGHT);
    const service = { id: "PX", name: "X", escalationPolicy: "PNONE" };
    await assert.rejects(startPagerDuty(clock, { ...ACCOUNT, services: [service] }), /no escalation policy PNONE/);
    const level = { users: ["PEVE"], escalateAfterMinutes: 5 };
    const policy = { id: "PTEAM", name: "T", levels: [level] };
    await assert.rejects(startPagerDuty(clock, { ...ACCOUNT, escalationPolicies: [policy] }), /no user PEVE/);
  });

  test("makes things happen in time without being asked", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"], events: ["incident.escalated"] });
    trigger();
    pass(5 * MINUTE_MS);
    await until("the webhook came", () => endpoint.received.length > 0);
    assert.match(endpoint.received[0]?.body.toString() ?? "", /incident.escalated/);
  });
});

describe("a failure of the sandbox's PagerDuty", () => {
  test("meets the next requests of a path, as often as it was asked for", async (t) => {
    const { pagerDuty, call } = await startWorld(t);
    pagerDuty.fail("/incidents", 503, 2);
    assert.equal((await call("GET", "/users")).status, 200);
    assert.equal((await call("GET", "/incidents")).status, 503);
    const second = await call("GET", "/incidents");
    assert.partialDeepStrictEqual(second.body, { error: { code: 2000 } });
    assert.equal((await call("GET", "/incidents")).status, 200);
  });

  test("may be a limited rate, which the client tries again by itself", async (t) => {
    const { pagerDuty, call } = await startWorld(t);
    pagerDuty.fail("/incidents", 429, 2);
    assert.equal((await call("GET", "/incidents")).status, 200);
  });

  test("may be a proxy's page, at which the client rejects", async (t) => {
    const { pagerDuty, call } = await startWorld(t);
    pagerDuty.fail("/incidents", "html");
    await assert.rejects(call("GET", "/incidents"), { status: 502 });
  });

  test("may be silence, until the caller gives up", async (t) => {
    const { pagerDuty } = await startWorld(t);
    pagerDuty.fail("/v2/enqueue", "hang");
    const asked = fetch(`${pagerDuty.url}/v2/enqueue`, { method: "POST", body: "{}", signal: AbortSignal.timeout(50) });
    await assert.rejects(asked, { name: "TimeoutError" });
    const response = await fetch(`${pagerDuty.url}/v2/enqueue`, { method: "POST", body: "{}" });
    assert.equal(response.status, 400);
  });
});
