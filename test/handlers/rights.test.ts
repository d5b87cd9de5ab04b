import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { GENERAL, GROUPS, OUTSIDER } from "../../sandbox/people.ts";
import { eventually, shownBy, startLocalWorld } from "./local-world.ts";

const [PAYMENTS, DESK] = GROUPS;

describe("who may press", () => {
  test("is also who is in the group that the catalog names: somebody else's account acts, and the message says who it was", async (t) => {
    const world = await startLocalWorld(t, { slack: { pressers: DESK.id } });
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await slack.as("U0LIAM").press(root.ts, "acknowledge");
    await world.shows(root, "Acknowledged by Liam Byrne (sales)");
    assert.equal(pagerduty.incident(id).status, "acknowledged");
  });

  test("is told whom to ask, where the group does not help either", async (t) => {
    const world = await startLocalWorld(t, { slack: { pressers: PAYMENTS.id } });
    const { slack, pagerduty } = world.sandbox;
    const id = world.trigger();
    const { root } = await world.told();
    await slack.as("U0LIAM").press(root.ts, "acknowledge");
    await world.whispered("U0LIAM", /or the user group @payments,/);
    assert.equal(pagerduty.incident(id).status, "triggered");
  });
});

describe("who may read", () => {
  test("an id asked for elsewhere is traced for a member of the incidents' channel, and for nobody else", async (t) => {
    const world = await startLocalWorld(t);
    const { slack } = world.sandbox;
    const answers = () =>
      slack.channel(GENERAL.id).ephemerals.map(({ to, message }) => [to, shownBy(message)] as const);
    const answerTo = (who: string) =>
      eventually("an answer", () => answers().findLast(([to, text]) => to === who && !/Looking for/.test(text))?.[1]);
    await slack.as(OUTSIDER.id).command(GENERAL.id, "/trace", "8f74d768-c9c2-44d5-a3bd-ffd0279208af");
    assert.match(await answerTo(OUTSIDER.id), /for the members of #incidents: ask one of them/);
    await slack.as("U0LIAM").command(GENERAL.id, "/trace", "8f74d768-c9c2-44d5-a3bd-ffd0279208af");
    assert.match(await answerTo("U0LIAM"), /Nothing was found/);
  });

  test("payloads are for the group that the catalog names; everybody else is told which", async (t) => {
    const world = await startLocalWorld(t, { slack: { payloads: PAYMENTS.id } });
    const { slack } = world.sandbox;
    world.trigger();
    const { stack } = await world.told();
    await slack.as("U0MAYA").press(stack.ts, "open-hop:3");
    await eventually("the payload", () => JSON.stringify(slack.views("U0MAYA")).includes("*Input*"));
    await slack.as("U0OMAR").press(stack.ts, "open-hop:3");
    const shown = await eventually("the window", () => {
      const text = JSON.stringify(slack.views("U0OMAR"));
      return text.includes("🔒") ? text : undefined;
    });
    assert.match(shown, /are for <!subteam\^S0PAYMENTS>/);
    assert.match(shown, /How an error begins stands in the thread, for everybody/);
    assert.doesNotMatch(shown, /\*Input\*|TableName|\*Exception\*/);
  });
});
