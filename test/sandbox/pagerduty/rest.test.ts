import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { idsIn, MINUTE_MS, startWorld } from "./world.ts";

describe("PagerDuty's REST API", () => {
  test("shows an incident as the API reference does", async (t) => {
    const { call, trigger, pagerDuty } = await startWorld(t);
    const { id } = trigger();
    const { status, body } = await call("GET", `/incidents/${id}`);
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, {
      incident: {
        id,
        type: "incident",
        summary: "[#1] DynamoDB is throttling",
        self: `${pagerDuty.url}/incidents/${id}`,
        incident_number: 1,
        title: "DynamoDB is throttling",
        created_at: "2026-11-22T02:32:00Z",
        status: "triggered",
        urgency: "high",
        incident_key: "key of DynamoDB is throttling",
        service: { id: "PRIDES", type: "service_reference", summary: "Rides" },
        assigned_via: "escalation_policy",
        assignments: [{ assignee: { id: "PADA", type: "user_reference", summary: "Ada" } }],
        escalation_policy: { id: "PTEAM", type: "escalation_policy_reference" },
        pending_actions: [{ type: "escalate", at: "2026-11-22T02:37:00Z" }],
        priority: null,
        alert_counts: { all: 1, triggered: 1, resolved: 0 },
      },
    });
  });

  test("gives referenced resources in full where they are included", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { id } = trigger();
    const { body } = await call("GET", `/incidents/${id}`, {
      query: { "include[]": ["assignees", "services", "escalation_policies", "first_trigger_log_entries"] },
    });
    assert.partialDeepStrictEqual(body, {
      incident: {
        service: { type: "service", name: "Rides", status: "critical" },
        assignments: [{ assignee: { type: "user", email: "ada@example.com", time_zone: "Europe/Berlin" } }],
        escalation_policy: { type: "escalation_policy", escalation_rules: [{ escalation_delay_in_minutes: 5 }, {}] },
        first_trigger_log_entry: { type: "trigger_log_entry", channel: { details: { AlarmName: "rides-throttled" } } },
      },
    });
  });

  test("refuses to include what an incident does not have", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { status, body } = await call("GET", `/incidents/${trigger().id}`, { query: { "include[]": "log_entries" } });
    assert.equal(status, 400);
    assert.partialDeepStrictEqual(body, { error: { code: 2001, message: "Invalid Input Provided" } });
  });

  test("finds an incident by its number as well", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { id } = trigger();
    assert.partialDeepStrictEqual((await call("GET", "/incidents/1")).body, { incident: { id } });
  });

  test("gives an alert's details twice, once in the common event format", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { status, body } = await call("GET", `/incidents/${trigger().id}/alerts`);
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, {
      alerts: [
        {
          type: "alert",
          severity: "critical",
          alert_key: "key of DynamoDB is throttling",
          body: {
            type: "alert_body",
            details: { AlarmName: "rides-throttled" },
            cef_details: {
              dedup_key: "key of DynamoDB is throttling",
              severity: "critical",
              details: { AlarmName: "rides-throttled" },
            },
          },
        },
      ],
      more: false,
    });
  });

  test("gives a list page by page until there is no more", async (t) => {
    const { call, trigger } = await startWorld(t);
    const [one, two, three] = [trigger("one").id, trigger("two").id, trigger("three").id];
    const first = await call("GET", "/incidents", { query: { limit: "2", total: "true" } });
    const last = await call("GET", "/incidents", { query: { limit: "2", offset: "2" } });
    assert.deepEqual(idsIn(first.body, "incidents"), [one, two]);
    assert.partialDeepStrictEqual(first.body, { limit: 2, offset: 0, total: 3, more: true });
    assert.deepEqual(idsIn(last.body, "incidents"), [three]);
    assert.partialDeepStrictEqual(last.body, { limit: 2, offset: 2, total: null, more: false });
  });

  test("refuses to page beyond ten thousand", async (t) => {
    const { call } = await startWorld(t);
    const { status, body } = await call("GET", "/incidents", { query: { offset: "9990" } });
    assert.equal(status, 400);
    assert.partialDeepStrictEqual(body, { error: { message: "Arguments Caused Error" } });
  });

  test("filters incidents by several statuses at once", async (t) => {
    const { call, trigger, pagerDuty } = await startWorld(t);
    const [open, acknowledged, resolved] = [trigger("open"), trigger("acknowledged"), trigger("resolved")];
    pagerDuty.acknowledge(acknowledged.id, "PADA");
    pagerDuty.resolve(resolved.id, "PADA");
    const { body } = await call("GET", "/incidents", { query: { "statuses[]": ["triggered", "acknowledged"] } });
    assert.deepEqual(idsIn(body, "incidents"), [open.id, acknowledged.id]);
    const refused = await call("GET", "/incidents", { query: { "statuses[]": "open" } });
    assert.partialDeepStrictEqual(refused.body, {
      error: { errors: ["Status must be a list of triggered, acknowledged, or resolved."] },
    });
  });

  test("looks back one month unless it is asked for all", async (t) => {
    const { call, trigger, pass } = await startWorld(t);
    const { id } = trigger();
    pass(31 * 24 * 60 * MINUTE_MS);
    assert.deepEqual(idsIn((await call("GET", "/incidents")).body, "incidents"), []);
    const all = await call("GET", "/incidents", { query: { date_range: "all" } });
    assert.deepEqual(idsIn(all.body, "incidents"), [id]);
  });

  test("answers a wrong token with 401 and no JSON, so that the client rejects", async (t) => {
    const { call } = await startWorld(t);
    await assert.rejects(call("GET", "/incidents", { token: "wrong" }), { status: 401 });
  });

  test("takes a Bearer token as well", async (t) => {
    const { pagerDuty } = await startWorld(t);
    const headers = { authorization: `Bearer ${pagerDuty.token}` };
    assert.equal((await fetch(`${pagerDuty.url}/incidents`, { headers })).status, 200);
  });

  test("refuses another version of the API", async (t) => {
    const { pagerDuty } = await startWorld(t);
    const authorization = `Token token=${pagerDuty.token}`;
    const accept = "application/vnd.pagerduty+json;version=1";
    assert.equal((await fetch(`${pagerDuty.url}/incidents`, { headers: { authorization, accept } })).status, 406);
  });

  test("answers unknown ids, unknown paths and unknown methods with its 404", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { id } = trigger();
    for (const [method, path] of [
      ["GET", "/incidents/QNONE"],
      ["GET", "/users/PNOBODY"],
      ["GET", "/services/PNONE"],
      ["GET", "/escalation_policies/PNONE"],
      ["GET", "/webhook_subscriptions/PNONE"],
      ["GET", "/nonsense"],
      ["POST", `/incidents/${id}`],
    ] as const) {
      const { status, body } = await call(method, path);
      assert.deepEqual({ status, body }, { status: 404, body: { error: { message: "Not Found", code: 2100 } } }, path);
    }
  });

  test("wants to know who makes a change", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { id } = trigger();
    const data = { incident: { type: "incident", status: "acknowledged" } };
    for (const [method, path] of [
      ["PUT", `/incidents/${id}`],
      ["PUT", "/incidents"],
      ["POST", `/incidents/${id}/notes`],
      ["POST", `/incidents/${id}/snooze`],
      ["POST", `/incidents/${id}/responder_requests`],
      ["POST", `/incidents/${id}/status_updates`],
    ] as const) {
      const nobody = await call(method, path, { data, from: null });
      assert.equal(nobody.status, 400, path);
      assert.partialDeepStrictEqual(nobody.body, {
        error: { message: 'You must specify a user\'s email address in the "From" header to perform this action' },
      });
    }
    const stranger = await call("PUT", `/incidents/${id}`, { data, from: "eve@example.com" });
    assert.deepEqual(stranger.body, { error: { message: "Requester User Not Found", code: 1008 } });
  });

  test("knows the owner of a user's token without From", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { id } = trigger();
    const { body } = await call("PUT", `/incidents/${id}`, {
      data: { incident: { type: "incident", status: "acknowledged" } },
      from: null,
      token: "u-ada-token",
    });
    assert.partialDeepStrictEqual(body, { incident: { acknowledgements: [{ acknowledger: { id: "PADA" } }] } });
  });

  test("tells who I am only to a user's token", async (t) => {
    const { call } = await startWorld(t);
    const mine = await call("GET", "/users/me", { token: "u-ada-token" });
    assert.partialDeepStrictEqual(mine.body, { user: { id: "PADA", name: "Ada" } });
    const { status, body } = await call("GET", "/users/me");
    assert.equal(status, 400);
    assert.match(JSON.stringify(body), /account-level access token/);
  });

  test("finds a user by email address", async (t) => {
    const { call } = await startWorld(t);
    const { body } = await call("GET", "/users", { query: { query: "BO@example.com" } });
    assert.deepEqual(idsIn(body, "users"), ["PBO"]);
    assert.partialDeepStrictEqual(body, { users: [{ type: "user", email: "bo@example.com" }], more: false });
    assert.partialDeepStrictEqual((await call("GET", "/users/PBO")).body, { user: { name: "Bo" } });
  });

  test("says who is on call at each level of a policy", async (t) => {
    const { call } = await startWorld(t);
    const { body } = await call("GET", "/oncalls", {
      query: { "escalation_policy_ids[]": "PTEAM", "include[]": "users" },
    });
    assert.partialDeepStrictEqual(body, {
      oncalls: [
        { user: { id: "PADA", email: "ada@example.com" }, escalation_level: 1, start: null, end: null, schedule: null },
        { user: { id: "PBO" }, escalation_level: 2 },
        { user: { id: "PCY" }, escalation_level: 2 },
      ],
    });
  });

  test("shows policies, services and priorities", async (t) => {
    const { call } = await startWorld(t);
    assert.partialDeepStrictEqual((await call("GET", "/escalation_policies")).body, {
      escalation_policies: [{ id: "PTEAM" }, { id: "POPS", num_loops: 1 }],
    });
    assert.partialDeepStrictEqual((await call("GET", "/escalation_policies/PTEAM")).body, {
      escalation_policy: {
        escalation_rules: [{ targets: [{ id: "PADA" }] }, { targets: [{ id: "PBO" }, { id: "PCY" }] }],
      },
    });
    assert.partialDeepStrictEqual((await call("GET", "/services/PRIDES")).body, {
      service: { name: "Rides", status: "active", escalation_policy: { id: "PTEAM" } },
    });
    assert.partialDeepStrictEqual((await call("GET", "/priorities")).body, {
      priorities: [
        { id: "P1ST", name: "P1" },
        { id: "P2ND", name: "P2" },
      ],
    });
  });

  test("has no priorities to show where the account does not use them", async (t) => {
    const { call } = await startWorld(t, { priorities: [] });
    assert.equal((await call("GET", "/priorities")).status, 402);
  });

  test("limits the rate for each token, and says when to come again", async (t) => {
    const { call, pass, pagerDuty } = await startWorld(t, { ratePerMinute: 2 });
    const authorization = `Token token=${pagerDuty.token}`;
    const ask = () => fetch(`${pagerDuty.url}/incidents`, { headers: { authorization } });
    const first = await ask();
    assert.equal(first.headers.get("ratelimit-limit"), "2");
    assert.equal(first.headers.get("ratelimit-remaining"), "1");
    assert.equal((await ask()).status, 200);
    const limited = await ask();
    assert.equal(limited.status, 429);
    assert.equal(limited.headers.get("ratelimit-remaining"), "0");
    assert.ok(Number(limited.headers.get("ratelimit-reset")) > 0);
    assert.deepEqual(await limited.json(), { error: { message: "Rate Limit Exceeded", code: 2020 } });
    assert.equal((await call("GET", "/incidents", { token: "u-ada-token" })).status, 200);
    pass(MINUTE_MS);
    assert.equal((await ask()).status, 200);
  });

  test("says what is wrong with a body", async (t) => {
    const { call, trigger, pagerDuty } = await startWorld(t);
    const { id } = trigger();
    const { status, body } = await call("PUT", `/incidents/${id}`, { data: { incident: { status: "acknowledged" } } });
    assert.equal(status, 400);
    assert.match(JSON.stringify(body), /incident\.type/);
    const broken = await fetch(`${pagerDuty.url}/incidents/${id}`, {
      method: "PUT",
      headers: { authorization: `Token token=${pagerDuty.token}`, from: "ada@example.com" },
      body: "{",
    });
    assert.equal(broken.status, 400);
    assert.partialDeepStrictEqual(await broken.json(), { error: { code: 2001 } });
  });
});
