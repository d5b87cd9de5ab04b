import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { PagerDuty } from "../../../sandbox/pagerduty/pagerduty.ts";
import { type Answer, MINUTE_MS, NIGHT, startWorld, type World } from "./world.ts";

/** Who rings now and why, as `user: reason`. */
const ringing = (pagerDuty: PagerDuty): string[] => pagerDuty.ringing.map(({ user, reason }) => `${user}: ${reason}`);

const put = ({ call }: World, id: string, change: object): Promise<Answer> =>
  call("PUT", `/incidents/${id}`, { data: { incident: { type: "incident_reference", ...change } } });

describe("whose phone PagerDuty rings", () => {
  test("a new incident of high urgency rings the first level", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const { id } = trigger();
    assert.deepEqual(pagerDuty.rings, [{ at: NIGHT, incident: id, user: "PADA", reason: "assigned", until: null }]);
  });

  test("one of low urgency rings nobody and never escalates", async (t) => {
    const { pagerDuty, pass } = await startWorld(t);
    const { id } = pagerDuty.trigger({ title: "slow", service: "PRIDES", urgency: "low", alerts: [] });
    pass(60 * MINUTE_MS);
    assert.deepEqual(pagerDuty.rings, []);
    assert.partialDeepStrictEqual(pagerDuty.incident(id), { status: "triggered", level: 1, escalatesAt: null });
  });

  test("an acknowledgement silences everybody", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const { id } = trigger();
    pass(6 * MINUTE_MS);
    assert.deepEqual(ringing(pagerDuty), ["PBO: escalated", "PCY: escalated"]);
    pagerDuty.acknowledge(id, "PBO");
    assert.deepEqual(ringing(pagerDuty), []);
    assert.ok(pagerDuty.rings.every(({ until }) => until !== null));
  });

  test("nobody acknowledges: each level is rung at its own time, however far the clock jumps", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const { id } = trigger();
    pass(60 * MINUTE_MS);
    const escalatedAt = NIGHT + 5 * MINUTE_MS;
    assert.deepEqual(pagerDuty.rings, [
      { at: NIGHT, incident: id, user: "PADA", reason: "assigned", until: escalatedAt },
      { at: escalatedAt, incident: id, user: "PBO", reason: "escalated", until: null },
      { at: escalatedAt, incident: id, user: "PCY", reason: "escalated", until: null },
    ]);
    const { log, level, escalatesAt } = pagerDuty.incident(id);
    assert.deepEqual({ level, escalatesAt }, { level: 2, escalatesAt: null });
    assert.deepEqual(log.at(-1)?.detail, { type: "exhaust_escalation_path_log_entry" });
    assert.equal(log.at(-1)?.act.at, NIGHT + 15 * MINUTE_MS);
  });

  test("a policy that repeats begins again from its first level, as often as it says", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    await put(world, id, { escalation_policy: { id: "POPS", type: "escalation_policy_reference" } });
    world.pass(60 * MINUTE_MS);
    assert.deepEqual(
      world.pagerDuty.rings.filter(({ user }) => user === "PDEE").map(({ at }) => (at - NIGHT) / MINUTE_MS),
      [0, 5],
    );
    assert.deepEqual(
      world.pagerDuty
        .incident(id)
        .log.slice(-4)
        .map(({ detail }) => detail.type),
      [
        "repeat_escalation_path_log_entry",
        "escalate_log_entry",
        "notify_log_entry",
        "exhaust_escalation_path_log_entry",
      ],
    );
  });

  test("what is reopened or handed over has all its repeats again", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    const toOps = { escalation_policy: { id: "POPS", type: "escalation_policy_reference" } };
    const repeats = (): number =>
      world.pagerDuty.incident(id).log.filter(({ detail }) => detail.type === "repeat_escalation_path_log_entry")
        .length;
    await put(world, id, toOps);
    world.pass(60 * MINUTE_MS);
    assert.equal(repeats(), 1);
    await put(world, id, toOps);
    world.pass(60 * MINUTE_MS);
    assert.equal(repeats(), 2);
    world.pagerDuty.resolve(id, "PDEE");
    world.pagerDuty.reopen(id, "PDEE");
    world.pass(60 * MINUTE_MS);
    assert.equal(repeats(), 3);
  });

  test("incidents escalate in the order of time, whichever came first", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const early = trigger("early");
    pass(MINUTE_MS);
    const late = trigger("late");
    pass(60 * MINUTE_MS);
    const escalated = pagerDuty.rings.filter(({ reason }) => reason === "escalated");
    assert.deepEqual(
      escalated.map(({ incident }) => incident),
      [early.id, early.id, late.id, late.id],
    );
  });

  test("a person rings once for an incident, for the newest reason", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    const target = { responder_request_target: { id: "PBO", type: "user_reference" } };
    const data = { requester_id: "PADA", message: "help", responder_request_targets: [target] };
    await world.call("POST", `/incidents/${id}/responder_requests`, { data });
    world.pagerDuty.reassign(id, "PADA", ["PBO"]);
    assert.deepEqual(ringing(world.pagerDuty), ["PBO: assigned"]);
  });

  test("escalating moves an acknowledged incident to the next people, who are rung; it is triggered again", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    world.pagerDuty.acknowledge(id, "PADA");
    const { status, body } = await put(world, id, { escalation_level: 2 });
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, {
      incident: {
        status: "triggered",
        assignments: [{ assignee: { id: "PBO" } }, { assignee: { id: "PCY" } }],
        pending_actions: [{ type: "escalate", at: "2026-11-22T02:42:00Z" }],
      },
    });
    assert.deepEqual(world.pagerDuty.incident(id).acknowledgements, []);
    assert.deepEqual(ringing(world.pagerDuty), ["PBO: escalated", "PCY: escalated"]);
  });

  test("there is no escalating beyond the policy, nor of low urgency", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    for (const level of [0, 3]) {
      assert.partialDeepStrictEqual((await put(world, id, { escalation_level: level })).body, {
        error: { code: 1006 },
      });
    }
    await put(world, id, { urgency: "low" });
    assert.partialDeepStrictEqual((await put(world, id, { escalation_level: 2 })).body, { error: { code: 1006 } });
  });

  test("reassigning to a person rings that person, and nobody after them", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    world.pagerDuty.acknowledge(id, "PADA");
    world.pagerDuty.snooze(id, "PADA", 3600);
    const { body } = await put(world, id, { assignments: [{ assignee: { id: "PDEE", type: "user_reference" } }] });
    assert.partialDeepStrictEqual(body, {
      incident: { status: "triggered", assigned_via: "direct_assignment" },
    });
    assert.partialDeepStrictEqual(world.pagerDuty.incident(id), { escalatesAt: null, snoozedUntil: null });
    world.pass(120 * MINUTE_MS);
    assert.deepEqual(ringing(world.pagerDuty), ["PDEE: assigned"]);
  });

  test("one cannot reassign to a stranger, to nobody, or to a policy that does not exist", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    const nobody = await put(world, id, { assignments: [] });
    const stranger = await put(world, id, { assignments: [{ assignee: { id: "PEVE" } }] });
    const policy = await put(world, id, { escalation_policy: { id: "PNONE" } });
    const both = await put(world, id, { escalation_policy: { id: "POPS" }, escalation_level: 2 });
    assert.deepEqual(
      [nobody, stranger, policy, both].map(({ status }) => status),
      [400, 400, 400, 400],
    );
    assert.partialDeepStrictEqual(stranger.body, { error: { code: 1007 } });
    assert.partialDeepStrictEqual(policy.body, { error: { code: 1014 } });
    assert.deepEqual(ringing(world.pagerDuty), ["PADA: assigned"]);
  });

  test("delegating hands over to another policy", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    const { body } = await put(world, id, { escalation_policy: { id: "POPS", type: "escalation_policy_reference" } });
    assert.partialDeepStrictEqual(body, {
      incident: { escalation_policy: { id: "POPS" }, assignments: [{ assignee: { id: "PDEE" } }] },
    });
    assert.deepEqual(ringing(world.pagerDuty), ["PDEE: assigned"]);
  });

  test("a responder who was asked for rings until they reply, whoever acknowledges", async (t) => {
    const { pagerDuty, call, trigger } = await startWorld(t);
    const { id } = trigger();
    const { status, body } = await call("POST", `/incidents/${id}/responder_requests`, {
      data: {
        requester_id: "PADA",
        message: "Please help with the rides table",
        responder_request_targets: [
          { responder_request_target: { id: "PCY", type: "user_reference" } },
          { responder_request_target: { id: "POPS", type: "escalation_policy_reference" } },
        ],
      },
    });
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, {
      responder_request: {
        requester: { id: "PADA" },
        responder_request_targets: [
          {
            responder_request_target: {
              type: "user",
              incidents_responders: [{ state: "pending", user: { id: "PCY" } }],
            },
          },
          { responder_request_target: { type: "escalation_policy", incidents_responders: [{ user: { id: "PDEE" } }] } },
        ],
      },
    });
    pagerDuty.acknowledge(id, "PADA");
    assert.deepEqual(ringing(pagerDuty), ["PCY: responder request", "PDEE: responder request"]);
    pagerDuty.reply(id, "PCY", "joined");
    assert.deepEqual(ringing(pagerDuty), ["PDEE: responder request"]);
    pagerDuty.resolve(id, "PADA");
    assert.deepEqual(ringing(pagerDuty), []);
  });

  test("a responder request needs a requester and targets that exist", async (t) => {
    const { call, trigger } = await startWorld(t);
    const { id } = trigger();
    const ask = (requester: string, target: string): Promise<Answer> =>
      call("POST", `/incidents/${id}/responder_requests`, {
        data: {
          requester_id: requester,
          message: "help",
          responder_request_targets: [{ responder_request_target: { id: target, type: "user_reference" } }],
        },
      });
    assert.partialDeepStrictEqual((await ask("PEVE", "PBO")).body, { error: { code: 1008 } });
    assert.partialDeepStrictEqual((await ask("PADA", "PEVE")).body, { error: { code: 2001 } });
  });
});
