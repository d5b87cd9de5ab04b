import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fromMillis } from "../../src/time.ts";
import { actionsOf, choose, eventually, firstLine, shownBy, startLocalWorld } from "./local-world.ts";

const HOUR_MS = 3_600_000;

describe("what is done in PagerDuty shows in the message", () => {
  test("that somebody acknowledged it, and then nobody is asked to", async (t) => {
    const world = await startLocalWorld(t);
    const id = world.trigger();
    const { root } = await world.told();
    assert.ok(actionsOf(root).includes("acknowledge"));
    world.sandbox.pagerduty.acknowledge(id, "POMAR02");
    const shown = await world.shows(root, "Acknowledged by Omar Haddad");
    assert.match(shownBy(shown), /\*acknowledged\*, with Omar Haddad/);
    assert.deepEqual(actionsOf(shown), [
      "escalate",
      "wake-team",
      "wait-until-morning",
      "open-users",
      "set-priority",
      "look-again",
    ]);
    assert.equal(firstLine(shown), firstLine(root), "the verdict stays");
  });

  test("that it is resolved, and then there is only a look to take", async (t) => {
    const world = await startLocalWorld(t);
    const id = world.trigger();
    const { root } = await world.told();
    world.sandbox.pagerduty.resolve(id, "PINES03");
    const shown = await world.shows(root, "Resolved by Ines Silva");
    assert.match(shownBy(shown), /— \*resolved\*/);
    assert.deepEqual(actionsOf(shown), ["was-right", "was-wrong", "open-users", "look-again"]);
  });

  test("that it was escalated, reassigned, and taken back", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    pagerduty.escalate(id, "PMAYA01", 2);
    assert.match(shownBy(await world.shows(root, "Escalated by Maya Okafor")), /with Omar Haddad, Ines Silva/);
    pagerduty.reassign(id, "POMAR02", ["PINES03"]);
    assert.match(shownBy(await world.shows(root, "Reassigned by Omar Haddad")), /\*triggered\*, with Ines Silva/);
    pagerduty.acknowledge(id, "PINES03");
    await world.shows(root, "Acknowledged by Ines Silva");
    pagerduty.unacknowledge(id, "PINES03");
    const shown = await world.shows(root, "Ringing again");
    assert.match(shownBy(shown), /\*triggered\*/);
  });

  test("that somebody acknowledged it, in a new message where the old one was deleted", async (t) => {
    const world = await startLocalWorld(t);
    const id = world.trigger();
    const { root } = await world.told();
    // Its pictures are edited in after it was told.
    await world.settled();
    world.sandbox.slack.faults.next("chat.update", { kind: "error", error: "message_not_found" });
    world.sandbox.pagerduty.acknowledge(id, "POMAR02");
    const again = await eventually("another message", () => world.messages().find(({ ts }) => ts !== root.ts));
    assert.match(shownBy(again), /Acknowledged by Omar Haddad/);
    assert.equal(firstLine(again), firstLine(root), "the verdict is in it");
  });

  test("that two people acknowledged it, one shortly after the other", async (t) => {
    const world = await startLocalWorld(t);
    const id = world.trigger();
    const { root } = await world.told();
    world.sandbox.pagerduty.acknowledge(id, "PMAYA01");
    world.sandbox.pagerduty.acknowledge(id, "POMAR02");
    const shown = shownBy(await world.shows(root, "Acknowledged by Omar Haddad"));
    assert.match(shown, /Acknowledged by Maya Okafor/);
    assert.match(shown, /with Omar Haddad/);
  });

  test("what was done while it was looked into is in it as soon as the verdict is", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty, logs } = world.sandbox;
    logs.faults.delayAnswers(150);
    const id = world.trigger();
    await world.root();
    pagerduty.acknowledge(id, "POMAR02");
    const { root } = await world.told();
    const shown = await world.shows(root, "Acknowledged by Omar Haddad");
    assert.match(shownBy(shown), /Wake the team\*/);
  });

  test("what PagerDuty could not deliver is seen within a few minutes", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await world.settled();
    const [subscription] = world.subscriptions;
    assert.ok(subscription !== undefined);
    await subscription.stop();
    pagerduty.acknowledge(id, "POMAR02");
    clock.advanceTo(clock.now() + 6 * 60_000);
    assert.match(shownBy(await world.shows(root, "with Omar Haddad")), /\*acknowledged\*/);
  });

  test("PagerDuty is asked again in its time where it could not be asked", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await world.settled();
    await world.subscriptions[0]?.stop();
    pagerduty.acknowledge(id, "POMAR02");
    pagerduty.fail("/incidents", 503);
    clock.advanceTo(clock.now() + 6 * 60_000);
    await eventually("the failure", () => world.complaints.some((one) => one.includes("could not be read")));
    await world.settled();
    clock.advanceTo(clock.now() + 6 * 60_000);
    assert.match(shownBy(await world.shows(root, "with Omar Haddad")), /\*acknowledged\*/);
    assert.ok(!world.complaints.some((one) => one.includes("tried again")), "no row was given up");
  });

  test("one that was resolved and is reopened is looked into again, and kept as long as it is open", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    pagerduty.resolve(id, "PMAYA01");
    await world.shows(root, "*resolved*");
    clock.advanceTo(clock.now() + 6 * 60_000);
    await world.row(id, ({ due }) => due.sweep !== undefined);
    pagerduty.reopen(id, "PMAYA01");
    await world.shows(root, "Reopened by Maya Okafor");
    await world.row(id, ({ due, revision }) => due.reconcile !== undefined && revision >= 2);
    clock.advanceTo(clock.now() + 6 * 60_000);
    await world.row(id, ({ due }) => due.sweep === undefined);
    assert.equal(world.messages().length, 1);
  });

  test("one that is long over is forgotten, and its message says so", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty, clock, slack } = world.sandbox;
    const id = world.trigger();
    const { root, stack } = await world.told();
    pagerduty.resolve(id, "PMAYA01");
    await world.shows(root, "*resolved*");
    clock.advanceTo(clock.now() + 6 * 60_000);
    await world.row(id, ({ due }) => due.sweep !== undefined);
    clock.advanceTo(clock.now() + 31 * 24 * HOUR_MS);
    await world.gone(id);
    await choose(slack.as("U0OMAR"), world.thread(root)[0] ?? assert.fail(), "look-again");
    await world.whispered("U0OMAR", /no longer stored/);
    await slack.as("U0OMAR").press(stack.ts, "open-hop:1");
    const said = (): string => JSON.stringify(slack.views("U0OMAR"));
    await eventually("the window", () => said().includes("no longer stored"));
  });
});

describe("a message that Slack does not take", () => {
  test("is tried again until it is there, with what happened meanwhile", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty, slack, clock } = world.sandbox;
    slack.faults.next("chat.postMessage", { kind: "error", error: "fatal_error" });
    const id = world.trigger();
    await eventually("the failure", () => world.complaints.some((one) => one.includes("Slack took no message")));
    pagerduty.acknowledge(id, "POMAR02");
    clock.advanceTo(clock.now() + 20_000);
    const { root } = await world.told();
    const shown = await world.shows(root, "Acknowledged by Omar Haddad");
    assert.match(shownBy(shown), /Wake the team\*/);
    assert.equal(world.messages().length, 1);
  });

  for (const [what, isStopped] of [
    ["is tried again", false],
    ["is made by whoever comes after, where the bot is stopped meanwhile", true],
  ] as const) {
    test(`as an edit that says what somebody did ${what}, and else nobody would be told`, async (t) => {
      const world = await startLocalWorld(t);
      const { pagerduty, slack, clock } = world.sandbox;
      const id = world.trigger();
      const { root } = await world.told();
      clock.advanceTo(clock.now() + 60_000);
      await world.row(id, ({ due }) => due.investigate === undefined);
      await world.settled();
      slack.faults.next("chat.update", { kind: "error", error: "fatal_error" });
      pagerduty.resolve(id, "POMAR02");
      await eventually("the failure", () => world.complaints.some((one) => one.includes("could not be edited yet")));
      if (isStopped) await world.restart();
      clock.advanceTo(clock.now() + 20_000);
      await world.shows(root, "Resolved by Omar Haddad");
    });
  }

  test("as an edit is edited when Slack takes it", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, clock } = world.sandbox;
    slack.faults.next("chat.update", { kind: "error", error: "fatal_error" }, 1000);
    const id = world.trigger();
    const root = await world.root();
    await world.row(id, ({ noteOnly, due }) => noteOnly != null && (due.investigate ?? 0) > fromMillis(clock.now()));
    slack.faults.end();
    clock.advanceTo(clock.now() + 70_000);
    await world.told();
    await world.shows(root, "Wake the team*");
    assert.equal(world.messages().length, 1);
    assert.equal(world.thread(root).length, 3);
  });
});
