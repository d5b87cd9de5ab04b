import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { WebClient } from "@slack/web-api";
import { CHANNEL } from "../../sandbox/people.ts";
import { startGatedWorld } from "./gated-world.ts";
import { actionsOf, choose, eventually, shownBy, startLocalWorld } from "./local-world.ts";

const THREE_MINUTES_MS = 180_000;
const MORNING_MS = Date.parse("2026-11-22T08:00:00Z");

describe("the button", () => {
  test("“Acknowledge” acknowledges in PagerDuty in the presser's name, and the message says who did", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    assert.deepEqual(await slack.as("U0OMAR").press(root.ts, "acknowledge"), { ok: true });
    const shown = await world.shows(root, "Acknowledged by Omar Haddad");
    assert.match(shownBy(shown), /\*acknowledged\*, with Omar Haddad/);
    assert.ok(!actionsOf(shown).includes("acknowledge"));
    const incident = pagerduty.incident(id);
    assert.equal(incident.status, "acknowledged");
    assert.deepEqual(
      incident.acknowledgements.map(({ by }) => by.id),
      ["POMAR02"],
    );
    assert.deepEqual(pagerduty.ringing, [], "no phone rings any more");
    await world.settled();
    const [after] = world.thread(root);
    assert.equal(shownBy(after).split("Acknowledged by").length, 2, "the press and PagerDuty's webhook are one deed");
  });

  test("“Escalate” rings the next level, until there is none", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, clock } = world.sandbox;
    world.trigger();
    const { root } = await world.told();
    await slack.as("U0MAYA").press(root.ts, "escalate");
    assert.match(shownBy(await world.shows(root, "Escalated")), /with Omar Haddad, Ines Silva/);
    assert.deepEqual(
      pagerduty.ringing.map(({ user, reason }) => [user, reason]),
      [
        ["POMAR02", "escalated"],
        ["PINES03", "escalated"],
      ],
    );
    clock.advanceTo(clock.now() + THREE_MINUTES_MS);
    await slack.as("U0MAYA").press(root.ts, "escalate");
    await world.whispered("U0MAYA", /no further level/);
  });

  test("“Escalate” of a colleague who pressed the same just now moves it no further, and says who did it", async (t) => {
    const world = await startLocalWorld(t, { slack: { pressers: "S0DESK" } });
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await slack.as("U0MAYA").press(root.ts, "escalate");
    await world.shows(root, "Escalated to level 2 by Maya Okafor");
    await slack.as("U0LIAM").press(root.ts, "escalate");
    await world.whispered("U0LIAM", /Escalated to level 2 by Maya Okafor, less than two minutes ago/);
    assert.equal(pagerduty.incident(id).log.filter(({ detail }) => /^escalate_/.test(detail.type)).length, 1);
    await slack.as("U0OMAR").press(root.ts, "escalate");
    await world.whispered("U0OMAR", /no further level/);
  });

  test("“Wake the team” twice rings everybody once, and again when nobody answered", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await slack.as("U0MAYA").press(root.ts, "wake-team");
    await world.shows(root, "Woke the team (Omar Haddad, Ines Silva) by Maya Okafor");
    await slack.as("U0OMAR").press(root.ts, "wake-team");
    await world.whispered("U0OMAR", /Woke the team .* by Maya Okafor, less than two minutes ago/);
    const asked = () =>
      pagerduty.incident(id).log.filter(({ detail }) => detail.type === "responder_request_log_entry");
    assert.equal(asked().length, 1);
    clock.advanceTo(clock.now() + THREE_MINUTES_MS);
    await slack.as("U0OMAR").press(root.ts, "wake-team");
    await eventually("they are asked again", () => asked().length === 2);
  });

  test("“Wake the team” rings everybody who does not have it yet, and the incident stays", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await slack.as("U0MAYA").press(root.ts, "wake-team");
    await world.shows(root, "Woke the team (Omar Haddad, Ines Silva) by Maya Okafor");
    const { responders, assignments } = pagerduty.incident(id);
    assert.deepEqual(
      responders.map(({ userId, requesterId }) => [userId, requesterId]),
      [
        ["POMAR02", "PMAYA01"],
        ["PINES03", "PMAYA01"],
      ],
    );
    assert.match(responders[0]?.message ?? "", /^Maya Okafor asks you to help with: ALARM/);
    assert.deepEqual(
      assignments.map(({ userId }) => userId),
      ["PMAYA01"],
    );
    assert.deepEqual(new Set(pagerduty.ringing.map(({ user }) => user)), new Set(["PMAYA01", "POMAR02", "PINES03"]));
  });

  test("“Wake the team” tapped twice at once rings everybody once", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await Promise.all(["U0MAYA", "U0OMAR"].map((user) => slack.as(user).press(root.ts, "wake-team")));
    await eventually("one of them is told", () =>
      slack.channel(CHANNEL.id).ephemerals.some(({ message }) => /less than two minutes ago/.test(shownBy(message))),
    );
    const { log } = pagerduty.incident(id);
    assert.equal(log.filter(({ detail }) => detail.type === "responder_request_log_entry").length, 1);
  });

  test("“Wait until morning” acknowledges and snoozes, until the team's morning", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await slack.as("U0MAYA").press(root.ts, "wait-until-morning");
    await world.shows(root, "Snoozed until 08:00 (UTC) by Maya Okafor");
    const { status, snoozedUntil, log } = pagerduty.incident(id);
    assert.equal(status, "acknowledged");
    assert.ok(Math.abs((snoozedUntil ?? 0) - MORNING_MS) <= 5000, new Date(snoozedUntil ?? 0).toISOString());
    const order = log.map(({ detail }) => detail.type).filter((type) => /^(acknowledge|snooze)_/.test(type));
    assert.deepEqual(order, ["acknowledge_log_entry", "snooze_log_entry"]);
    assert.deepEqual(pagerduty.ringing, []);
  });

  test("“Wait until morning” rings again in the morning, and it is looked into again", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await slack.as("U0MAYA").press(root.ts, "wait-until-morning");
    await world.shows(root, "Snoozed until");
    await world.settled();
    clock.advanceTo(MORNING_MS + 10_000);
    assert.match(shownBy(await world.shows(root, "Ringing again")), /\*triggered\*/);
    await world.row(id, ({ revision }) => revision >= 2);
    assert.deepEqual(
      pagerduty.ringing.map(({ user, reason }) => [user, reason]),
      [["PMAYA01", "snooze ended"]],
    );
    assert.equal(world.messages().length, 1);
  });

  test("“Set priority” sets the one that fits what was found, and is gone then", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    assert.match(shownBy(root), /"Set priority P1 in PagerDuty"/);
    await choose(slack.as("U0LIAM"), root, "set-priority");
    await world.whispered("U0LIAM", /You may not press this/);
    assert.equal(pagerduty.incident(id).priorityId, null);
    await choose(slack.as("U0OMAR"), root, "set-priority");
    const shown = await world.shows(root, "Set the priority to P1 by Omar Haddad");
    assert.equal(pagerduty.incident(id).priorityId, "PPRIO01");
    assert.ok(!actionsOf(shown).includes("set-priority"));
    await world.settled();
    assert.equal(
      shownBy(world.thread(root)[0]).split("Set the priority").length,
      2,
      "PagerDuty's word is no second deed",
    );
  });

  test("“Set priority” is not there where PagerDuty has no priorities, and all else is", async (t) => {
    const world = await startLocalWorld(t);
    world.sandbox.pagerduty.fail("/priorities", 402);
    world.trigger();
    const { root } = await world.told();
    assert.deepEqual(actionsOf(root), [
      "acknowledge",
      "escalate",
      "wake-team",
      "wait-until-morning",
      "open-users",
      "look-again",
    ]);
    assert.deepEqual(world.complaints, []);
  });

  test("“Look again” judges anew in the same message, and tells nobody what they know already", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await choose(slack.as("U0LIAM"), root, "look-again");
    await world.shows(root, "Looked again");
    await world.row(id, ({ revision }) => revision === 2);
    await world.settled();
    const [message, ...replies] = world.thread(root);
    assert.match(message?.text ?? "", /^🔴 Wake the team/);
    assert.equal(replies.length, 2, "the same verdict and stack, no other");
    assert.equal(pagerduty.incident(id).notes.length, 1);
  });

  test("“Look again” does not turn back what was done while it was looked into", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, logs } = world.sandbox;
    logs.faults.delayAnswers(200);
    const id = world.trigger();
    const root = await world.root();
    pagerduty.acknowledge(id, "POMAR02");
    await world.row(id, ({ inbox }) => inbox.some(({ incident }) => incident.status === "acknowledged"));
    await choose(slack.as("U0MAYA"), root, "look-again");
    await world.row(id, ({ inbox }) => inbox.length === 2);
    logs.faults.clear();
    assert.match(shownBy(await world.shows(root, "Looked again")), /\*acknowledged\*, with Omar Haddad/);
  });
});

describe("the question whether it was right", () => {
  test("is asked when the incident is resolved, and of one person the last word counts", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    assert.doesNotMatch(shownBy(root), /Was it right/);
    pagerduty.resolve(id, "PINES03");
    await world.shows(root, "*Was it right?* Wake the team");
    await slack.as("U0LIAM").press(root.ts, "was-wrong");
    await world.whispered("U0LIAM", /You may not press this/);
    await slack.as("U0MAYA").press(root.ts, "was-wrong");
    await world.shows(root, "Said that it was wrong by Maya Okafor");
    await slack.as("U0MAYA").press(root.ts, "was-right");
    await slack.as("U0OMAR").press(root.ts, "was-wrong");
    const { answers } = await world.row(id, (row) => row.answers.length === 2 && row.inbox.length === 0);
    assert.deepEqual(answers.map(({ by, decision, right }) => [by, decision, right]).toSorted(), [
      ["Maya Okafor", "wake", true],
      ["Omar Haddad", "wake", false],
    ]);
  });
});

describe("a press", () => {
  test("twice, of an impatient person, is done once, and the second is told so", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    const omar = slack.as("U0OMAR");
    await omar.press(root.ts, "acknowledge");
    await eventually("the acknowledgement", () => pagerduty.incident(id).status === "acknowledged");
    // On the phone the old buttons are still to be seen: so the second press is of a message as it was.
    await pressOldButton(world, root.ts);
    await world.whispered("U0OMAR", /You have acknowledged it already/);
    assert.equal(pagerduty.incident(id).acknowledgements.length, 1);
    assert.equal(pagerduty.incident(id).log.filter(({ detail }) => detail.type === "acknowledge_log_entry").length, 1);
  });

  for (const [action, status, words] of [
    ["acknowledge", "resolved", /resolved already: there is nothing to acknowledge/],
    ["escalate", "resolved", /resolved already: nobody needs to be rung/],
    ["wake-team", "resolved", /resolved already: nobody needs to be rung/],
    ["wait-until-morning", "resolved", /resolved already: there is nothing to wait for/],
  ] as const) {
    test(`of “${action}” that comes when it is ${status} already changes nothing, and says so`, async (t) => {
      const world = await startLocalWorld(t);
      const { slack, pagerduty } = world.sandbox;
      const id = world.trigger();
      const { root } = await world.told();
      await world.subscriptions[0]?.stop();
      pagerduty.resolve(id, "PINES03");
      const before = pagerduty.incident(id).log.length;
      await slack.as("U0OMAR").press(root.ts, action);
      await world.whispered("U0OMAR", words);
      assert.equal(pagerduty.incident(id).log.length, before);
    });
  }

  test("after a restart of the bot does what it says", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await world.settled();
    await world.restart();
    await slack.as("U0OMAR").press(root.ts, "acknowledge");
    await world.shows(root, "Acknowledged by Omar Haddad");
    assert.equal(pagerduty.incident(id).status, "acknowledged");
    await choose(slack.as("U0OMAR"), root, "look-again");
    await world.row(id, ({ revision }) => revision === 2);
    assert.equal(world.messages().length, 1);
  });

  test("of somebody who is no PagerDuty user is refused privately, and the button stays", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    for (const action of ["acknowledge", "escalate", "wake-team", "wait-until-morning"])
      assert.deepEqual(await slack.as("U0LIAM").press(root.ts, action), { ok: true });
    await eventually("four answers", () => slack.channel(CHANNEL.id).ephemerals.length === 4);
    for (const { to, message } of slack.channel(CHANNEL.id).ephemerals) {
      assert.equal(to, "U0LIAM");
      assert.match(
        shownBy(message),
        /You may not press this: PagerDuty has no user with the address liam@example\.com/,
      );
    }
    assert.equal(pagerduty.incident(id).status, "triggered");
    assert.deepEqual(
      pagerduty.ringing.map(({ user }) => user),
      ["PMAYA01"],
    );
    assert.deepEqual(actionsOf(world.thread(root)[0] ?? assert.fail()), actionsOf(root));
    assert.equal(world.thread(root).length, 3);
  });

  test("that PagerDuty does not answer is told to the presser alone, and can be tried again", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await world.settled();
    pagerduty.fail("/incidents", 503);
    await slack.as("U0OMAR").press(root.ts, "acknowledge");
    await world.whispered("U0OMAR", /PagerDuty answered 503/);
    await slack.as("U0OMAR").press(root.ts, "acknowledge");
    await world.shows(root, "Acknowledged by Omar Haddad");
    assert.equal(pagerduty.incident(id).status, "acknowledged");
  });

  test("of a button that an older version has drawn is told so, and nothing else happens", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
    const text = { type: "plain_text", text: "Press" } as const;
    const elements = [
      { type: "button", action_id: "acknowledge", value: "Q0SMALLSTORY01", text },
      { type: "button", action_id: "go-back-to-sleep", value: '{"investigation":"Q1","revision":1}', text },
    ] as const;
    const { ts = "" } = await client.chat.postMessage({
      channel: CHANNEL.id,
      text: "An old message",
      blocks: [{ type: "actions", elements: [...elements] }],
    });
    for (const { action_id: action } of elements)
      assert.deepEqual(await slack.as("U0OMAR").press(ts, action), { ok: true });
    await eventually("two answers", () => slack.channel(CHANNEL.id).ephemerals.length === 2);
    for (const { message } of slack.channel(CHANNEL.id).ephemerals)
      assert.match(shownBy(message), /drawn by a version that is no longer understood/);
  });

  test("of a look that cannot be recorded shows it all the same", async (t) => {
    const { world, gate } = await startGatedWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { stack } = await world.told();
    await world.settled();
    gate.deny("PutItem");
    await slack.as("U0OMAR").press(stack.ts, "open-hop:1");
    const shown = () => JSON.stringify(slack.views("U0OMAR"));
    await eventually("the hop", () => shown().includes("Hop 1 of"));
    await eventually("the record", () => world.complaints.some((one) => one.includes("a look was not recorded")));
    assert.match(shown(), /Hop 1 of/);
    assert.doesNotMatch(shown(), /That did not work/);
  });

  test("while the database cannot be reached is told so, and the bot lives on", async (t) => {
    const { world, gate } = await startGatedWorld(t);
    const { slack } = world.sandbox;
    world.trigger();
    const { root, stack } = await world.told();
    await world.settled();
    gate.refuse();
    await slack.as("U0OMAR").press(root.ts, "acknowledge");
    await world.whispered("U0OMAR", /Something went wrong here/);
    await slack.as("U0OMAR").press(stack.ts, "open-hop:1");
    await eventually("the failure, where the hop was expected", () =>
      JSON.stringify(slack.views("U0OMAR")).includes("⚠️"),
    );
    await eventually("both failures", () => world.complaints.filter((one) => one.includes("it failed")).length === 2);
    gate.open();
    await slack.as("U0OMAR").press(root.ts, "acknowledge");
    await world.shows(root, "Acknowledged by Omar Haddad");
  });
});

/** Posts the button anew that the message no longer has, and has Omar press it. */
async function pressOldButton({ sandbox: { slack } }: Awaited<ReturnType<typeof startLocalWorld>>, thread: string) {
  const client = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl });
  const { ts = "" } = await client.chat.postMessage({
    channel: CHANNEL.id,
    thread_ts: thread,
    text: "As it was",
    blocks: [
      {
        type: "actions",
        elements: [
          {
            type: "button",
            action_id: "acknowledge",
            value: '{"investigation":"Q0SMALLSTORY01","revision":1}',
            text: { type: "plain_text", text: "Acknowledge" },
          },
        ],
      },
    ],
  });
  await slack.as("U0OMAR").press(ts, "acknowledge");
}
