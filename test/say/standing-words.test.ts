import assert from "node:assert/strict";
import { test } from "node:test";
import { rootWords } from "../../src/say/slack-root.ts";
import { standingWords } from "../../src/say/standing-words.ts";
import type { Standing } from "../../src/standing.ts";
import { decided, row } from "./report.ts";
import { assertPostable, mrkdwnIn } from "./slack-checks.ts";

const STANDING: Standing = { answered: ["cloudwatch-logs"], unread: [], awaited: ["xray", "tempo"] };

for (const [standing, said] of [
  [STANDING, "CloudWatch Logs answered · X-Ray and Tempo still out"],
  [{ answered: [], unread: ["zipkin"], awaited: ["jaeger"] }, "Zipkin could not be read · Jaeger still out"],
  [
    { answered: ["cloudwatch", "aws", "files"], unread: [], awaited: [] },
    "CloudWatch metrics, the AWS configuration and files answered",
  ],
  [
    { answered: [], unread: [], awaited: ["cloudwatch-logs in shop eu-central-1"] },
    "CloudWatch Logs in shop eu-central-1 still out",
  ],
  [{ answered: [], unread: [], awaited: ["a", "b", "c", "d", "e", "f", "g"] }, "a, b, c, d, e and 2 more still out"],
] as const) {
  test(`who has answered is said by the names that people know: ${said}`, () => {
    assert.equal(standingWords(standing), said);
  });
}

test("while it is looked into the message says who has answered, before there is a report and with one, and never after", () => {
  for (const report of [null, decided("wake")]) {
    const words = rootWords(row(), report, "looking", STANDING);
    assertPostable(words);
    assert.match(mrkdwnIn(words.blocks).join("\n"), /CloudWatch Logs answered · X-Ray and Tempo still out/);
  }
  const told = rootWords(row(), decided("wake"), "told", STANDING);
  assert.doesNotMatch(JSON.stringify(told), /still out/);
});

test("with many sources of the longest names, some hostile, the message is one that Slack takes", () => {
  const names = Array.from({ length: 40 }, (_, n) => `<!channel> ${n} ${"_".repeat(3000)}`);
  const words = rootWords(row(), null, "looking", { answered: names, unread: names, awaited: names });
  assertPostable(words);
  assert.doesNotMatch(JSON.stringify(words.blocks), /<!channel/);
});
