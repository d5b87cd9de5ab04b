import assert from "node:assert/strict";
import { test } from "node:test";
import type { StackShown } from "../../src/investigation.ts";
import type { Reason, Report, Shown } from "../../src/report.ts";
import { reasonLines } from "../../src/say/reason-lines.ts";
import { rootWords } from "../../src/say/slack-root.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";
import { hopView, reportSaying, row, shown, transactionView } from "./report.ts";
import { assertPostable, mrkdwnIn } from "./slack-checks.ts";

const URL = "https://shop.slack.example/archives/C1/p1700000000000100";
const STACK: StackShown = { url: URL, hops: { "t1#h1": 1, "t1#h3": 3 } };

test("a reason leads to the message that shows the hop it cites", () => {
  const lines = reasonLines(because([reason("t1#h3"), reason("t1#h1")]), STACK);
  assert.deepEqual(lines, [`• It fails. <${URL}|hop 3>`, `• It fails. <${URL}|hop 1>`]);
});

test("of several hops the first that is shown is led to, and a log line leads to its hop", () => {
  assert.match(reasonLines(because([reason("t2#h1", "t1#h1", "t1#h3")]), STACK)[0] ?? "", /\|hop 1>$/);
  const logs = [{ id: "line 7", at: "2026-11-22T02:30:01.000Z", level: "error", text: "could not write" }];
  const transactions = [transactionView([hopView(1), hopView(2), hopView(3, { logs })])];
  const report = shown({ transactions, verdict: { ...shown().verdict, reasons: [reason("line 7")] } });
  assert.match(reasonLines(report, STACK)[0] ?? "", /\|hop 3>$/);
});

for (const [what, cited] of [
  ["a hop that the message does not show", "t1#h2"],
  ["a hop of another request", "t2#h3"],
  ["a metric", "metric:AWS/Lambda/Errors@2026-11-22T02:20:00.000Z"],
  ["a read", "read:cloudwatch-logs//aws/lambda/checkout@2026-11-22T02:20:00.000Z"],
  ["nothing", null],
  ["what every object has", "constructor"],
] as const) {
  test(`a reason that cites ${what} leads nowhere`, () => {
    const { transactions } = shown();
    const other = transactionView([hopView(3, { id: "t2#h3" })], { id: "t2" });
    const verdict = { ...shown().verdict, reasons: [reason(...(cited === null ? [] : [cited]))] };
    const report = shown({ verdict, transactions: [...transactions, other] });
    assert.deepEqual(reasonLines(report, STACK), ["• It fails."]);
  });
}

test("there is no link before there is a message, nor where it cannot be one", () => {
  assert.deepEqual(reasonLines(because([reason("t1#h3")]), undefined), ["• It fails."]);
  for (const url of ["", "javascript:alert(1)", "https://a|b", "https://a b", `https://${"a".repeat(5000)}`])
    assert.deepEqual(reasonLines(because([reason("t1#h3")]), { ...STACK, url }), ["• It fails."]);
});

test("an address is written as Slack reads it", () => {
  const url = `${URL}?thread_ts=1700000000.000100&cid=C1`;
  assert.deepEqual(reasonLines(because([reason("t1#h3")]), { ...STACK, url }), [
    `• It fails. <${URL}?thread_ts=1700000000.000100&amp;cid=C1|hop 3>`,
  ]);
});

test("the message and the reply show the reasons with their links, and how many more there are", () => {
  const [three, five] = [because(Array(3).fill(reason("t1#h3"))), because(Array(5).fill(reason("t1#h3")))];
  const posted = { channel: "C1", root: "1.1", stack: "1.2", shows: STACK };
  for (const say of [
    (report: Shown<Report>) => rootWords(row({}, { posted }), report, "told"),
    (report: Shown<Report>) => verdictWords(report, null, null, null, STACK),
  ]) {
    const some = mrkdwnIn(say(five).blocks).join("\n");
    const all = mrkdwnIn(say(three).blocks).join("\n");
    assert.equal(some.match(/\|hop 3>/g)?.length, 3);
    assert.match(some, /\(3 of 5 reasons\)|_and 2 more reasons_/);
    assert.doesNotMatch(all, /of \d+ reasons|more reason/);
  }
});

test("the longest reasons, each with a link, fit into a message", () => {
  for (const sign of ["x", "&", "_", "😀"]) {
    const said = sign.repeat(5000);
    const report = reportSaying(said);
    const stack = { url: `https://${"a".repeat(190)}`, hops: { "t1#h1": 1 } };
    const posted = { channel: "C1", root: "1.1", stack: "1.2", shows: stack };
    const words = rootWords(row({ title: said }, { posted }), report, "told");
    assertPostable(words);
    assert.match(mrkdwnIn(words.blocks).join("\n"), /\|hop 1>/);
    assertPostable(verdictWords(report, "U07MAYA", null, said, stack));
  }
});

function reason(...evidence: readonly string[]): Reason {
  return { text: "It fails.", evidence };
}

function because(reasons: readonly Reason[]): Shown<Report> {
  return shown({ verdict: { ...shown().verdict, reasons } });
}
