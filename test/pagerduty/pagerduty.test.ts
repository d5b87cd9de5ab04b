import assert from "node:assert/strict";
import { after, describe, type TestContext, test } from "node:test";
import nock from "nock";
import { parseAlert } from "../../src/alert.ts";
import { Fault, type FaultCode } from "../../src/fault.ts";
import { LIMITS } from "../../src/pagerduty/limits.ts";
import { type PagerDuty, pagerDutyOf } from "../../src/pagerduty/pagerduty.ts";
import { startWorld, type World } from "../sandbox/pagerduty/world.ts";

/** Nothing new is rung here. */
const NO_EVENTS = { routingKey: null, eventsUrl: "http://127.0.0.1:1" };

const ADA = "ada@example.com";
const ELSEWHERE = "https://api.pagerduty.test";

async function startClient(
  t: TestContext,
  options: Parameters<typeof startWorld>[1] = {},
): Promise<World & { client: PagerDuty }> {
  const world = await startWorld(t, options);
  return { ...world, client: pagerDutyOf({ token: world.pagerDuty.token, url: world.pagerDuty.url, ...NO_EVENTS }) };
}

describe("PagerDuty, as the bot asks it", () => {
  test("shows an incident as it is now", async (t) => {
    const { client, pagerDuty, trigger } = await startClient(t);
    const { id } = trigger();
    assert.deepEqual(await client.incident(id), {
      id,
      title: "DynamoDB is throttling",
      url: `${pagerDuty.url}/#${id}`,
      status: "triggered",
      urgency: "high",
      service: "Rides",
      escalationPolicy: "PTEAM",
      assignees: [{ id: "PADA", name: "Ada" }],
      priority: null,
      key: pagerDuty.incident(id).alerts[0]?.key ?? null,
      createdAt: Date.parse("2026-11-22T02:32:00Z") * 1000,
    });
    pagerDuty.resolve(id, "PADA");
    assert.partialDeepStrictEqual(await client.incident(id), { status: "resolved", assignees: [] });
  });

  test("gives all the alerts of an incident, over as many pages as there are", async (t) => {
    const { client, pagerDuty } = await startClient(t);
    const alerts = Array.from({ length: 203 }, (_, place) => {
      return { severity: "critical", summary: `alert ${place}`, details: { AlarmName: `alarm-${place}` } } as const;
    });
    const { id } = pagerDuty.trigger({ title: "Much at once", service: "PRIDES", alerts });
    const { alarms } = parseAlert(await client.evidence(id));
    assert.deepEqual(
      alarms.map(({ name }) => name),
      alerts.map(({ details }) => details.AlarmName),
    );
  });

  test("tells that changes could not be asked for, and nothing of a plan that has none", async () => {
    for (const [status, gaps] of [
      [402, undefined],
      [503, [{ what: "change events of PagerDuty", why: "PagerDuty answered 503" }]],
    ] as const) {
      const incident = { id: "Q1", title: "Errors" };
      nock(ELSEWHERE).get("/incidents/Q1").reply(200, { incident });
      nock(ELSEWHERE).get("/incidents/Q1/alerts").query(true).reply(200, { alerts: [], more: false });
      nock(ELSEWHERE).get("/incidents/Q1/related_change_events").query(true).reply(status, {}).persist();
      const evidence = await pagerDutyOf({ token: "t", url: ELSEWHERE, ...NO_EVENTS }).evidence("Q1");
      nock.cleanAll();
      assert.deepEqual(parseAlert(evidence).gaps, gaps, `${status}`);
    }
  });

  test("asks for no more of a list than PagerDuty gives, whatever it says of more", async () => {
    let pages = 0;
    nock(ELSEWHERE)
      .get("/priorities")
      .query(({ limit, offset }) => Number(limit) + Number(offset) <= 10_000)
      .reply(200, () => {
        pages++;
        return { priorities: Array.from({ length: 1000 }, (_, i) => ({ id: `P${i}` })), more: true };
      })
      .persist();
    const all = await pagerDutyOf({ token: "t", url: ELSEWHERE, ...NO_EVENTS }).priorities();
    nock.cleanAll();
    assert.deepEqual([pages, all.length], [10, 10_000]);
  });

  test("acknowledges in the name of whoever pressed", async (t) => {
    const { client, pagerDuty, trigger } = await startClient(t);
    const { id } = trigger();
    const after = await client.acknowledge(id, "bo@example.com");
    assert.partialDeepStrictEqual(after, { status: "acknowledged", assignees: [{ id: "PBO", name: "Bo" }] });
    assert.deepEqual(
      pagerDuty.incident(id).acknowledgements.map(({ by }) => by.id),
      ["PBO"],
    );
    assert.deepEqual(pagerDuty.ringing, []);
  });

  test("escalates to a level, and rings it", async (t) => {
    const { client, pagerDuty, trigger } = await startClient(t);
    const { id } = trigger();
    const after = await client.escalate(id, 2, ADA);
    assert.deepEqual(after.assignees, [
      { id: "PBO", name: "Bo" },
      { id: "PCY", name: "Cy" },
    ]);
    assert.deepEqual(
      pagerDuty.ringing.map(({ user }) => user),
      ["PBO", "PCY"],
    );
  });

  test("snoozes what somebody has, for whole seconds and never longer than a week", async (t) => {
    const { client, pagerDuty, trigger, clock } = await startClient(t);
    const { id } = trigger();
    await client.acknowledge(id, ADA);
    const snoozed = async (seconds: number): Promise<number> => {
      await client.snooze(id, seconds, ADA);
      return ((pagerDuty.incident(id).snoozedUntil ?? 0) - clock.now()) / 1000;
    };
    assert.equal(await snoozed(90.4), 90);
    assert.equal(await snoozed(0), 1);
    assert.equal(await snoozed(1e9), 604_800);
  });

  test("does not snooze what nobody has, and says why", async (t) => {
    const { client, trigger } = await startClient(t);
    const { id } = trigger();
    await rejects(client.snooze(id, 60, ADA), "refused", /^PagerDuty answered 400: .+/);
  });

  test("keeps a note, cut to what it takes", async (t) => {
    const { client, pagerDuty, trigger } = await startClient(t);
    const { id } = trigger();
    await client.note(id, "x".repeat(3000), ADA);
    assert.deepEqual(
      pagerDuty.incident(id).notes.map(({ userId, content }) => [userId, content.length]),
      [["PADA", 2000]],
    );
  });

  test("rings the people who are asked to help", async (t) => {
    const { client, pagerDuty, trigger } = await startClient(t);
    const { id } = trigger();
    await client.requestResponders(id, "PADA", ["PBO", "PDEE"], "Ada asks you to help", ADA);
    assert.deepEqual(
      pagerDuty.incident(id).responders.map(({ userId, message }) => [userId, message]),
      [
        ["PBO", "Ada asks you to help"],
        ["PDEE", "Ada asks you to help"],
      ],
    );
    assert.deepEqual(new Set(pagerDuty.ringing.map(({ user }) => user)), new Set(["PADA", "PBO", "PDEE"]));
  });

  test("knows a person by the whole email address, however it is written", async (t) => {
    const { client } = await startClient(t);
    assert.deepEqual(await client.userByEmail("BO@Example.com"), { id: "PBO", name: "Bo", email: "bo@example.com" });
    assert.equal(await client.userByEmail("o@example.com"), null, "a part of somebody's address");
    assert.equal(await client.userByEmail("a&b+c@example.com"), null);
    assert.deepEqual(await client.user("PCY"), { id: "PCY", name: "Cy", email: "cy@example.com" });
  });

  test("knows who is on call at each level of a policy, however many they are", async (t) => {
    const users = Array.from({ length: 130 }, (_, place) => {
      return { id: `P${place}`, name: `Person ${place}`, email: `p${place}@example.com` };
    });
    const ids = users.map(({ id }) => id);
    const levels = [
      { users: ids.slice(0, 2), escalateAfterMinutes: 5 },
      { users: ids.slice(2), escalateAfterMinutes: 5 },
    ];
    const { client } = await startClient(t, {
      users,
      services: [],
      escalationPolicies: [{ id: "PALL", name: "All", levels }],
    });
    const found = await client.levels("PALL");
    assert.deepEqual(found[0], [
      { id: "P0", name: "Person 0" },
      { id: "P1", name: "Person 1" },
    ]);
    assert.equal(found[1]?.length, 128);
    assert.equal(found.length, 2);
    assert.deepEqual(await client.levels("PNOBODY"), []);
  });
});

describe("PagerDuty, where it fails", () => {
  test("says what there is not", async (t) => {
    const { client } = await startClient(t);
    await rejects(client.incident("QNOTHERE"), "not-found", /^PagerDuty answered 404: Not Found/);
    await rejects(client.user("PNOBODY"), "not-found", /404/);
  });

  test("says that it does not know the token, or the person in whose name something is done", async (t) => {
    const { client, pagerDuty, trigger } = await startClient(t);
    const { id } = trigger();
    const stranger = pagerDutyOf({ token: "another", url: pagerDuty.url, ...NO_EVENTS });
    await rejects(stranger.incident(id), "unauthorized", /401/);
    await rejects(client.acknowledge(id, "nobody@example.com"), "refused", /^PagerDuty answered 400: .+/);
    assert.equal(pagerDuty.incident(id).status, "triggered");
  });

  for (const fault of [500, 502, 503, "html"] as const) {
    test(`is unavailable when it answers ${fault}`, async (t) => {
      const { client, pagerDuty, trigger } = await startClient(t);
      const { id } = trigger();
      pagerDuty.fail("/incidents", fault);
      await rejects(client.incident(id), "unavailable", /^PagerDuty answered 50\d/);
      assert.equal((await client.incident(id)).id, id, "and then it is there again");
    });
  }

  test("is asked again at once when there were too many requests, and is unavailable after a few times", async (t) => {
    const { client, pagerDuty, trigger } = await startClient(t);
    const { id } = trigger();
    pagerDuty.fail("/incidents", 429, 2);
    assert.equal((await client.incident(id)).id, id);
    pagerDuty.fail("/incidents", 429, 4);
    await rejects(client.incident(id), "unavailable", /^PagerDuty answered 429: Rate Limit Exceeded$/);
  });

  test("is unavailable when nobody listens", async () => {
    const client = pagerDutyOf({ token: "t", url: "http://127.0.0.1:1", ...NO_EVENTS });
    await rejects(client.incident("Q1"), "unavailable", /^PagerDuty cannot be reached: .+/);
  });

  describe("at the edges of HTTP", () => {
    after(() => nock.restore());

    test("is unavailable when a proxy answers a page as if all were well", async () => {
      nock(ELSEWHERE).get("/incidents/Q1").reply(200, "<html>Sign in</html>", { "content-type": "text/html" });
      await rejects(
        pagerDutyOf({ token: "t", url: ELSEWHERE, ...NO_EVENTS }).incident("Q1"),
        "unavailable",
        /does not document/,
      );
    });

    test("is unavailable when it answers something else than asked for", async () => {
      nock(ELSEWHERE)
        .get("/incidents/Q1")
        .reply(200, { incident: { id: 7 } });
      await rejects(
        pagerDutyOf({ token: "t", url: ELSEWHERE, ...NO_EVENTS }).incident("Q1"),
        "unavailable",
        /does not document/,
      );
    });

    test("says all that it says about a refusal", async () => {
      nock(ELSEWHERE)
        .put("/incidents/Q1")
        .reply(400, {
          error: { message: "Invalid Input Provided", errors: ["Incident Already Resolved"], code: 2001 },
        });
      await rejects(
        pagerDutyOf({ token: "t", url: ELSEWHERE, ...NO_EVENTS }).acknowledge("Q1", ADA),
        "refused",
        /^PagerDuty answered 400: Invalid Input Provided: Incident Already Resolved$/,
      );
    });
  });

  describe("and time runs out", { concurrency: true }, () => {
    test("is given up when it does not answer in five seconds", async (t) => {
      const { client, pagerDuty, trigger } = await startClient(t);
      const { id } = trigger();
      pagerDuty.fail("/incidents", "hang");
      const since = performance.now();
      await rejects(client.incident(id), "unavailable", /^PagerDuty cannot be reached/);
      assert.ok(performance.now() - since > 4900);
    });

    test("is not asked more often than it allows, and whoever would wait too long is told so", async (t) => {
      const { client, trigger } = await startClient(t);
      const { id } = trigger();
      const asked = Array.from({ length: 6 * LIMITS.requestsPerSecond }, () => client.incident(id));
      const [first, ...others] = await Promise.allSettled(asked);
      assert.equal(first?.status, "fulfilled");
      const last = others.at(-1);
      assert.ok(last?.status === "rejected" && last.reason instanceof Fault && last.reason.code === "unavailable");
    });
  });
});

async function rejects(asked: Promise<unknown>, code: FaultCode, sentence: RegExp): Promise<void> {
  await assert.rejects(asked, (error) => {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, sentence);
    return true;
  });
}
