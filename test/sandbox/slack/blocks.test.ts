import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkBlocks } from "../../../sandbox/slack/blocks/check-blocks.ts";
import { problemText } from "../../../sandbox/slack/blocks/problems.ts";
import { INCIDENTS, refusal, startWorkspace } from "./start-workspace.ts";

const long = (length: number) => "x".repeat(length);
const plain = (text: string) => ({ type: "plain_text", text });
const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
const button = (actionId: string, more: object = {}) => ({
  type: "button",
  action_id: actionId,
  text: plain("press"),
  ...more,
});
const options = (count: number) => Array.from({ length: count }, (_, at) => ({ text: plain("o"), value: String(at) }));
const table = { type: "table", rows: [[{ type: "raw_text", text: "a" }]] };
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** What is sent, and each thing that Slack finds wrong with it; nothing for what it takes. */
const inMessages: readonly (readonly [what: string, blocks: unknown, ...problems: readonly string[]])[] = [
  ["a section of 3,000 characters", [{ type: "section", text: mrkdwn(long(3000)) }]],
  [
    "a section of 3,001 characters",
    [{ type: "section", text: mrkdwn(long(3001)) }],
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  ["150 emoji in a header, each of them one character", [{ type: "header", text: plain("🔥".repeat(150)) }]],
  [
    "a header of 151 characters",
    [{ type: "header", text: plain(long(151)) }],
    "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "mrkdwn in a header",
    [{ type: "header", text: mrkdwn("x") }],
    "must be a valid enum value [json-pointer:/blocks/0/text/type]",
  ],
  [
    "an empty text",
    [{ type: "section", text: mrkdwn("") }],
    "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a section of nothing",
    [{ type: "section" }],
    "must define either `text` or `fields` as an object [json-pointer:/blocks/0]",
  ],
  ["a text that is a string", [{ type: "section", text: "x" }], "must provide an object [json-pointer:/blocks/0/text]"],
  [
    "eleven fields",
    [{ type: "section", fields: times(11, mrkdwn("x")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  [
    "a field of 2,001 characters",
    [{ type: "section", fields: [mrkdwn(long(2001))] }],
    "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
  ],
  [
    "a block of a type that Slack has never heard of",
    [{ type: "banner" }],
    "unsupported type: banner [json-pointer:/blocks/0/type]",
  ],
  ["a block without a type", [{}], "missing required field: type [json-pointer:/blocks/0]"],
  ["a header without its text", [{ type: "header" }], "missing required field: text [json-pointer:/blocks/0]"],
  [
    "a disabled button",
    [{ type: "actions", elements: [button("a", { disabled: true })] }],
    "invalid additional property: disabled [json-pointer:/blocks/0/elements/0]",
  ],
  [
    "a button of 76 characters",
    [{ type: "actions", elements: [button("a", { text: plain(long(76)) })] }],
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "a button's value of 2,001 characters",
    [{ type: "actions", elements: [button("a", { value: long(2001) })] }],
    "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
  ],
  [
    "a button in an unknown style",
    [{ type: "actions", elements: [button("a", { style: "loud" })] }],
    "must be a valid enum value [json-pointer:/blocks/0/elements/0/style]",
  ],
  [
    "26 buttons",
    [{ type: "actions", elements: Array.from({ length: 26 }, (_, at) => button(`a${at}`)) }],
    "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "no buttons",
    [{ type: "actions", elements: [] }],
    "must provide at least 1 items [json-pointer:/blocks/0/elements]",
  ],
  [
    "a text input among buttons",
    [{ type: "actions", elements: [{ type: "plain_text_input", action_id: "a" }] }],
    "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
  ],
  [
    "two buttons with one action_id in one block",
    [{ type: "actions", block_id: "b", elements: [button("a"), button("a")] }],
    'action_id "a" already exists for block_id "b" [json-pointer:/blocks/0]',
  ],
  [
    "two buttons with one action_id in two blocks",
    [
      { type: "actions", elements: [button("a")] },
      { type: "actions", elements: [button("a")] },
    ],
  ],
  [
    "two blocks with one block_id",
    [
      { type: "divider", block_id: "b" },
      { type: "divider", block_id: "b" },
    ],
    'block_id "b" already exists [json-pointer:/blocks/1/block_id]',
  ],
  [
    "a block_id of 256 characters",
    [{ type: "divider", block_id: long(256) }],
    "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
  ],
  [
    "an overflow menu of six",
    [{ type: "section", text: mrkdwn("x"), accessory: { type: "overflow", options: options(6) } }],
    "no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]",
  ],
  [
    "a select of 101",
    [{ type: "actions", elements: [{ type: "static_select", options: options(101) }] }],
    "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
  ],
  [
    "a confirmation that is too long",
    [{ type: "actions", elements: [button("a", { confirm: { text: mrkdwn(long(301)) } })] }],
    "must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]",
  ],
  [
    "eleven elements of context",
    [{ type: "context", elements: times(11, mrkdwn("x")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "an image from nowhere",
    [{ type: "image", alt_text: "x" }],
    "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
  ],
  [
    "an image without words for it",
    [{ type: "image", image_url: "https://example.com/x.png" }],
    "missing required field: alt_text [json-pointer:/blocks/0]",
  ],
  ["51 blocks", times(51, { type: "divider" }), "no more than 50 items allowed [json-pointer:/blocks]"],
  [
    "an alert, which is for modals",
    [{ type: "alert", text: mrkdwn("x") }],
    "unsupported type: alert [json-pointer:/blocks/0/type]",
  ],
  [
    "an e-mail input, which is for modals",
    [{ type: "input", label: plain("x"), element: { type: "email_text_input" } }],
    "unsupported type: email_text_input [json-pointer:/blocks/0/element/type]",
  ],
  ["a table", [table]],
  ["two tables", [table, table], "only_one_table_allowed [json-pointer:/blocks]"],
  [
    "a table of 21 columns",
    [{ type: "table", rows: [times(21, { type: "raw_text", text: "a" })] }],
    "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
  ],
  [
    "a data table without rows",
    [{ type: "data_table", caption: "x", rows: [[{ type: "raw_text", text: "a" }]] }],
    "must provide at least 2 items [json-pointer:/blocks/0/rows]",
  ],
  [
    "12,001 characters of Markdown over two blocks",
    [
      { type: "markdown", text: long(6000) },
      { type: "markdown", text: long(6001) },
    ],
    "must be less than 12001 characters [json-pointer:/blocks]",
  ],
  [
    "a chart with a point outside its categories",
    [
      {
        type: "data_visualization",
        title: "x",
        chart: {
          type: "line",
          series: [{ name: "s", data: [{ label: "b", value: 1 }] }],
          axis_config: { categories: ["a"] },
        },
      },
    ],
    "every label of the data must be one of the categories [json-pointer:/blocks/0/chart/series]",
  ],
];

describe("blocks in a message", () => {
  for (const [what, blocks, ...problems] of inMessages) {
    test(`${what}: ${problems.length === 0 ? "taken" : "refused"}`, () => {
      const before = JSON.stringify(blocks);
      const checked = checkBlocks(blocks, "message", "/blocks");
      assert.deepEqual(checked.ok ? [] : checked.problems.map(problemText), problems);
      assert.equal(JSON.stringify(blocks), before);
    });
  }

  test("ids and defaults that the app left out are filled in", () => {
    const checked = checkBlocks(
      [{ type: "actions", elements: [{ type: "button", text: plain("x") }] }],
      "message",
      "/blocks",
    );
    assert.ok(checked.ok);
    const [block] = checked.value;
    assert.ok(block?.type === "actions" && block.elements[0]?.type === "button");
    assert.match(block.block_id, /^\w+$/);
    assert.match(block.elements[0].action_id, /^\w+$/);
    assert.deepEqual(block.elements[0].text, { type: "plain_text", text: "x", emoji: true });
  });
});

describe("chat.postMessage", () => {
  test("names the place of every problem, with and without its level", async (context) => {
    const { slack } = await startWorkspace(context);
    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: "POST",
      headers: { authorization: `Bearer ${slack.botToken}`, "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({
        channel: INCIDENTS,
        blocks: [{ type: "section", text: mrkdwn(long(3001)) }, { type: "banner" }],
      }),
    });
    assert.deepEqual(await response.json(), {
      ok: false,
      error: "invalid_blocks",
      errors: [
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
        "unsupported type: banner [json-pointer:/blocks/1/type]",
      ],
      response_metadata: {
        messages: [
          "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
          "[ERROR] unsupported type: banner [json-pointer:/blocks/1/type]",
        ],
      },
    });
    assert.deepEqual(slack.channel(INCIDENTS).messages, []);
  });

  test("refuses blocks whose texts together are too long, without saying where", async (context) => {
    const { client } = await startWorkspace(context);
    const blocks = times(5, { type: "section", text: mrkdwn(long(2700)) });
    await assert.rejects(
      client.chat.postMessage({ channel: INCIDENTS, text: "x", blocks }),
      refusal("msg_blocks_too_long"),
    );
  });
});
