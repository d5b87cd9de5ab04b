import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, type TestContext, test } from "node:test";
import { pino } from "pino";
import { CHANNEL } from "../sandbox/people.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { startXRay } from "../sandbox/xray/xray.ts";
import type { Config } from "../src/config.ts";
import { Fault } from "../src/fault.ts";
import { start } from "../src/main.ts";
import { eventually } from "./handlers/local-world.ts";

const LOG = pino({ level: "silent" });
const NIGHT = Date.parse("2026-11-22T02:32:00Z");

async function startWorld(t: TestContext): Promise<Sandbox> {
  const sandbox = await startSandbox({ stories: [], startsAt: NIGHT });
  t.after(() => sandbox.stop());
  return sandbox;
}

async function newFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "wake-or-wait-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function refuses(sandbox: Sandbox, change: Partial<Config>, sentence: RegExp): Promise<void> {
  const { catalog: _, ...surroundings } = sandbox.surroundings;
  await assert.rejects(start({ ...sandbox.config, ...change }, { ...surroundings, log: LOG }), (error) => {
    assert.ok(error instanceof Fault, String(error));
    assert.equal(error.code, "configuration");
    assert.match(error.message, sentence);
    return true;
  });
}

describe("a bot that is started", () => {
  test("says that it is awake, and not any more when it has stopped", async (t) => {
    const sandbox = await startWorld(t);
    const bot = await start(sandbox.config, { ...sandbox.surroundings, log: LOG });
    const health = `http://127.0.0.1:${bot.port}/health`;
    const answer = await fetch(health);
    assert.deepEqual([answer.status, await answer.text()], [200, "awake\n"]);
    await bot.stop();
    await assert.rejects(fetch(health));
  });

  test("keeps its state in a folder of its own where it is given no table, and gives the folder back", async (t) => {
    const sandbox = await startWorld(t);
    const store = { table: "wake-or-wait", folder: await newFolder(t), region: null, endpoint: null };
    for (let times = 0; times < 2; times++) {
      const bot = await start({ ...sandbox.config, store }, { ...sandbox.surroundings, log: LOG });
      await bot.stop();
    }
    await refuses(
      sandbox,
      { store, slack: { ...sandbox.config.slack, botToken: "xoxb-stranger" } },
      /Slack cannot be reached/,
    );
    const bot = await start({ ...sandbox.config, store }, { ...sandbox.surroundings, log: LOG });
    await bot.stop();
  });

  test("says in one line that Slack does not let it in", async (t) => {
    const sandbox = await startWorld(t);
    const { slack } = sandbox.config;
    await refuses(
      sandbox,
      { slack: { ...slack, appToken: "xapp-stranger" } },
      /^Slack cannot be reached: .*invalid_auth$/,
    );
    await refuses(
      sandbox,
      { slack: { ...slack, botToken: "xoxb-stranger" } },
      /^Slack cannot be reached: .*invalid_auth$/,
    );
  });

  test("says in one line which table it cannot reach", async (t) => {
    const sandbox = await startWorld(t);
    const store = { ...sandbox.config.store, endpoint: "http://127.0.0.1:1" };
    await refuses(sandbox, { store }, /^the table wake-or-wait cannot be reached: .+$/);
  });

  test("says in one line which port is taken", async (t) => {
    const sandbox = await startWorld(t);
    const other = createServer();
    await new Promise<void>((listening) => other.listen(0, "0.0.0.0", listening));
    t.after(() => other.close());
    const address = other.address();
    assert.ok(address !== null && typeof address !== "string");
    await refuses(sandbox, { port: address.port }, new RegExp(`^port ${address.port} cannot be used: `));
  });

  test("reads X-Ray beside the logs, unless that was put aside", async (t) => {
    const sandbox = await startWorld(t);
    const xray = await startXRay(sandbox.clock);
    t.after(() => xray.stop());
    const root = "1-6b025244-c8d58781e4e70bc3b3a2e6c9";
    const times = { start_time: NIGHT / 1000 - 60, end_time: NIGHT / 1000 - 59 };
    const document = { id: "a1", trace_id: root, name: "pay-fees", origin: "AWS::Lambda", fault: true, ...times };
    xray.load([{ document, arrivesAt: 0 }]);
    for (const on of [true, false]) {
      const config = { ...sandbox.config, xray: { on, endpoint: xray.url } };
      const bot = await start(config, { ...sandbox.surroundings, log: LOG });
      t.after(() => bot.stop());
      const { slack } = sandbox;
      const said = (): string => JSON.stringify(slack.channel(CHANNEL.id).ephemerals.at(-1) ?? null);
      await slack.as("U0INES").command(CHANNEL.id, "/trace", root);
      await eventually("the answer", () => (on ? /Lambda pay-fees/ : /Nothing was found/).test(said()));
      await bot.stop();
    }
  });

  test("says what is wrong with its catalog, and where", async (t) => {
    const sandbox = await startWorld(t);
    const file = join(await newFolder(t), "wake-or-wait.yml");
    await refuses(sandbox, { catalogFile: file }, new RegExp(`^${file} cannot be read: `));
    await writeFile(file, "timeZone: UTC\nmorning: noon\n");
    await refuses(sandbox, { catalogFile: file }, new RegExp(`^${file}:2: morning`));
  });
});
