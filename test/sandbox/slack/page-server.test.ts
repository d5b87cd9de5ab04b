import assert from "node:assert/strict";
import { test } from "node:test";
import { INCIDENTS, MAYA, OMAR, RANDOM, SECRET, startWorkspace } from "./start-workspace.ts";

test("the page's modules and all that they import are served as JavaScript", async (context) => {
  const { slack } = await startWorkspace(context);
  const seen = new Set<string>();
  const open = ["/page/main.ts"];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const response = await fetch(slack.url + path);
    assert.equal(response.status, 200, path);
    assert.equal(response.headers.get("content-type"), "text/javascript", path);
    const imports = [...(await response.text()).matchAll(/^import .*? from\s+"(\.[^"]+)";$/gm)];
    for (const [, specifier = ""] of imports) open.push(new URL(specifier, slack.url + path).pathname);
  }
  assert.ok(seen.has("/text/mrkdwn.ts") && seen.has("/blocks/choice.ts"));
  assert.ok(seen.size > 20);
});

test("the page is at the root and at every permalink, with its styles", async (context) => {
  const { slack } = await startWorkspace(context);
  for (const path of ["/", `/archives/${INCIDENTS}/p1700000000000100`]) {
    const response = await fetch(slack.url + path);
    assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
    const sheets = [...(await response.text()).matchAll(/href="(\/page\/[a-z-]+\.css)"/g)];
    assert.ok(sheets.length > 0);
    for (const [, sheet] of sheets) assert.equal((await fetch(slack.url + sheet)).status, 200);
  }
});

test("the server's own files are not served, nor is anything outside", async (context) => {
  const { slack } = await startWorkspace(context);
  for (const path of [
    "/workspace.ts",
    "/page/../app.ts",
    "/page/%2e%2e/app.ts",
    "/page/none.ts",
    "/page/files/F1",
    "/none",
  ]) {
    assert.equal((await fetch(slack.url + path)).status, 404, path);
  }
});

test("a person sees their own channels and ephemeral messages, and no others", async (context) => {
  const { slack, client } = await startWorkspace(context);
  await client.chat.postEphemeral({ channel: INCIDENTS, user: MAYA, text: "for maya" });
  slack.as(OMAR).say(INCIDENTS, "for all");
  const state = async (user: string) => {
    const response = await fetch(`${slack.url}/page/state?as=${user}`);
    const { channels }: { channels: { id: string; messages: { text: string }[] }[] } = JSON.parse(
      await response.text(),
    );
    return channels.map(({ id, messages }) => [id, ...messages.map(({ text }) => text)]);
  };
  assert.deepEqual(await state(MAYA), [[INCIDENTS, "for maya", "for all"], [RANDOM], [SECRET]]);
  assert.deepEqual(await state(OMAR), [[INCIDENTS, "for all"], [RANDOM]]);
});

test("changes are told as they happen, a reply together with its root", async (context) => {
  const { slack } = await startWorkspace(context);
  const response = await fetch(`${slack.url}/page/changes?as=${MAYA}`);
  assert.ok(response.body);
  const events: { kind: string; message?: { text: string; replies: { count: number } | null } }[] = [];
  const { ts } = slack.as(OMAR).say(INCIDENTS, "root");
  slack.as(OMAR).say(INCIDENTS, "@maya reply", ts);
  let text = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    events.splice(0, events.length, ...[...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => JSON.parse(data)));
    if (events.length >= 4) break;
  }
  assert.deepEqual(
    events.map(({ kind, message }) => [kind, message?.text, message?.replies?.count]),
    [
      ["message", "root", undefined],
      ["notification", undefined, undefined],
      ["message", "root", 1],
      ["message", `<@${MAYA}> reply`, undefined],
    ],
  );
});

test("what cannot be done is told to whoever tried", async (context) => {
  const { slack } = await startWorkspace(context);
  const act = async (verb: string, body: object) => {
    const response = await fetch(`${slack.url}/page/do/${verb}?as=${OMAR}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return [response.status, await response.text()];
  };
  assert.deepEqual(await act("say", { channel: SECRET, text: "x" }), [
    409,
    `{"ok":false,"shown":"omar is not in ${SECRET}"}`,
  ]);
  assert.deepEqual(await act("close", { viewId: "V1", all: false }), [
    409,
    '{"ok":false,"shown":"omar has no view V1 open"}',
  ]);
  assert.equal((await act("say", { channel: INCIDENTS }))[0], 409);
  assert.equal((await act("explode", {}))[0], 404);
});
