import assert from "node:assert/strict";
import { test } from "node:test";
import type { Message } from "../../sandbox/slack/message.ts";
import { choose, eventually, shownBy, startLocalWorld } from "./local-world.ts";

test("below its buttons the message shows the map, and the thread the waterfall, with the same in words", async (t) => {
  const { trigger, told, thread, complaints } = await startLocalWorld(t);
  trigger();
  const { root } = await told();
  const [first, , stack] = await eventually("the pictures", () => {
    const all = thread(root);
    return imagesOf(all[0]).length > 0 && imagesOf(all[2]).length > 0 ? all : undefined;
  });
  const types = (first?.blocks ?? []).map(({ type }) => type);
  assert.ok(types.indexOf("actions") < types.indexOf("image"), "a phone shows the buttons first");
  assert.match(imagesOf(first)[0] ?? "", /^Map of POST \/checkout: one request, failed/);
  assert.match(imagesOf(first).join("\n"), /DynamoDB orders.*throttled/);
  assert.match(imagesOf(stack)[0] ?? "", /^Waterfall\. Where .* went: POST \/checkout/);
  assert.deepEqual(complaints, []);
});

test("what looks as before is not uploaded again", async (t) => {
  const { sandbox, trigger, told, row, settled } = await startLocalWorld(t);
  const id = trigger();
  const { root } = await told();
  const { pictures } = await row(id, (one) => one.pictures !== undefined);
  await settled();
  sandbox.slack.faults.next("files.getUploadURLExternal", { kind: "error", error: "fatal_error" }, 100);
  await choose(sandbox.slack.as("U0MAYA"), root, "look-again");
  await row(id, ({ revision }) => revision === 2);
  await settled();
  const later = await row(id, () => true);
  assert.ok(pictures?.map && pictures.waterfall);
  assert.equal(later.pictures?.map?.file, pictures.map.file);
  assert.equal(later.pictures?.waterfall?.file, pictures.waterfall.file);
});

test("where Slack takes no files, the message is whole without pictures, and the log says which scope is missing", async (t) => {
  const { sandbox, trigger, told, settled, complaints } = await startLocalWorld(t);
  sandbox.slack.faults.next("files.getUploadURLExternal", { kind: "error", error: "missing_scope" }, 100);
  trigger();
  const { root, stack } = await told();
  await eventually("the complaint", () => complaints.find((line) => line.includes("Slack took no picture")));
  await settled();
  assert.match(complaints.join("\n"), /missing_scope/);
  assert.match(shownBy(root), /Wake the team/);
  assert.deepEqual([imagesOf(root), imagesOf(stack)], [[], []]);
});

/** The words of a message's pictures. */
function imagesOf(message: Message | undefined): string[] {
  return (message?.blocks ?? []).flatMap((block) => (block.type === "image" ? [block.alt_text] : []));
}
