import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startClock } from "../../../sandbox/clock.ts";
import { startPagerDuty } from "../../../sandbox/pagerduty/pagerduty.ts";
import { ACCOUNT, NIGHT, until } from "./world.ts";

/** Alone in their file, for they look at what the whole process still holds. */
describe("stopping PagerDuty", () => {
  test("leaves nothing behind when it is stopped, even in the middle of a retry", async () => {
    const held = (): string[] => process.getActiveResourcesInfo().toSorted();
    const before = held();
    const pagerDuty = await startPagerDuty(startClock(NIGHT), { ...ACCOUNT, retryDelaysMs: [60_000] });
    const subscription = pagerDuty.subscribe({ url: "http://127.0.0.1:9/", secrets: ["s"] });
    pagerDuty.trigger({ title: "x", service: "PRIDES", alerts: [] });
    await until("it was tried", () => subscription.deliveries[0]?.attempts.length === 1);
    await pagerDuty.stop();
    assert.equal(subscription.deliveries[0]?.state, "dropped");
    pagerDuty.trigger({ title: "after", service: "PRIDES", alerts: [] });
    assert.equal(subscription.deliveries.length, 1);
    // A closed handle is gone some turns of the event loop later.
    for (let turn = 0; turn < 100 && held().length > before.length; turn++) await new Promise(setImmediate);
    assert.deepEqual(held(), before);
  });

  test("by silence does not keep the server from stopping", async () => {
    const pagerDuty = await startPagerDuty(startClock(NIGHT), ACCOUNT);
    pagerDuty.fail("/incidents", "hang");
    const asked = assert.rejects(fetch(`${pagerDuty.url}/incidents`));
    await pagerDuty.stop();
    await asked;
  });
});
