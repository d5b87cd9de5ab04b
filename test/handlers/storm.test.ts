import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { NewIncident } from "../../sandbox/pagerduty/trigger.ts";
import { GROUPS } from "../../sandbox/people.ts";
import { alarmIncident } from "../../sandbox/scenarios/alarm-incident.ts";
import type { Message } from "../../sandbox/slack/message.ts";
import { actionsOf, eventually, type LocalWorld, shownBy, startLocalWorld } from "./local-world.ts";

const MINUTE_MS = 60_000;
const AT = Date.parse("2026-11-22T02:32:00Z");
const FUNCTION = "Q0STORM0000001";
const WRITES = "Q0STORM0000002";
const OTHER = "Q0STORM0000003";
const [, DESK] = GROUPS;

describe("a storm of alerts", () => {
  test("is one message, which names every incident, and one reply that rings", async (t) => {
    const world = await startLocalWorld(t);
    const { root, first } = await stormOf(world, [FUNCTION, WRITES]);
    const shown = shownBy(await world.shows(root, "3 incidents"));
    for (const title of ["DynamoDB is throttling", "errors of checkout", "writes to orders fail"])
      assert.match(shown, new RegExp(title), shown);
    assert.equal(world.thread(root).length, 3, "the verdict and the stack of the first, and no other reply");
    for (const id of [FUNCTION, WRITES]) {
      const folded = ownMessage(world, id);
      assert.match(shownBy(folded), /Told in <http[^|]+\|/);
      assert.deepEqual(actionsOf(folded), []);
      assert.equal(world.thread(folded).length, 1, "nothing is said in its thread");
      assert.match(world.sandbox.pagerduty.incident(id).notes[0]?.content ?? "", /^WAKE THE TEAM/);
    }
    assert.equal((await world.row(FUNCTION, () => true)).foldedInto, first);
    assert.deepEqual(world.complaints, []);
  });

  test("leaves a different failure in its middle a message of its own", async (t) => {
    const world = await startLocalWorld(t);
    const { root } = await stormOf(world, [FUNCTION]);
    world.sandbox.pagerduty.trigger(alarm(OTHER));
    const row = await world.row(OTHER, ({ told }) => told !== null);
    assert.equal(row.foldedInto, null);
    assert.doesNotMatch(shownBy(ownMessage(world, OTHER)), /Told in/);
    assert.doesNotMatch(shownBy(world.thread(root)[0]), /sessions/);
  });

  test("is over when minutes have passed: the same trouble later is told anew", async (t) => {
    const world = await startLocalWorld(t);
    const first = world.trigger();
    await world.told();
    await world.row(first, ({ due }) => due.reconcile !== undefined);
    world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 11 * MINUTE_MS);
    world.sandbox.pagerduty.trigger(alarm(FUNCTION));
    const row = await world.row(FUNCTION, ({ told }) => told !== null);
    assert.equal(row.foldedInto, null);
  });

  test("is acknowledged, and escalated, as one, by one press that says so", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty } = world.sandbox;
    const { root, first } = await stormOf(world, [FUNCTION]);
    assert.match(shownBy(await world.shows(root, "2 incidents")), /Acknowledge \(all 2\)/);
    await slack.as("U0MAYA").press(root.ts, "escalate");
    await world.shows(root, "Escalated to level 2 (2 incidents) by Maya Okafor");
    await slack.as("U0OMAR").press(root.ts, "acknowledge");
    await world.shows(root, "Acknowledged (2 incidents) by Omar Haddad");
    for (const id of [first, FUNCTION]) assert.equal(pagerduty.incident(id).status, "acknowledged");
    assert.deepEqual(pagerduty.ringing, []);
    await world.settled();
    const shown = shownBy(world.thread(root)[0]);
    assert.equal(shown.split("Acknowledged").length, 2, `PagerDuty's word of it is no other deed: ${shown}`);
  });

  test("of which one was just escalated is escalated for the others, by anybody who may", async (t) => {
    const world = await startLocalWorld(t, { slack: { pressers: DESK.id } });
    const { slack, pagerduty } = world.sandbox;
    const first = world.trigger();
    const { root } = await world.told();
    await world.settled();
    await slack.as("U0MAYA").press(root.ts, "escalate");
    await world.shows(root, "Escalated to level 2 by Maya Okafor");
    pagerduty.trigger(alarm(FUNCTION));
    await world.row(FUNCTION, ({ foldedInto }) => foldedInto === first);
    await world.shows(root, "2 incidents");
    await slack.as("U0LIAM").press(root.ts, "escalate");
    const moves = (id: string) =>
      pagerduty.incident(id).log.filter(({ detail }) => /^escalate_/.test(detail.type)).length;
    await eventually("the new one rings the next level", () => moves(FUNCTION) === 1);
    assert.equal(moves(first), 1);
  });

  test("shows what happens to each of its incidents, and is over when all are resolved", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty } = world.sandbox;
    const { root, first } = await stormOf(world, [FUNCTION]);
    pagerduty.resolve(first, "PINES03");
    const half = await world.shows(root, "Resolved");
    assert.ok(actionsOf(half).includes("acknowledge"), "one of them still rings");
    pagerduty.resolve(FUNCTION, "POMAR02");
    const over = await world.shows(root, "by Omar Haddad");
    assert.match(shownBy(over), /Resolved \(ALARM: .*errors of checkout.*\) by Omar Haddad/);
    assert.deepEqual(actionsOf(over), ["was-right", "was-wrong", "open-users", "look-again"]);
  });

  test("shows within minutes what PagerDuty could not deliver of a folded incident", async (t) => {
    const world = await startLocalWorld(t);
    const { pagerduty, clock } = world.sandbox;
    const { root } = await stormOf(world, [FUNCTION]);
    await world.settled();
    await world.subscriptions[0]?.stop();
    pagerduty.acknowledge(FUNCTION, "POMAR02");
    clock.advanceTo(clock.now() + 6 * MINUTE_MS);
    await world.shows(root, "*acknowledged*, with Omar Haddad");
  });

  test("that breaks all at once ends in the message of the oldest", async (t) => {
    const world = await startLocalWorld(t);
    const { clock } = world.sandbox;
    // Slack takes one message a second: who is refused tries again when its lease has run out, and that is not waited for.
    const hurrying = setInterval(() => clock.advanceTo(clock.now() + 5000), 1000);
    t.after(() => clearInterval(hurrying));
    const first = world.trigger();
    for (const id of [FUNCTION, WRITES]) world.sandbox.pagerduty.trigger(alarm(id));
    for (const id of [FUNCTION, WRITES]) {
      const row = await world.row(id, ({ foldedInto }) => foldedInto !== null);
      assert.ok(row.foldedInto === first || row.foldedInto === FUNCTION);
    }
    const leader = await world.row(first, ({ others }) => others.length === 2);
    assert.equal(leader.foldedInto, null);
    await world.shows(ownMessage(world, first), "3 incidents");
  });

  test("is told as one also where the bot ends between deciding and saying so", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, clock } = world.sandbox;
    const first = world.trigger();
    const { root } = await world.told();
    await world.settled();
    slack.faults.next("chat.getPermalink", { kind: "error", error: "fatal_error" });
    pagerduty.trigger(alarm(FUNCTION));
    await eventually("the failure", () => world.complaints.some((one) => one.includes("tried again")));
    await world.restart();
    clock.advanceTo(clock.now() + 20_000);
    await eventually("the folded message", () => shownBy(ownMessage(world, FUNCTION)).includes("Told in"));
    await world.settled();
    assert.equal((await world.row(first, () => true)).others.length, 1);
    assert.equal(shownBy(world.thread(root)[0]).split("errors of checkout").length, 2, "it is named once");
    assert.equal(pagerduty.incident(FUNCTION).notes.length, 1);
  });
});

/** The first alert is told; then others come while it is open. */
async function stormOf(world: LocalWorld, ids: readonly string[]): Promise<{ root: Message; first: string }> {
  const first = world.trigger();
  const { root } = await world.told();
  await world.row(first, ({ told }) => told?.noted === true);
  for (const id of ids) {
    world.sandbox.pagerduty.trigger(alarm(id));
    await world.row(id, ({ foldedInto, due }) => foldedInto !== null && due.investigate === undefined);
  }
  return { root, first };
}

/** The message that an incident got when it was triggered. */
function ownMessage(world: LocalWorld, id: string): Message {
  const found = world.messages().find(({ metadata }) => JSON.stringify(metadata ?? {}).includes(id));
  return found ?? assert.fail(`there is no message of ${id}`);
}

const ALARMS: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  [FUNCTION]: ["errors of checkout", "AWS/Lambda", "Errors", "FunctionName", "checkout"],
  [WRITES]: ["writes to orders fail", "AWS/DynamoDB", "SystemErrors", "TableName", "orders"],
  [OTHER]: ["sessions throttles", "AWS/DynamoDB", "ReadThrottleEvents", "TableName", "sessions"],
};

function alarm(id: string): NewIncident {
  const [name, namespace, metric, dimension, value] = ALARMS[id] ?? assert.fail(`there is no alarm ${id}`);
  return alarmIncident({
    id,
    alertId: `${id}A`,
    service: "PSHOP01",
    alarm: {
      name,
      description: name,
      namespace,
      metric,
      dimension: { name: dimension, value },
      periodSeconds: 60,
      periods: 2,
      threshold: 2,
    },
    events: Array.from({ length: 48 }, (_, place) => AT - 4 * MINUTE_MS + place * 5000),
    at: AT - 2000,
  });
}
