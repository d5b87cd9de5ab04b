import assert from "node:assert/strict";
import { test } from "node:test";
import { startNight } from "../../sandbox/night.ts";
import { CHANNEL, PEOPLE } from "../../sandbox/people.ts";
import { assertPolite } from "../assert-polite.ts";
import { NAMES, story } from "../sandbox/scenarios/night.ts";

/** Those with more lines are lived through in the browser, where it is held too. */
const LARGE_LINES = 5000;
const A_NIGHT = 8;
const MINUTE_MS = 60_000;

const SMALL = NAMES.filter(
  (name) => story(name, 1).streams.reduce((sum, { lines }) => sum + lines.length, 0) < LARGE_LINES,
);

for (let from = 0; from < SMALL.length; from += A_NIGHT) {
  const names = SMALL.slice(from, from + A_NIGHT);
  test(`in a night of ${names.join(", ")} the bot says nothing that adds nothing, and calls only who is on call`, async (t) => {
    const night = await startNight(names);
    t.after(() => night.stop());
    for (const one of night.stories.toSorted((a, b) => a.at - b.at)) await night.live(one);
    const { clock, slack } = night.sandbox;
    for (const minutes of [1, 5, 30]) {
      clock.advanceTo(clock.now() + minutes * MINUTE_MS);
      await night.settled();
    }
    assertPolite(slack);
    const { messages, ephemerals } = slack.channel(CHANNEL.id);
    assert.equal(messages.length, names.length);
    assert.deepEqual(ephemerals, [], "nobody asked for anything");
    for (const { id } of PEOPLE) {
      assert.equal(slack.directMessage(id), null);
      const called = slack.notifications(id).filter(({ threadTs }) => threadTs === null);
      assert.deepEqual(called, [], "what rings is in a thread");
    }
  });
}
