import assert from "node:assert/strict";
import { test } from "node:test";
import { messageText } from "../../src/slack/message-text.ts";

test("what a message says stands in its text, its attachments and its blocks, and is read from all of them", () => {
  const message = {
    type: "message",
    text: "one",
    ts: "1795314600.000100",
    attachments: [{ fallback: "two", fields: [{ title: "three", value: "four" }] }],
    blocks: [
      { type: "section", block_id: "b1", text: { type: "mrkdwn", text: "five" } },
      { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "link", url: "six" }] }] },
    ],
  };
  assert.deepEqual(messageText(message).split("\n"), ["one", "two", "three", "four", "five", "six"]);
});

test("of a message without end only the beginning is read, and odd ones say nothing", () => {
  assert.equal(messageText({ text: "x".repeat(1_000_000) }).length, 20_000);
  for (const odd of [null, undefined, 7, "text", []]) assert.equal(messageText(odd), "");
});

test("a message that is nested 100,000 deep is read like any other", () => {
  let deep: object = { text: "found" };
  for (let i = 0; i < 100_000; i++) deep = { element: deep };
  assert.equal(messageText(deep), "found");
});
