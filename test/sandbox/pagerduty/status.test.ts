import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Answer, idsIn, MINUTE_MS, NIGHT, startWorld, type World } from "./world.ts";

const HOUR_S = 3600;

const put = ({ call }: World, id: string, change: object, from?: string): Promise<Answer> =>
  call("PUT", `/incidents/${id}`, {
    data: { incident: { type: "incident_reference", ...change } },
    ...(from ? { from } : {}),
  });

const snooze = ({ call }: World, id: string, duration: unknown): Promise<Answer> =>
  call("POST", `/incidents/${id}/snooze`, { data: { duration } });

function refusedWith({ status, body }: Answer, code: number, message: string): void {
  assert.deepEqual({ status, body }, { status: 400, body: { error: { message, code } } });
}

describe("a PagerDuty incident's status", () => {
  test("is acknowledged by the person in From, who then owns the incident", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    const { status, body } = await put(world, id, { status: "acknowledged" }, "bo@example.com");
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, {
      incident: {
        status: "acknowledged",
        acknowledgements: [{ acknowledger: { id: "PBO", type: "user_reference" } }],
        assignments: [{ assignee: { id: "PBO" } }],
        last_status_change_by: { id: "PBO" },
      },
    });
    assert.deepEqual(world.pagerDuty.incident(id).escalatesAt, null);
  });

  test("can be acknowledged by a second person as well", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const { id } = trigger();
    pagerDuty.acknowledge(id, "PADA");
    pagerDuty.acknowledge(id, "PBO");
    pagerDuty.acknowledge(id, "PBO");
    assert.deepEqual(
      pagerDuty.incident(id).acknowledgements.map(({ by }) => by.id),
      ["PADA", "PBO"],
    );
  });

  test("is resolved with its alerts, and the resolution becomes a note", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    const { body } = await put(world, id, { status: "resolved", resolution: "more capacity" });
    assert.partialDeepStrictEqual(body, {
      incident: {
        status: "resolved",
        alert_counts: { triggered: 0, resolved: 1 },
        resolved_at: "2026-11-22T02:32:00Z",
      },
    });
    const resolved = world.pagerDuty.incident(id);
    assert.deepEqual(resolved.assignments, []);
    assert.deepEqual(
      resolved.notes.map(({ content }) => content),
      ["Resolution Note: more capacity"],
    );
  });

  test("does not change once resolved", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    world.pagerDuty.resolve(id, "PADA");
    for (const change of [
      { status: "acknowledged" },
      { status: "resolved" },
      { urgency: "low" },
      { escalation_level: 2 },
      { escalation_policy: { id: "POPS" } },
      { assignments: [{ assignee: { id: "PBO" } }] },
    ]) {
      refusedWith(await put(world, id, change), 1001, "Incident Already Resolved");
    }
    refusedWith(await snooze(world, id, HOUR_S), 1001, "Incident Already Resolved");
  });

  test("is triggered again when a person reopens it", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const { id } = trigger();
    assert.throws(() => pagerDuty.reopen(id, "PADA"), { name: "Refusal" });
    pagerDuty.resolve(id, "PADA");
    pagerDuty.reopen(id, "PADA");
    assert.partialDeepStrictEqual(pagerDuty.incident(id), { status: "triggered", level: 1, resolvedAt: null });
    assert.deepEqual(
      pagerDuty.ringing.map(({ user, reason }) => ({ user, reason })),
      [{ user: "PADA", reason: "reopened" }],
    );
  });

  test("cannot be set to triggered through the API", async (t) => {
    const world = await startWorld(t);
    const { status } = await put(world, world.trigger().id, { status: "triggered" });
    assert.equal(status, 400);
  });

  test("changes for many incidents at once, or for none", async (t) => {
    const { call, trigger, pagerDuty } = await startWorld(t);
    const [one, two] = [trigger("one").id, trigger("two").id];
    const acknowledge = (...ids: string[]): Promise<Answer> =>
      call("PUT", "/incidents", {
        data: { incidents: ids.map((id) => ({ id, type: "incident_reference", status: "acknowledged" })) },
      });
    assert.equal((await acknowledge(one, "QNONE")).status, 404);
    assert.equal(pagerDuty.incident(one).status, "triggered");
    const { status, body } = await acknowledge(one, two);
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, { incidents: [{ status: "acknowledged" }, { status: "acknowledged" }] });
    assert.equal((await acknowledge(one, one)).status, 400);
    assert.equal((await acknowledge(...Array.from({ length: 251 }, () => one))).status, 413);
  });
});

describe("a snooze in PagerDuty", () => {
  test("is refused while nobody has acknowledged", async (t) => {
    const world = await startWorld(t);
    refusedWith(await snooze(world, world.trigger().id, HOUR_S), 1012, "Incident is not Acknowledged");
  });

  test("lasts between a second and a week", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    world.pagerDuty.acknowledge(id, "PADA");
    for (const duration of [0, -1, 1.5, 604_801]) {
      refusedWith(await snooze(world, id, duration), 1013, "Snooze Duration is Invalid");
    }
    assert.equal((await snooze(world, id, "an hour")).status, 400);
    assert.equal((await snooze(world, id, 604_800)).status, 201);
  });

  test("shows when it ends, and at its end the incident is triggered and rings", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    world.pagerDuty.acknowledge(id, "PADA");
    const { status, body } = await snooze(world, id, HOUR_S);
    assert.equal(status, 201);
    assert.partialDeepStrictEqual(body, {
      incident: { status: "acknowledged", pending_actions: [{ type: "unacknowledge", at: "2026-11-22T03:32:00Z" }] },
    });
    world.clock.advanceTo(NIGHT + HOUR_S * 1000 - 1000);
    assert.deepEqual(world.pagerDuty.ringing, []);
    world.clock.advanceTo(NIGHT + HOUR_S * 1000 + 1000);
    assert.partialDeepStrictEqual(world.pagerDuty.incident(id), {
      status: "triggered",
      snoozedUntil: null,
    });
    assert.partialDeepStrictEqual(world.pagerDuty.ringing, [{ incident: id, user: "PADA", reason: "snooze ended" }]);
    assert.deepEqual(world.pagerDuty.incident(id).acknowledgements, []);
  });

  test("goes on from the level that the incident was at when it ends unanswered", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const { id } = trigger();
    pagerDuty.acknowledge(id, "PADA");
    pagerDuty.snooze(id, "PADA", HOUR_S);
    pass(HOUR_S * 1000 + 6 * MINUTE_MS);
    assert.equal(pagerDuty.incident(id).level, 2);
  });

  test("is over when somebody acknowledges again, reassigns or resolves", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const ids = ["acknowledged", "reassigned", "resolved"].map((title) => trigger(title).id);
    for (const id of ids) {
      pagerDuty.acknowledge(id, "PADA");
      pagerDuty.snooze(id, "PADA", HOUR_S);
    }
    const [acknowledged = "", reassigned = "", resolved = ""] = ids;
    pagerDuty.acknowledge(acknowledged, "PBO");
    pagerDuty.reassign(reassigned, "PADA", ["PCY"]);
    pagerDuty.resolve(resolved, "PADA");
    pass(2 * HOUR_S * 1000);
    assert.deepEqual(
      ids.map((id) => pagerDuty.incident(id).status),
      ["acknowledged", "triggered", "resolved"],
    );
    assert.ok(pagerDuty.rings.every(({ reason }) => reason !== "snooze ended"));
  });
});

describe("what else changes of a PagerDuty incident", () => {
  test("the title, also of a resolved one", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    world.pagerDuty.resolve(id, "PADA");
    assert.partialDeepStrictEqual((await put(world, id, { title: "Rides: hot partition" })).body, {
      incident: { title: "Rides: hot partition", summary: "[#1] Rides: hot partition" },
    });
  });

  test("the priority, by id or by name", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    assert.partialDeepStrictEqual(
      (await put(world, id, { priority: { id: "P1ST", type: "priority_reference" } })).body,
      {
        incident: { priority: { id: "P1ST", name: "P1" } },
      },
    );
    assert.partialDeepStrictEqual((await put(world, id, { priority: "P2" })).body, {
      incident: { priority: { id: "P2ND" } },
    });
    refusedWith(await put(world, id, { priority: "P9" }), 1020, "Invalid Priority");
  });

  test("an urgency that rises takes the acknowledgement away", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    await put(world, id, { urgency: "low" });
    assert.deepEqual(world.pagerDuty.ringing, []);
    assert.equal(world.pagerDuty.incident(id).escalatesAt, null);
    world.pagerDuty.acknowledge(id, "PADA");
    const { body } = await put(world, id, { urgency: "high" });
    assert.partialDeepStrictEqual(body, { incident: { status: "triggered", urgency: "high" } });
    assert.partialDeepStrictEqual(world.pagerDuty.ringing, [{ user: "PADA", reason: "urgency raised" }]);
  });

  test("nothing, when one part of the update is refused", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    for (const change of [{ escalation_level: 9 }, { escalation_level: 2, urgency: "low" }]) {
      refusedWith(await put(world, id, { title: "new", ...change }), 1006, "Cannot Escalate");
    }
    assert.equal(world.pagerDuty.incident(id).title, "DynamoDB is throttling");
  });

  test("notes are added by somebody, and are not empty", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { id } = trigger();
    const note = (content: string): Promise<Answer> =>
      call("POST", `/incidents/${id}/notes`, { data: { note: { content } }, from: "cy@example.com" });
    assert.partialDeepStrictEqual((await note("Läuft wieder ✅")).body, {
      note: { content: "Läuft wieder ✅", user: { id: "PCY" }, created_at: "2026-11-22T02:32:00Z" },
    });
    assert.deepEqual((await note(" ")).body, {
      error: { message: "Invalid Input Provided", code: 2001, errors: ["Content cannot be empty."] },
    });
    assert.partialDeepStrictEqual((await call("GET", `/incidents/${id}/notes`)).body, {
      notes: [{ user: { id: "PCY" } }],
    });
  });

  test("a status update is published", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { body } = await call("POST", `/incidents/${trigger().id}/status_updates`, { data: { message: "on it" } });
    assert.partialDeepStrictEqual(body, { status_update: { message: "on it", sender: { id: "PADA" } } });
  });

  test("and the log tells it all, the newest first", async (t) => {
    const { call, trigger, pagerDuty } = await startWorld(t);
    const { id } = trigger();
    pagerDuty.acknowledge(id, "PADA");
    pagerDuty.snooze(id, "PADA", HOUR_S);
    pagerDuty.resolve(id, "PADA");
    const { body } = await call("GET", `/incidents/${id}/log_entries`, { query: { "include[]": "channels" } });
    assert.partialDeepStrictEqual(body, {
      log_entries: [
        { type: "resolve_log_entry", summary: "Resolved by Ada.", agent: { id: "PADA" }, channel: { type: "website" } },
        { type: "snooze_log_entry", changed_actions: [{ type: "unacknowledge", at: "2026-11-22T03:32:00Z" }] },
        { type: "acknowledge_log_entry" },
        { type: "notify_log_entry", user: { id: "PADA" }, channel: { notification: { type: "phone" } } },
        { type: "assign_log_entry", assignees: [{ id: "PADA" }] },
        {
          type: "trigger_log_entry",
          agent: { id: "PRIDES", type: "service_reference" },
          channel: { type: "api", details: { AlarmName: "rides-throttled" } },
        },
      ],
      more: false,
    });
    const [newest = ""] = idsIn(body, "log_entries");
    assert.partialDeepStrictEqual((await call("GET", `/log_entries/${newest}`)).body, {
      log_entry: { id: newest, type: "resolve_log_entry", incident: { id } },
    });
  });
});
