import assert from "node:assert/strict";
import { test } from "node:test";
import { picturesOf } from "../../src/pictures/pictures-of.ts";
import { pictureBlock } from "../../src/say/picture-block.ts";
import { rootWords } from "../../src/say/slack-root.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import { hopView, reportSaying, row, transactionView } from "./report.ts";
import { assertPostable } from "./slack-checks.ts";

const SAID = ["orders", "<!channel> & *bold* `code`", "🔥".repeat(5000), "שלום مرحبا", "x".repeat(10_000), ""];

test("with its pictures a message is never too long for Slack, whatever things are called", () => {
  for (const said of SAID) {
    const minutes = {
      entries: [said, said],
      list: [{ at: "2026-11-22T02:20:00.000Z", failed: 3, healthy: 9 }],
      whole: false,
    };
    for (const count of [1, 2, 30, 60]) {
      const hops = Array.from({ length: count }, (_, i) => hopView(i + 1, { resource: said, operation: said }));
      const report = reportSaying(said, { minutes, transactions: [transactionView(hops)] });
      const drawn = picturesOf(report);
      assert.deepEqual(Object.keys(drawn).toSorted(), ["chart", "map", "waterfall"]);
      const pictures = Object.fromEntries(
        Object.entries(drawn).map(([name, { alt }]) => [name, { hash: "h", file: "F0123456789", alt }]),
      );
      const own = row({ title: said }, { pictures });
      assertPostable(rootWords(own, report, "told"));
      const [lead] = report.transactions;
      assert.ok(lead);
      assertPostable(stackWords(own.id, 1, lead, { pictures: pictureBlock(own, "waterfall") }));
    }
  }
});

test("a message that is still looking shows no picture of before", () => {
  const pictures = { map: { hash: "h", file: "F0123456789", alt: "a map" } };
  const { blocks } = rootWords(row({}, { pictures }), null, "looking");
  assert.deepEqual(
    blocks.filter(({ type }) => type === "image"),
    [],
  );
});
