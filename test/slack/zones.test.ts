import assert from "node:assert/strict";
import { test } from "node:test";
import { WebClient } from "@slack/web-api";
import { clientOptions } from "../../src/slack/client-options.ts";
import { zonesOf } from "../../src/slack/zones.ts";
import { MAYA, OMAR, SILENT, startWorkspace } from "../sandbox/slack/start-workspace.ts";

test("the zone of somebody is asked for once an hour, and one's own alone", async (t) => {
  const { slack } = await startWorkspace(t);
  let now = 0;
  const client = new WebClient(slack.botToken, { ...clientOptions(slack.apiUrl), logger: SILENT });
  const zoneOf = zonesOf(client, () => now);
  assert.equal(await zoneOf(MAYA), "America/New_York");
  slack.faults.next("users.info", { kind: "error", error: "internal_error" });
  assert.equal(await zoneOf(MAYA), "America/New_York", "it was not asked for");
  now = 3_600_001;
  assert.equal(await zoneOf(MAYA), null, "nobody could be asked");
  assert.equal(await zoneOf(MAYA), "America/New_York", "and that was not kept");
  assert.equal(await zoneOf(OMAR), "Europe/Berlin");
  assert.equal(await zoneOf("U0NOBODY00"), null);
});
