import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LinkView } from "../../src/report.ts";
import { linkWords } from "../../src/say/link-words.ts";
import { hopModal } from "../../src/say/slack-hop.ts";
import { hopView, transactionView } from "./report.ts";
import { assertOpenable } from "./slack-checks.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom("<!channel>", "`</x|y>`", "*a*", "https://evil.example", "&".repeat(10_000), "😀".repeat(5000)),
);
const sight = fc.record({
  in: fc.constantFrom("request", "answer", "event", "lines", "access-log", "segment", "span", "record"),
  path: text,
});
const link: fc.Arbitrary<LinkView> = fc.record({
  hop: fc.option(fc.nat(60)),
  certainty: fc.constantFrom("exact", "trace", "content", "time"),
  by: fc.oneof(text, fc.constant("sqs-message")),
  key: text,
  outcome: fc.constant("ok"),
  entry: fc.oneof(text, fc.constant(null)),
  proof: fc.record({
    how: fc.constantFrom("handed-on", "mentioned", "made", "parent", "linked", "event", "shared", "alike"),
    sent: fc.option(sight),
    received: fc.option(sight),
  }),
});

test("whatever ids and paths are called, a link is told in words that mention nobody, link nowhere, and fit the window", () => {
  fc.assert(
    fc.property(fc.array(link, { minLength: 1, maxLength: 8 }), (links) => {
      for (const one of links) {
        const said = linkWords(one);
        assert.doesNotMatch(said, /[<>]/);
        assert.equal(said.includes("likely"), one.certainty !== "exact");
      }
      const [from = null, ...alsoFrom] = links;
      const hop = hopView(2, { from, alsoFrom });
      assertOpenable(hopModal({ investigation: "i-1", revision: 1 }, transactionView([hopView(1), hop]), hop));
    }),
    { numRuns: 300 },
  );
});
