import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { BOT, INCIDENTS, MAYA, RANDOM, refusal, startWorkspace } from "./start-workspace.ts";

const bytes = Buffer.from("89504e470d0a1a0a00", "hex");

describe("files.uploadV2", () => {
  test("puts a picture into a thread, with a comment", async (context) => {
    const { slack, client } = await startWorkspace(context);
    const { ts } = slack.as(MAYA).say(INCIDENTS, "root");
    const uploaded = await client.filesUploadV2({
      channel_id: INCIDENTS,
      thread_ts: ts,
      initial_comment: "the map",
      file: bytes,
      filename: "map.png",
      title: "Service map",
    });
    assert.ok("files" in uploaded && Array.isArray(uploaded.files));
    const [, message] = slack.channel(INCIDENTS).thread(ts);
    assert.partialDeepStrictEqual(message, {
      text: "the map",
      user: BOT,
      files: [{ name: "map.png", title: "Service map", mimetype: "image/png", size: 9 }],
    });
    const file = message?.files?.[0];
    assert.ok(file);
    assert.equal((await client.files.info({ file: file.id })).file?.url_private, file.url_private);
    const shown = await fetch(`${slack.url}/page/files/${file.id}`);
    assert.deepEqual(Buffer.from(await shown.arrayBuffer()), bytes);
    assert.equal(shown.headers.get("content-type"), "image/png");
  });

  test("without a channel keeps the file for blocks to show", async (context) => {
    const { slack, client } = await startWorkspace(context);
    await client.filesUploadV2({ file: bytes, filename: "map.png" });
    const blocks = (id: string) => [{ type: "image", alt_text: "map", slack_file: { id } }];
    await assert.rejects(
      client.chat.postMessage({ channel: INCIDENTS, text: "x", blocks: blocks("F0") }),
      refusal("invalid_blocks"),
    );
    const { files } = await client.files.completeUploadExternal({ files: [{ id: await announced() }] });
    const id = files?.[0]?.id ?? "";
    await client.chat.postMessage({ channel: INCIDENTS, text: "x", blocks: blocks(id) });
    assert.equal(slack.channel(INCIDENTS).messages.length, 1);

    /** The three steps by hand, with raw bytes instead of a form. */
    async function announced(): Promise<string> {
      const { upload_url = "", file_id = "" } = await client.files.getUploadURLExternal({
        filename: "a.png",
        length: bytes.length,
      });
      const response = await fetch(upload_url, { method: "POST", body: bytes });
      assert.equal(await response.text(), "OK - 9");
      return file_id;
    }
  });
});

test("a file's bytes are given to the bot's token, and to nobody without it", async (context) => {
  const { slack, client } = await startWorkspace(context);
  await client.filesUploadV2({ channel_id: INCIDENTS, file: bytes, filename: "map.png" });
  const url = slack.channel(INCIDENTS).messages[0]?.files?.[0]?.url_private ?? "";
  const authorization = `Bearer ${slack.botToken}`;
  const given = await fetch(url, { headers: { authorization } });
  assert.deepEqual(Buffer.from(await given.arrayBuffer()), bytes);
  assert.equal((await fetch(url, { redirect: "manual" })).status, 302);
});

test("an upload of another length, without bytes, or into a channel that is not the bot's is refused", async (context) => {
  const { client } = await startWorkspace(context);
  const { upload_url = "", file_id = "" } = await client.files.getUploadURLExternal({ filename: "a.log", length: 9 });
  const complete = (more: object) =>
    client.apiCall("files.completeUploadExternal", { files: [{ id: file_id }], ...more });
  assert.equal((await fetch(upload_url, { method: "POST", body: "too short" + "!" })).status, 400);
  await assert.rejects(complete({}), refusal("file_not_found"));
  assert.equal((await fetch(upload_url, { method: "POST", body: bytes })).status, 200);
  await assert.rejects(complete({ channel_id: RANDOM }), refusal("posting_to_channel_denied"));
  await complete({ channel_id: INCIDENTS });
  await assert.rejects(complete({}), refusal("file_not_found"));
  assert.equal((await fetch(`${upload_url}0`, { method: "POST", body: bytes })).status, 404);
});

test("what is no picture is never served as a page of the sandbox", async (context) => {
  const { slack, client } = await startWorkspace(context);
  await client.filesUploadV2({ channel_id: INCIDENTS, file: Buffer.from("<script>"), filename: "evil.html" });
  const id = slack.channel(INCIDENTS).messages[0]?.files?.[0]?.id;
  const { headers } = await fetch(`${slack.url}/page/files/${id}`);
  assert.equal(headers.get("content-type"), "application/octet-stream");
  assert.equal(headers.get("x-content-type-options"), "nosniff");
});
