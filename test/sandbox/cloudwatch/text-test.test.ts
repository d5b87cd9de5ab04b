import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { textTest } from "../../../sandbox/cloudwatch/insights/text-test.ts";

const hex = fc.stringMatching(/^[0-9a-f]{8}-?[0-9a-f]{4}$/);

test("a long list of alternatives matches what it would match one by one", () => {
  fc.assert(
    fc.property(
      fc.array(hex, { minLength: 16, maxLength: 40 }),
      fc.array(fc.string()),
      fc.nat(),
      (ids, noise, pick) => {
        const pattern = new RegExp(ids.map((id) => `${id.slice(0, 8)}-?${id.slice(-4)}`).join("|"));
        const id = ids[pick % ids.length] ?? "";
        for (const text of [
          noise.join(id),
          noise.join(" "),
          id,
          id.slice(0, 8),
          `${id.slice(0, 8)}-${id.slice(-4)}`,
          "",
        ])
          assert.equal(textTest(pattern)(text), pattern.test(text), text);
      },
    ),
  );
});

test("what is no such list is tried as it is", () => {
  for (const pattern of [
    /abc/,
    /a|b/,
    /(?:aaaaaa|bbbbbb)?c/,
    new RegExp(Array(20).fill("abcdef").join("|"), "i"),
    /^$/,
  ])
    for (const text of ["abc", "c", "ABCDEF", "abcdef", ""])
      assert.equal(textTest(pattern)(text), pattern.test(text), `${pattern} ${text}`);
});

test("an alternative whose beginning may be missing is tried as it is", () => {
  const pattern = new RegExp([...Array(16).fill("abcdef1"), "abcdef?g", "abcdefg*"].join("|"));
  for (const text of ["abcdeg", "abcdef", "abcdefgg"]) assert.equal(textTest(pattern)(text), pattern.test(text), text);
});
