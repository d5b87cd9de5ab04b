import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { fromMillis, micros } from "../../src/time.ts";
import { eventually, type LocalWorld, startLocalWorld } from "./local-world.ts";
import { harmlessStory, smallStory } from "./small-story.ts";

const MINUTE_MS = 60_000;
const WRITES = ["chat.postMessage", "chat.update"] as const;

test("while Slack takes no message the verdict is a note in PagerDuty, and the thread is there once Slack is", async (t) => {
  const world = await startLocalWorld(t);
  goesDown(world);
  const id = world.trigger();
  const [note] = await eventually("the note", () => notesOf(world, id));
  assert.match(note ?? "", /^WAKE THE TEAM.*Slack took no message/s);
  assert.equal(world.messages().length, 0);
  await toldByNote(world, id);
  world.sandbox.slack.faults.end();
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 2 * MINUTE_MS);
  await world.told();
  const row = await world.row(id, ({ told, noteOnly }) => told?.noted === true && noteOnly === null);
  assert.equal(row.told?.decision, "wake");
  assert.equal(notesOf(world, id)?.length, 1, "the same verdict is noted once");
});

test("what turns into wake while Slack takes no message rings, once", async (t) => {
  const { world, id } = await turnedInSilence(t);
  const assigned = () =>
    world.sandbox.pagerduty.rings.filter(({ incident, reason }) => incident === id && reason === "assigned").length;
  assert.equal(assigned(), 2, "when it was triggered, and when the verdict turned");
  world.sandbox.slack.faults.end();
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 2 * MINUTE_MS);
  await world.row(id, ({ told }) => told?.decision === "wake");
  await world.settled();
  assert.equal(assigned(), 2);
  assert.equal(notesOf(world, id)?.length, 2, "one that it can wait, one that it cannot");
});

/** It could wait; then Slack takes nothing any more, and the same customers cannot check out. */
async function turnedInSilence(t: TestContext) {
  const world = await startLocalWorld(t, { story: harmlessStory() });
  const id = world.trigger();
  await world.told();
  await world.row(id, ({ due }) => due.reconcile !== undefined);
  const { clock, logs } = world.sandbox;
  const shift = clock.now() - smallStory().at + MINUTE_MS / 3;
  for (const { group, stream, lines } of smallStory().streams) {
    const later = lines.map(({ message, timestamp, ingestionTime }) => {
      return { message, timestamp: timestamp + shift, ingestionTime: ingestionTime + shift };
    });
    logs.load(group, `${stream}-later`, later);
  }
  goesDown(world);
  clock.advanceTo(clock.now() + 2 * MINUTE_MS);
  await toldByNote(world, id);
  return { world, id };
}

/** Until that is done, and the next look is due. */
async function toldByNote(world: LocalWorld, id: string): Promise<void> {
  const isAhead = (at = micros(0)) => at > fromMillis(world.sandbox.clock.now());
  await world.row(id, ({ noteOnly, due }) => noteOnly?.decision === "wake" && isAhead(due.investigate));
}

function notesOf({ sandbox }: LocalWorld, id: string): string[] | null {
  const { notes } = sandbox.pagerduty.incident(id);
  return notes.length === 0 ? null : notes.map(({ content }) => content);
}

function goesDown({ sandbox }: LocalWorld): void {
  for (const method of WRITES) sandbox.slack.faults.next(method, { kind: "error", error: "internal_error" }, 10_000);
}
