import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventTypeOf, startEndpoint } from "./endpoint.ts";
import { MINUTE_MS, startWorld, until } from "./world.ts";

const HOUR_MS = 60 * MINUTE_MS;

describe("the delivery of a PagerDuty webhook", () => {
  for (const answer of [500, 503, 429, "hang"] as const) {
    test(`is repeated after ${answer === "hang" ? "silence" : answer}, with the same event and the same ids`, async (t) => {
      const { pagerDuty, trigger } = await startWorld(t, { answerWithinMs: 100 });
      const endpoint = await startEndpoint(t);
      endpoint.answers.push(answer);
      const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
      trigger();
      await subscription.settled();
      const [first, second, third] = endpoint.received;
      assert.ok(first !== undefined && second !== undefined && third === undefined);
      assert.deepEqual(second.body, first.body);
      assert.equal(second.headers["x-webhook-id"], first.headers["x-webhook-id"]);
      assert.partialDeepStrictEqual(subscription.deliveries, [
        { state: "delivered", attempts: [{ outcome: "again" }, { outcome: "delivered", status: 202 }] },
      ]);
    });
  }

  test("is repeated while the endpoint cannot be reached", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    await endpoint.stop();
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    trigger();
    await until("it was tried three times", () => (subscription.deliveries[0]?.attempts.length ?? 0) >= 3);
    assert.equal(subscription.deliveries[0]?.state, "pending");
    pass(49 * HOUR_MS);
    await subscription.settled();
    assert.equal(subscription.deliveries[0]?.state, "dropped", "two days are enough");
  });

  test("holds back what follows about the same incident, and nothing about others", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t, { answerWithinMs: 100 });
    const endpoint = await startEndpoint(t);
    endpoint.answers.push("hang");
    endpoint.answersGoTo = "slow";
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const slow = trigger("slow");
    pagerDuty.acknowledge(slow.id, "PADA");
    const quick = trigger("quick");
    pagerDuty.acknowledge(quick.id, "PADA");
    await subscription.settled();
    const orderOf = (id: string): string[] =>
      endpoint.received.filter(({ body }) => body.includes(id)).map(eventTypeOf);
    assert.deepEqual(orderOf(slow.id), ["incident.triggered", "incident.triggered", "incident.acknowledged"]);
    assert.deepEqual(orderOf(quick.id), ["incident.triggered", "incident.acknowledged"]);
    assert.match(endpoint.received.at(-1)?.body.toString() ?? "", new RegExp(slow.id), "the others did not wait");
  });

  test("is given up at once after any other 4xx", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    endpoint.answers.push(400);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const { id } = trigger();
    pagerDuty.acknowledge(id, "PADA");
    await subscription.settled();
    assert.deepEqual(
      subscription.deliveries.map(({ state }) => state),
      ["dropped", "delivered"],
    );
    assert.equal(subscription.temporarilyDisabled, false);
  });

  test("stops for a day after three drops in a row, and what waits is dropped", async (t) => {
    const { pagerDuty, trigger, pass } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    endpoint.answers.push(401, 403, 404);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const { id } = trigger();
    for (const note of ["two", "three", "four"]) pagerDuty.addNote(id, "PADA", note);
    await subscription.settled();
    assert.equal(endpoint.received.length, 3);
    assert.deepEqual(
      subscription.deliveries.map(({ state }) => state),
      ["dropped", "dropped", "dropped", "dropped"],
    );
    assert.equal(subscription.temporarilyDisabled, true);
    pagerDuty.addNote(id, "PADA", "nobody hears of this");
    pass(24 * HOUR_MS);
    assert.equal(subscription.temporarilyDisabled, false);
    endpoint.answers.push(400);
    pagerDuty.addNote(id, "PADA", "one more drop is not three");
    pagerDuty.addNote(id, "PADA", "but of this");
    await subscription.settled();
    assert.equal(subscription.temporarilyDisabled, false);
    assert.equal(endpoint.received.length, 5);
    assert.match(endpoint.received[4]?.body.toString() ?? "", /but of this/);
  });

  test("counts only drops that follow one another", async (t) => {
    const { pagerDuty, trigger } = await startWorld(t);
    const endpoint = await startEndpoint(t);
    endpoint.answers.push(400, 400, 202, 400, 400, 202);
    const subscription = pagerDuty.subscribe({ url: endpoint.url, secrets: ["s"] });
    const { id } = trigger();
    for (const note of ["2", "3", "4", "5", "6"]) pagerDuty.addNote(id, "PADA", note);
    await subscription.settled();
    assert.equal(subscription.temporarilyDisabled, false);
    assert.equal(endpoint.received.length, 6);
  });
});
