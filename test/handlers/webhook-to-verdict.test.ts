import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { startEndpoint } from "../sandbox/pagerduty/endpoint.ts";
import { eventually, firstLine, shownBy, startLocalWorld } from "./local-world.ts";

describe("an incident that PagerDuty triggers", () => {
  test("has one message at once, which is looking and then says the verdict", async (t) => {
    const { sandbox, trigger, root, told, messages } = await startLocalWorld(t);
    sandbox.logs.faults.delayAnswers(150);
    trigger();
    const looking = await root();
    assert.match(looking.text, /^🔎 Looking into: ALARM: "DynamoDB is throttling \(orders\)"/);
    assert.match(shownBy(looking), /Looking…/);
    assert.doesNotMatch(shownBy(looking), /Wake the team\*/);
    sandbox.logs.faults.clear();
    const { root: message } = await told();
    assert.equal(message.ts, looking.ts);
    assert.equal(
      firstLine(message),
      "🔴 Wake the team: POST /checkout fails for 6 users. DynamoDB orders is throttled.",
    );
    assert.equal(messages().length, 1);
  });

  test("reaches the phone of whoever is on call by one reply that begins with the whole verdict", async (t) => {
    const { sandbox, trigger, told, thread } = await startLocalWorld(t);
    trigger();
    const { root, verdict } = await told();
    assert.equal(firstLine(verdict), firstLine(root));
    assert.ok([...firstLine(root)].length <= 120, "a lock screen shows no more");
    assert.match(shownBy(verdict), /<@U0MAYA>/);
    assert.equal(thread(root).filter((one) => one.text.includes("<@U0MAYA>")).length, 1);
    const rung = sandbox.slack.notifications("U0MAYA").filter(({ ts }) => ts === verdict.ts);
    assert.equal(rung.length, 1);
    assert.match(rung[0]?.text ?? "", /^🔴 Wake the team: POST \/checkout fails for 6 users/);
    assert.deepEqual(sandbox.slack.notifications("U0OMAR"), [], "the team sleeps");
  });

  test("has the verdict as a note in PagerDuty, with the way to the thread", async (t) => {
    const { sandbox, trigger, told } = await startLocalWorld(t);
    const id = trigger();
    const { root } = await told();
    const { notes } = sandbox.pagerduty.incident(id);
    assert.equal(notes.length, 1);
    assert.match(notes[0]?.content ?? "", /^WAKE THE TEAM: POST \/checkout fails for 6 users\.\n/);
    assert.match(notes[0]?.content ?? "", new RegExp(`/archives/C0INCIDENTS/p${root.ts.replace(".", "")}$`));
  });

  test("has the virtual stack trace of a failing request in its thread, the innermost hop first", async (t) => {
    const { trigger, told } = await startLocalWorld(t);
    trigger();
    const { stack } = await told();
    const shown = shownBy(stack);
    const places = ["*DynamoDB orders* PutItem", "*Lambda checkout*", "*API Gateway shop-api*"].map((hop) =>
      shown.indexOf(hop),
    );
    assert.ok(!places.includes(-1), shown);
    assert.deepEqual(
      places.toSorted((a, b) => a - b),
      places,
    );
  });

  test("is told once, though PagerDuty delivers it five times at once and again after a restart", async (t) => {
    const { sandbox, trigger, told, webhook, restart, messages, thread, complaints } = await startLocalWorld(t, {
      deliver: false,
    });
    const recorder = await startEndpoint(t);
    sandbox.pagerduty.subscribe({ url: recorder.url, secrets: sandbox.config.pagerduty.webhookSecrets });
    const id = trigger();
    const event = await eventually("the event", () => recorder.received[0]);
    const deliver = async (): Promise<number> => {
      const headers = { "x-pagerduty-signature": String(event.headers["x-pagerduty-signature"]) };
      return (await fetch(webhook, { method: "POST", headers, body: Buffer.from(event.body) })).status;
    };
    assert.deepEqual(await Promise.all([1, 2, 3, 4, 5].map(deliver)), [202, 202, 202, 202, 202]);
    const { root } = await told();
    await restart();
    assert.equal(await deliver(), 202);
    // A press that comes after it has been worked on: so the delivery would have been, too.
    await sandbox.slack.as("U0OMAR").press(root.ts, "acknowledge");
    await eventually("the press", () => shownBy(thread(root)[0]).includes("Acknowledged by Omar Haddad"));
    assert.equal(messages().length, 1);
    assert.equal(thread(root).length, 3);
    assert.equal(sandbox.pagerduty.incident(id).notes.length, 1);
    assert.deepEqual(complaints, []);
  });

  test("is told without mention where Slack does not know who is on call", async (t) => {
    const { sandbox, trigger, told } = await startLocalWorld(t);
    sandbox.slack.faults.next("users.lookupByEmail", { kind: "error", error: "users_not_found" });
    trigger();
    const { verdict } = await told();
    assert.doesNotMatch(shownBy(verdict), /<@/);
  });

  test("is told by its title where PagerDuty cannot be asked for its details", async (t) => {
    const { sandbox, trigger, root, thread } = await startLocalWorld(t);
    sandbox.pagerduty.fail("/incidents", 503, 50);
    trigger();
    const message = await root();
    const verdict = await eventually("the verdict", () => thread(message)[1]);
    assert.match(verdict.text, /POST \/checkout/);
    await eventually("the gap", () => /the alert's details in PagerDuty/.test(shownBy(thread(message)[0])));
  });
});
