import assert from "node:assert/strict";
import { request } from "node:http";
import { describe, test } from "node:test";
import { WebClient } from "@slack/web-api";
import { sign } from "../../sandbox/pagerduty/webhooks/signature.ts";
import { CHANNEL } from "../../sandbox/people.ts";
import { LIMITS } from "../../src/pagerduty/limits.ts";
import { startGatedWorld } from "./gated-world.ts";
import { eventually, type LocalWorld, shownBy, startLocalWorld } from "./local-world.ts";

/** An incident that PagerDuty itself does not know: its message is posted all the same. */
const INCIDENT = {
  id: "Q0BYHAND000001",
  type: "incident",
  title: "Something is wrong",
  status: "triggered",
  created_at: "2026-11-22T02:32:00Z",
  assignees: [],
};

async function deliver({ webhook, sandbox }: LocalWorld, body: string, signature?: string): Promise<number> {
  const bytes = new TextEncoder().encode(body);
  const signed = signature ?? sign(bytes, sandbox.config.pagerduty.webhookSecrets);
  const { status } = await fetch(webhook, { method: "POST", headers: { "x-pagerduty-signature": signed }, body });
  return status;
}

function eventOf(type: string, data: unknown, id = "01EVENT"): string {
  return JSON.stringify({ event: { id, event_type: type, occurred_at: "2026-11-22T02:32:00Z", agent: null, data } });
}

describe("a delivery to the webhook", () => {
  test("that PagerDuty did not sign is refused with 401, and nothing comes of it", async (t) => {
    const world = await startLocalWorld(t);
    const body = eventOf("incident.triggered", INCIDENT);
    const stranger = sign(new TextEncoder().encode(body), ["another secret"]);
    assert.equal(await deliver(world, body, stranger), 401);
    assert.equal(await deliver(world, body, ""), 401);
    assert.equal(await deliver(world, "", "v1="), 401);
    // One that is signed comes after them: had they come to anything, it would have been before.
    assert.equal(await deliver(world, eventOf("incident.triggered", { ...INCIDENT, title: "Signed" }, "02")), 202);
    assert.match((await world.root()).text, /Signed/);
    assert.equal(world.messages().length, 1);
  });

  test("that is larger than PagerDuty sends is refused with 413, also where its length is not said", async (t) => {
    const world = await startLocalWorld(t);
    const chunks = Array.from({ length: 40 }, () => Buffer.alloc(16 * 1024, " "));
    assert.ok(chunks.length * 16 * 1024 > LIMITS.webhookBytes);
    assert.equal(await post(world.webhook, { "content-length": String(LIMITS.webhookBytes + 1) }, []), 413);
    assert.equal(await post(world.webhook, {}, chunks), 413);
    assert.equal(await deliver(world, eventOf("pagey.ping", { type: "ping" })), 202, "it goes on");
  });

  for (const [what, body] of [
    ["no JSON", "{"],
    ["nothing at all", ""],
    ["no event", "{}"],
    ["JSON of another shape", '{"event":[1,2,3]}'],
  ] as const) {
    test(`that is signed and holds ${what} is accepted, because anything else would silence PagerDuty`, async (t) => {
      const world = await startLocalWorld(t);
      assert.equal(await deliver(world, body), 202);
      assert.match(world.complaints.join("\n"), /a signed delivery could not be read/);
      assert.equal((await fetch(world.webhook.replace("/pagerduty/webhook", "/health"))).status, 200);
      assert.deepEqual(world.messages(), []);
    });
  }

  for (const [type, data] of [
    ["pagey.ping", { message: "Hello from your friend Pagey!", type: "ping" }],
    ["incident.conference_bridge.updated", INCIDENT],
    ["toString", INCIDENT],
    ["something.new", { type: "something", id: "S1" }],
  ] as const) {
    test(`of an event of the type ${type} is accepted, and means nothing`, async (t) => {
      const world = await startLocalWorld(t);
      assert.equal(await deliver(world, eventOf(type, data)), 202);
      assert.equal(await deliver(world, eventOf("incident.triggered", { ...INCIDENT, title: "Known" }, "02")), 202);
      assert.match((await world.root()).text, /Known/);
      assert.equal(world.messages().length, 1);
    });
  }

  test("of a trigger whose incident cannot be read is accepted and complained about", async (t) => {
    const world = await startLocalWorld(t);
    assert.equal(await deliver(world, eventOf("incident.triggered", { ...INCIDENT, id: "" })), 202);
    assert.match(world.complaints.join("\n"), /names no incident that can be read/);
  });

  test("of an incident that PagerDuty cannot show is told by what the delivery says", async (t) => {
    const world = await startLocalWorld(t);
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 202);
    const root = await world.root();
    assert.match(root.text, /Something is wrong/);
    const verdict = await eventually("the verdict", () => world.thread(root)[1]);
    assert.doesNotMatch(shownBy(verdict), /<@/, "nobody is on call for it");
  });

  test("somewhere else, or in another way, is not there", async (t) => {
    const { webhook } = await startLocalWorld(t);
    assert.equal((await fetch(`${webhook}/`, { method: "POST", body: "{}" })).status, 404);
    assert.equal((await fetch(webhook)).status, 404);
  });
});

describe("a delivery that cannot be written down", () => {
  test("is answered 503 within PagerDuty's patience, and the person is told from memory all the same", async (t) => {
    const { gate, world } = await startGatedWorld(t, false);
    gate.shut();
    const since = performance.now();
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 503);
    assert.ok(performance.now() - since < 5000);
    const root = await world.root();
    assert.match(root.text, /^🔎 Looking into: Something is wrong/);
    gate.open();
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 202, "it is delivered again");
    await eventually("the verdict, in the same message", () => world.thread(root)[1]);
    assert.equal(world.messages().length, 1);
  });

  test("is told from memory once, however often it is delivered", async (t) => {
    const { gate, world } = await startGatedWorld(t, false);
    gate.shut();
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 503);
    await world.root();
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 503);
    assert.equal(await deliver(world, eventOf("incident.acknowledged", INCIDENT, "02")), 503, "only a trigger is told");
    gate.open();
    await eventually("the work", () => world.thread(world.messages()[0] ?? assert.fail()).length >= 2);
    assert.equal(world.messages().length, 1);
  });

  test("leaves one message, where a second one was told from memory in a race", async (t) => {
    const { gate, world } = await startGatedWorld(t, false);
    gate.shut();
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 503);
    const event_type = (await world.root()).metadata?.event_type ?? "";
    const metadata = { event_type, event_payload: { investigation: INCIDENT.id, part: "root" } };
    const client = new WebClient(world.sandbox.slack.botToken, { slackApiUrl: world.sandbox.slack.apiUrl });
    await client.chat.postMessage({ channel: CHANNEL.id, text: "the same, a moment later", metadata });
    gate.open();
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 202);
    const told = await eventually("the message that was folded", () =>
      world.messages().find(({ text }) => text.startsWith("Told elsewhere: Something is wrong")),
    );
    const [kept] = world.messages().filter((one) => one.ts !== told.ts);
    assert.ok(kept !== undefined && world.messages().length === 2);
    assert.match(shownBy(told), new RegExp(kept.ts.replace(".", "")));
  });

  test("does not hold up those after it for ever, though the database never answers", async (t) => {
    const { gate, world } = await startGatedWorld(t, false);
    gate.shut();
    assert.equal(await deliver(world, eventOf("incident.triggered", INCIDENT)), 503);
    const root = await world.root();
    gate.openForOthers();
    const statuses = await retried(() => deliver(world, eventOf("incident.triggered", INCIDENT)));
    assert.equal(statuses.at(-1), 202);
    await eventually("the verdict", () => world.thread(root)[1]);
  });
});

async function retried(deliverOnce: () => Promise<number>): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.at(-1) !== 202 && statuses.length < 5) statuses.push(await deliverOnce());
  return statuses;
}

/** Posts bytes as they are, and does not mind that the other side stops listening. */
function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  chunks: readonly Buffer[],
): Promise<number | undefined> {
  return new Promise((answered, failed) => {
    const sent = request(url, { method: "POST", headers }, (response) => {
      response.resume();
      answered(response.statusCode);
      sent.destroy();
    });
    sent.on("error", failed);
    if (chunks.length === 0) sent.flushHeaders();
    for (const chunk of chunks) sent.write(chunk);
  });
}
