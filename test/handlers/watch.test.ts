import assert from "node:assert/strict";
import { test } from "node:test";
import { fromMillis } from "../../src/time.ts";
import { eventually, type LocalWorld, shownBy, startLocalWorld } from "./local-world.ts";
import { harmlessStory, smallStory } from "./small-story.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

test("what can wait is looked at again by itself, and while nothing changes nothing is said", async (t) => {
  const world = await startLocalWorld(t, { story: harmlessStory() });
  const id = world.trigger();
  const { root, verdict } = await world.told();
  assert.match(verdict.text, /^🟢 It can wait/u);
  const before = await world.row(id, ({ due }) => due.reconcile !== undefined);
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 30 * SECOND_MS);
  await world.row(id, ({ revision }) => revision > before.revision);
  await world.settled();
  assert.equal(world.thread(root).length, 3);
  assert.equal(world.sandbox.pagerduty.incident(id).notes.length, 1);
});

test("after a wake the evidence is looked over once more for late lines, and then no more by itself", async (t) => {
  const world = await startLocalWorld(t);
  const id = world.trigger();
  await world.told();
  const before = await world.row(id, ({ due }) => due.reconcile !== undefined);
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 30 * SECOND_MS);
  const after = await world.row(id, ({ revision, due }) => revision > before.revision && due.investigate === undefined);
  assert.equal(after.told?.at, before.told?.at);
});

test("when what could wait turns into wake, a new incident rings, and the thread says what was told before", async (t) => {
  const world = await startLocalWorld(t, {
    story: harmlessStory(),
    configure: async ({ pagerduty, config }) => ({
      pagerduty: { ...config.pagerduty, routingKey: pagerduty.routingKeys["PSHOP01"] ?? null },
    }),
  });
  const { id, root } = await turned(world);
  const rung = world.sandbox.pagerduty.incidents.find((one) => one.key === `wake-or-wait ${id}`);
  assert.ok(rung !== undefined);
  assert.equal(rung.urgency, "high");
  assert.ok(world.sandbox.pagerduty.ringing.some(({ incident, user }) => incident === rung.id && user === "PMAYA01"));
  const said = world.thread(root).map(shownBy);
  assert.ok(said.some((text) => /Since .* it was: It can wait\./.test(text) && /a new incident rings/.test(text)));
  assert.equal(world.messages().length, 1, "what rings has no message of its own");
});

test("without a routing key the incident is assigned anew: its snooze is over, and it rings", async (t) => {
  const world = await startLocalWorld(t, { story: harmlessStory() });
  const { id } = await turned(world);
  const rings = world.sandbox.pagerduty.rings.filter(
    ({ incident, reason }) => incident === id && reason === "assigned",
  );
  assert.equal(rings.length, 2, "when it was triggered, and when the verdict turned");
  const row = await world.row(id, ({ done }) => done.some(({ did }) => did.includes("assigned anew, and rings Maya")));
  assert.equal(row.told?.decision, "wake");
});

test("where PagerDuty takes neither, the message says that nothing rang", async (t) => {
  const world = await startLocalWorld(t, { story: harmlessStory() });
  const { id } = await turned(world, () => {
    world.sandbox.pagerduty.fail("/incidents/Q0SMALLSTORY01", 500, 1000);
  });
  await world.row(id, ({ done }) => done.some(({ did }) => did.includes("nothing rang")));
});

test("failures that were written before the first look, and could be read only after it, turn what could wait into wake", async (t) => {
  const world = await startLocalWorld(t, { story: harmlessStory() });
  lateLines(world);
  const id = world.trigger();
  const { root, verdict } = await world.told();
  assert.match(verdict.text, /^🟢 It can wait/u);
  const before = await world.row(id, ({ due }) => due.reconcile !== undefined);
  world.sandbox.clock.advanceTo((before.told?.at ?? 0) / 1000 + 26 * SECOND_MS);
  await world.row(id, ({ told }) => told?.decision === "wake");
  await eventually("the reply", () => world.thread(root).length >= 4);
});

test("late lines make a wake better, and nobody is called again", async (t) => {
  const world = await startLocalWorld(t);
  lateLines(world);
  const id = world.trigger();
  const { root } = await world.told();
  const before = await world.row(id, ({ due }) => due.reconcile !== undefined);
  const first = await world.report(id, before.revision);
  const replies = world.thread(root).length;
  world.sandbox.clock.advanceTo((before.told?.at ?? 0) / 1000 + 26 * SECOND_MS);
  const after = await world.row(id, ({ revision, due }) => revision > before.revision && due.investigate === undefined);
  const second = await world.report(id, after.revision);
  assert.equal(second.verdict.decision, "wake");
  assert.ok((second.failing?.requests ?? 0) > (first.failing?.requests ?? 0));
  await world.settled();
  assert.deepEqual([after.told?.at, world.thread(root).length], [before.told?.at, replies]);
});

/** The failures of other customers in the same minutes, which CloudWatch Logs shows only when twenty seconds have passed. */
function lateLines({ sandbox: { clock, logs } }: LocalWorld): void {
  for (const { group, stream, lines } of smallStory(8).streams) {
    const ingestionTime = clock.now() + 20 * SECOND_MS;
    logs.load(
      group,
      `${stream}-late`,
      lines.map((line) => ({ ...line, ingestionTime })),
    );
  }
}

/** It could wait; then the same customers cannot check out any more, and the bot looks again. */
async function turned(world: LocalWorld, meanwhile: () => void = () => {}) {
  const id = world.trigger();
  const { root } = await world.told();
  await world.row(id, ({ due }) => due.reconcile !== undefined);
  const { clock, logs } = world.sandbox;
  const now = clock.now();
  const shift = now - smallStory().at + 20 * SECOND_MS;
  for (const { group, stream, lines } of smallStory().streams) {
    const later = lines.map(({ message, timestamp, ingestionTime }) => {
      return { message, timestamp: timestamp + shift, ingestionTime: ingestionTime + shift };
    });
    logs.load(group, `${stream}-later`, later);
  }
  meanwhile();
  clock.advanceTo(now + 2 * MINUTE_MS);
  await world.row(id, ({ told }) => told?.decision === "wake" && told.at > fromMillis(now));
  await eventually("the reply", () => world.thread(root).length >= 4);
  return { id, root };
}
