import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { api } from "@pagerduty/pdjs";
import { parse } from "yaml";
import { z } from "zod";
import { startClock } from "../../../sandbox/clock.ts";
import { startPagerDuty } from "../../../sandbox/pagerduty/pagerduty.ts";
import { ON_CALL } from "../../../sandbox/scenarios/on-call.ts";
import type { Story } from "../../../sandbox/scenarios/story.ts";
import { writeStory } from "../../../sandbox/scenarios/write-story.ts";
import { story } from "./night.ts";

const Record = z.strictObject({
  messageType: z.literal("DATA_MESSAGE"),
  owner: z.string().regex(/^\d{12}$/),
  logGroup: z.string(),
  logStream: z.string(),
  subscriptionFilters: z.array(z.string()),
  logEvents: z
    .array(z.strictObject({ id: z.string().regex(/^\d{56}$/), timestamp: z.number(), message: z.string() }))
    .min(1)
    .max(100),
});

test("the logs are subscription records that hold every line of the story, in the order of its streams", async (t) => {
  const told = story("export-throttled", 1);
  const { logs } = await written(t, told);
  const records = gunzipSync(await readFile(logs))
    .toString()
    .trimEnd()
    .split("\n")
    .map((line) => Record.parse(JSON.parse(line)));
  const lines = records.flatMap(({ logGroup, logStream, logEvents }) =>
    logEvents.map(({ timestamp, message }) => [logGroup, logStream, timestamp, message]),
  );
  const expected = told.streams.flatMap(({ group, stream, lines: own }) =>
    own.map(({ timestamp, message }) => [group, stream, timestamp, message]),
  );
  assert.deepEqual(lines, expected);
  const ids = records.flatMap(({ logEvents }) => logEvents.map(({ id }) => id));
  assert.equal(new Set(ids).size, ids.length);
});

test("the incident is what PagerDuty answers about it", async (t) => {
  const told = story("empty-ride-id", 1);
  const { incident } = await written(t, told);
  const pagerDuty = await startPagerDuty(startClock(told.at), ON_CALL);
  t.after(() => pagerDuty.stop());
  const { id } = pagerDuty.trigger({ ...told.incident, createdAt: told.at });
  const ask = async (path: string): Promise<object> => {
    const { data } = await api({ token: pagerDuty.token, url: pagerDuty.url + path, method: "GET" });
    return z.looseObject({}).parse(data);
  };
  const answered = { ...(await ask(`/incidents/${id}`)), ...pick(await ask(`/incidents/${id}/alerts`), "alerts") };
  const file: unknown = JSON.parse(await readFile(incident, "utf8"));
  assert.deepEqual(placeless(file), placeless(answered));
});

test("the catalog is the story's own, as YAML", async (t) => {
  const told = story("checkout-throttled", 1);
  const { catalog } = await written(t, told);
  assert.deepEqual(parse(await readFile(catalog, "utf8")), told.catalog);
});

test("the same story written twice gives the same bytes", async (t) => {
  const told = story("export-throttled", 2);
  const [first, second] = [await written(t, told), await written(t, told)];
  assert.deepEqual(await readFile(first.logs), await readFile(second.logs));
  assert.deepEqual(await readFile(first.incident), await readFile(second.incident));
});

async function written(t: TestContext, told: Story) {
  const directory = await mkdtemp(join(tmpdir(), "story-"));
  t.after(() => rm(directory, { recursive: true }));
  return writeStory(told, join(directory, told.name));
}

function pick(from: object, name: string): object {
  return Object.fromEntries(Object.entries(from).filter(([key]) => key === name));
}

/** Without what differs by place: the server's origin, and the ids that it draws for log entries. */
function placeless(json: unknown): unknown {
  const text = JSON.stringify(json)
    .replaceAll(/https?:\/\/(?:127\.0\.0\.1:\d+|example\.pagerduty\.com)/g, "")
    .replaceAll(/\bR[0-9A-Z]{25}\b/g, "R");
  return JSON.parse(text);
}
