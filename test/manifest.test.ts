import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { parse } from "yaml";
import { readAppManifest } from "../sandbox/app-manifest.ts";
import { methodTable } from "../sandbox/slack/web-api/method-table.ts";

const METHODS = methodTable(() => "");
/** What the SDK calls for one call of ours. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  filesUploadV2: ["files.getUploadURLExternal", "files.completeUploadExternal"],
};
/** Scopes that come with something else than a method. https://docs.slack.dev/reference/scopes */
const OF_EVENTS: Readonly<Record<string, string>> = { app_mention: "app_mentions:read" };

const manifest = await readAppManifest("U0BOT");
const folder = new URL("../src/slack/", import.meta.url);
const files = await Promise.all((await readdir(folder)).map((name) => readFile(new URL(name, folder), "utf8")));
const code = files.join("\n");
const called = [
  ...new Set([...code.matchAll(/\b(?:client|once)\.([a-z]\w*(?:\.\w+)*)\(/gi)].map(([, name = ""]) => name)),
];
const methods = called.flatMap((name) => INSIDE[name] ?? [name]);

test("every Slack method that the code calls may be called with the scopes of the manifest", () => {
  assert.ok(methods.length >= 12, methods.join());
  for (const name of methods) {
    const { scopes } = METHODS.get(name) ?? assert.fail(`the sandbox does not know ${name}`);
    assert.ok(scopes.length === 0 || scopes.some((scope) => manifest.scopes.includes(scope)), `${name}: ${scopes}`);
  }
});

test("the manifest asks for no scope that nothing needs", () => {
  const needed = new Set([
    ...methods.flatMap((name) => METHODS.get(name)?.scopes ?? []),
    ...manifest.events.map((event) => OF_EVENTS[event] ?? assert.fail(`which scope does ${event} need?`)),
    ...(manifest.commands.length + manifest.shortcuts.length > 0 ? ["commands"] : []),
  ]);
  assert.deepEqual(
    manifest.scopes.filter((scope) => !needed.has(scope)),
    [],
  );
});

test("a file that was sent privately can be found again, and nobody writes where the bot does not hear", async () => {
  const { features } = parse(await readFile(new URL("../manifest.yml", import.meta.url), "utf8"));
  assert.ok(methods.includes("conversations.open"));
  assert.ok(!manifest.events.includes("message.im"));
  const { messages_tab_enabled: shown, messages_tab_read_only_enabled: readOnly } = features.app_home;
  assert.deepEqual({ shown, readOnly }, { shown: true, readOnly: true });
});

test("commands, shortcuts and events of the manifest are those that the code listens for", () => {
  const listened = (how: RegExp): string[] => [...code.matchAll(how)].map(([, name = ""]) => name).toSorted();
  assert.deepEqual(
    listened(/app\.command\("([^"]+)"/g),
    manifest.commands.map(({ command }) => command),
  );
  assert.deepEqual(
    listened(/callback_id: "([^"]+)"/g),
    manifest.shortcuts.map(({ callbackId }) => callbackId),
  );
  assert.deepEqual(listened(/app\.event\("([^"]+)"/g), manifest.events);
});
