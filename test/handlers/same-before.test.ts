import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, shownBy, startLocalWorld } from "./local-world.ts";
import { smallStory } from "./small-story.ts";

const MINUTE_MS = 60_000;
const AGAIN = "Q0SAMEAGAIN01";

test("what failed alike before is one line of the message: when, what was decided then, and where that stands", async (t) => {
  const world = await startLocalWorld(t);
  const first = world.trigger();
  const { root } = await world.told();
  await world.row(first, ({ due }) => due.reconcile !== undefined);
  assert.doesNotMatch(shownBy(world.thread(root)[0]), /Same failure before/);
  world.sandbox.clock.advanceTo(world.sandbox.clock.now() + 11 * MINUTE_MS);
  world.sandbox.pagerduty.trigger({ ...smallStory().incident, id: AGAIN });
  const { before } = await world.row(AGAIN, ({ told }) => told !== null);
  assert.deepEqual([before?.decision, before?.times], ["wake", 1]);
  const message = await eventually("the message of the second", () =>
    world.messages().find((one) => one.ts !== root.ts && /Same failure before/.test(shownBy(one))),
  );
  const shown = shownBy(message);
  assert.match(
    shown,
    /\*Same failure before\* <!date\^\d+\^\{date_short_pretty\} \{time\}\|2026-11-22 \d\d:\d\d UTC>.*: Wake the team · <http/,
  );
  assert.ok(shown.includes(`p${root.ts.replace(".", "")}`), "the link leads to the message of then");
  assert.deepEqual(world.complaints, []);
});
