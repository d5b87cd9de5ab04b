import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { ImageBlock, KnownBlock } from "@slack/types";
import { Fault } from "../../src/fault.ts";
import { clientOptions } from "../../src/slack/client-options.ts";
import { type Slack, slackOf } from "../../src/slack/slack.ts";
import { INCIDENTS, type Night, SILENT, startWorkspace } from "../sandbox/slack/start-workspace.ts";

const ROOT = { investigation: "Q1", part: "root" };
const BYTES = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);
const SECTION: KnownBlock = { type: "section", text: { type: "mrkdwn", text: "Wake the team" } };

test("a picture is given to Slack with its words, and a message shows it", async (t) => {
  const { port, slack, client } = await startPort(t);
  const file = await port.upload("map.png", BYTES, "a map of POST /checkout");
  const { file: stored } = await client.files.info({ file });
  assert.deepEqual([stored?.mimetype, stored?.channels], ["image/png", []]);
  await port.post(INCIDENTS, null, { text: "Wake the team", blocks: [SECTION, image(file)] }, ROOT);
  const [message] = slack.channel(INCIDENTS).messages;
  assert.deepEqual(
    message?.blocks?.map(({ type }) => type),
    ["section", "image"],
  );
});

test("a picture that Slack is not ready to show is tried once more, and then the message goes without it", async (t) => {
  const { port, slack } = await startPort(t);
  const words = { text: "Wake the team", blocks: [SECTION, image(await port.upload("map.png", BYTES, "a map"))] };
  slack.faults.next("chat.postMessage", { kind: "error", error: "invalid_blocks" });
  const shown = await port.post(INCIDENTS, null, words, ROOT);
  slack.faults.next("chat.update", { kind: "error", error: "invalid_blocks" }, 2);
  const types = () => slack.channel(INCIDENTS).messages[0]?.blocks?.map(({ type }) => type);
  assert.deepEqual(types(), ["section", "image"]);
  await port.update(INCIDENTS, shown, words, ROOT);
  assert.deepEqual(types(), ["section"]);
});

test("without the scope, or where the upload is not taken, there is a fault that says so", async (t) => {
  const { port, slack } = await startPort(t);
  for (const [method, error] of [
    ["files.getUploadURLExternal", "missing_scope"],
    ["files.completeUploadExternal", "file_not_found"],
  ] as const) {
    slack.faults.next(method, { kind: "error", error });
    await assert.rejects(port.upload("map.png", BYTES, "a map"), (fault) => {
      assert.ok(fault instanceof Fault);
      assert.match(fault.message, new RegExp(`^Slack did not take a picture: .*${error}`));
      return true;
    });
  }
});

async function startPort(t: TestContext): Promise<Night & { port: Slack }> {
  const night = await startWorkspace(t);
  return { ...night, port: slackOf(night.slack.botToken, { ...clientOptions(night.slack.apiUrl), logger: SILENT }) };
}

function image(file: string): ImageBlock {
  return { type: "image", slack_file: { id: file }, alt_text: "a map" };
}
