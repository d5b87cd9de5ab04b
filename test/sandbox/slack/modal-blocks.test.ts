import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkView } from "../../../sandbox/slack/blocks/check-view.ts";
import { problemText } from "../../../sandbox/slack/blocks/problems.ts";

const long = (length: number) => "x".repeat(length);
const plain = (text: string) => ({ type: "plain_text", text });
const table = { type: "table", rows: [[{ type: "raw_text", text: "a" }]] };

const modal = (more: object) => ({ type: "modal", title: plain("x"), blocks: [], ...more });
const input = {
  type: "input",
  block_id: "b",
  label: plain("x"),
  element: { type: "plain_text_input", action_id: "a" },
};

const views: readonly (readonly [what: string, view: unknown, ...problems: readonly string[]])[] = [
  ["a title of 24 characters", modal({ title: plain(long(24)) })],
  [
    "a title of 25 characters",
    modal({ title: plain(long(25)) }),
    "must be less than 25 characters [json-pointer:/view/title/text]",
  ],
  [
    "a view without title and blocks",
    { type: "modal" },
    "missing required field: title [json-pointer:/view]",
    "missing required field: blocks [json-pointer:/view]",
  ],
  [
    "private metadata of 3,001 characters",
    modal({ private_metadata: long(3001) }),
    "must be less than 3001 characters [json-pointer:/view/private_metadata]",
  ],
  [
    "an unknown field",
    modal({ submit_disabled: true }),
    "invalid additional property: submit_disabled [json-pointer:/view]",
  ],
  [
    "an input without a submit button",
    modal({ blocks: [input] }),
    "must define `submit` to use an `input` block in modals [json-pointer:/view]",
  ],
  ["an input and a submit button", modal({ blocks: [input], submit: plain("Go") })],
  [
    "101 blocks",
    modal({ blocks: Array.from({ length: 101 }, () => ({ type: "divider" })) }),
    "no more than 100 items allowed [json-pointer:/view/blocks]",
  ],
  [
    "a table, which is for messages",
    modal({ blocks: [table] }),
    "unsupported type: table [json-pointer:/view/blocks/0/type]",
  ],
  ["an alert", modal({ blocks: [{ type: "alert", level: "warning", text: plain("x") }] })],
];

describe("views", () => {
  for (const [what, view, ...problems] of views) {
    test(`${what}: ${problems.length === 0 ? "taken" : "refused"}`, () => {
      const checked = checkView(view);
      assert.deepEqual(checked.ok ? [] : checked.problems.map(problemText), problems);
    });
  }
});
