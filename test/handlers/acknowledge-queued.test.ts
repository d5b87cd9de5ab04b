import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { shownBy, startLocalWorld } from "./local-world.ts";

const HALF_A_MINUTE_MS = 30_000;
const TWO_HOURS_MS = 7_200_000;

describe("an acknowledgement while PagerDuty's REST API does not answer", () => {
  test("goes through the Events API where a routing key is configured, and the message says so", async (t) => {
    const world = await startLocalWorld(t, {
      configure: async ({ config, pagerduty }) => ({
        pagerduty: { ...config.pagerduty, routingKey: pagerduty.routingKeys["PSHOP01"] ?? null },
      }),
    });
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    pagerduty.fail("/users", 503, 20);
    await slack.as("U0MAYA").press(root.ts, "acknowledge");
    await world.shows(
      root,
      "An acknowledgement was sent through PagerDuty's Events API (its REST API does not answer) by Maya Okafor",
    );
    assert.equal(pagerduty.incident(id).status, "acknowledged");
    assert.deepEqual(pagerduty.ringing, []);
  });

  test("is not said to have stopped the ringing, which the Events API does not do for what came in another way", async (t) => {
    const world = await startLocalWorld(t, {
      configure: async ({ config, pagerduty }) => {
        const own = pagerduty.routingKeys["PSHOP01"];
        const routingKey = Object.values(pagerduty.routingKeys).find((key) => key !== own) ?? null;
        return { pagerduty: { ...config.pagerduty, routingKey } };
      },
    });
    const { slack, pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    pagerduty.fail("/users", 503, 2);
    await slack.as("U0MAYA").press(root.ts, "acknowledge");
    await world.whispered("U0MAYA", /was sent through .* until PagerDuty says that it has it, it may go on ringing/);
    await world.row(id, ({ due, inbox }) => due.acknowledge !== undefined && inbox.length === 0);
    assert.equal(pagerduty.incident(id).status, "triggered");
    assert.doesNotMatch(shownBy(world.thread(root)[0]), /Acknowledged/);
    clock.advanceTo(clock.now() + HALF_A_MINUTE_MS);
    await world.shows(root, "Acknowledged by Maya Okafor");
    assert.equal(pagerduty.incident(id).status, "acknowledged");
  });

  test("waits otherwise, says so, and is done when PagerDuty answers again", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    pagerduty.fail("/users", 503, 2);
    await slack.as("U0MAYA").press(root.ts, "acknowledge");
    await world.whispered(
      "U0MAYA",
      /PagerDuty answered 503.*waits until PagerDuty answers; until then it goes on ringing/,
    );
    await world.shows(root, "An acknowledgement waits until PagerDuty answers");
    await world.row(id, ({ due, inbox }) => due.acknowledge !== undefined && inbox.length === 0);
    assert.equal(pagerduty.incident(id).status, "triggered");
    await world.restart();
    clock.advanceTo(clock.now() + HALF_A_MINUTE_MS);
    await world.shows(root, "Acknowledged by Maya Okafor");
    assert.equal(pagerduty.incident(id).status, "acknowledged");
    await world.row(id, ({ queued, due }) => queued === null && due.acknowledge === undefined);
  });

  test("of somebody who may not is refused when PagerDuty answers again, and privately", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    pagerduty.fail("/users", 503, 2);
    await slack.as("U0LIAM").press(root.ts, "acknowledge");
    await world.row(id, ({ due, inbox }) => due.acknowledge !== undefined && inbox.length === 0);
    clock.advanceTo(clock.now() + HALF_A_MINUTE_MS);
    await world.whispered("U0LIAM", /You may not press this/);
    assert.equal(pagerduty.incident(id).status, "triggered");
  });

  test("is given up when PagerDuty stays silent, and the message says that too", async (t) => {
    const world = await startLocalWorld(t);
    const { slack, pagerduty, clock } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    pagerduty.fail("/users", 503, 1000);
    await slack.as("U0MAYA").press(root.ts, "acknowledge");
    await world.row(id, ({ due, inbox }) => due.acknowledge !== undefined && inbox.length === 0);
    clock.advanceTo(clock.now() + TWO_HOURS_MS);
    await world.shows(root, "The acknowledgement did not reach PagerDuty");
    await world.row(id, ({ queued }) => queued === null);
  });
});
