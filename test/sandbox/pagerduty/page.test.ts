import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MINUTE_MS, startWorld, type World } from "./world.ts";

const look = async ({ pagerDuty }: World): Promise<string> => (await fetch(pagerDuty.url)).text();

const press = async ({ pagerDuty }: World, id: string, form: Record<string, string>): Promise<string> => {
  const response = await fetch(`${pagerDuty.url}/page/${id}`, { method: "POST", body: new URLSearchParams(form) });
  return response.text();
};

describe("PagerDuty's page", () => {
  test("shows who is being rung and why, above the incidents", async (t) => {
    const world = await startWorld(t);
    assert.match(await look(world), /Nobody is being rung/);
    world.trigger();
    const page = await look(world);
    assert.match(page, /<strong>Ada<\/strong> is being rung: assigned/);
    assert.ok(page.indexOf('id="ringing"') < page.indexOf("<article"));
    assert.match(page, /level 1 of 2/);
    world.pass(6 * MINUTE_MS);
    assert.match(await look(world), /<strong>Bo<\/strong> is being rung: escalated.*Ada was rung: assigned/s);
    assert.match(page, /Escalates at.*02:37:00/);
  });

  test("escapes what comes from outside", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger('<script>alert("&")</script>');
    world.pagerDuty.addNote(id, "PADA", "<img src=x onerror=alert(1)>");
    const page = await look(world);
    assert.doesNotMatch(page, /<script>alert|<img/);
    assert.match(page, /&#60;script&#62;alert\(&#34;&#38;&#34;\)/);
  });

  test("lets a person acknowledge, snooze, write a note and resolve", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    assert.match(await press(world, id, { press: "acknowledge", user: "PBO" }), /Acknowledged by Bo/);
    assert.match(await press(world, id, { press: "snooze", user: "PBO" }), /Snoozed until.*03:32:00/);
    assert.match(
      await press(world, id, { press: "note", user: "PCY", content: "more capacity" }),
      /more capacity.*Cy/s,
    );
    await press(world, id, { press: "resolve", user: "PBO" });
    assert.partialDeepStrictEqual(world.pagerDuty.incident(id), {
      status: "resolved",
      lastStatusChange: { by: { id: "PBO" } },
    });
  });

  test("offers what makes sense in each status", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    const offered = async (): Promise<string[]> =>
      [...(await look(world)).matchAll(/name="press" value="(\w+)"/g)].map(([, action = ""]) => action);
    assert.deepEqual(await offered(), ["acknowledge", "escalate", "resolve", "note"]);
    await press(world, id, { press: "escalate", user: "PADA", level: "2" });
    assert.deepEqual(await offered(), ["acknowledge", "resolve", "note"]);
    await press(world, id, { press: "acknowledge", user: "PBO" });
    assert.deepEqual(await offered(), ["snooze", "unacknowledge", "resolve", "note"]);
    await press(world, id, { press: "resolve", user: "PBO" });
    assert.deepEqual(await offered(), ["reopen", "note"]);
  });

  test("says why a button did nothing", async (t) => {
    const world = await startWorld(t);
    const { id } = world.trigger();
    world.pagerDuty.resolve(id, "PADA");
    assert.match(
      await press(world, id, { press: "acknowledge", user: "PADA" }),
      /role="alert">Incident Already Resolved/,
    );
    assert.match(await press(world, id, { press: "explode", user: "PADA" }), /role="alert">There is no such button/);
  });
});
