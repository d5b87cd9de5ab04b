import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Aim } from "../../src/press.ts";
import { foldedWords } from "../../src/say/folded-words.ts";
import { hopModal } from "../../src/say/slack-hop.ts";
import { narrationWords, unansweredWords } from "../../src/say/slack-narration.ts";
import { rootWords } from "../../src/say/slack-root.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import {
  aloneWords,
  helpWords,
  notFoundWords,
  problemWords,
  sharedWords,
  tracingWords,
} from "../../src/say/slack-trace.ts";
import { usersModal } from "../../src/say/slack-users.ts";
import { spoken } from "../../src/say/spoken.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";
import type { Words } from "../../src/say/words.ts";
import { decided, hopView, reportSaying, row, shown, transactionView } from "./report.ts";
import { mrkdwnIn } from "./slack-checks.ts";

const AIM: Aim = { investigation: "i-1", revision: 3, transaction: "t1", hop: "t1#h2" };
const PICTURE = { hash: "h", file: "F0123456789", alt: "Map of POST /checkout: one request, failed." };
const OUTCOMES = ["ok", "error", "throttled", "timeout", "unknown"] as const;

describe("who hears a message", () => {
  test("hears in its text all that its blocks say, which screen readers do not read", () => {
    for (const { text, blocks } of messages()) {
      const lines = mrkdwnIn(blocks).flatMap((one) => one.split("\n"));
      const [, ...others] = lines;
      for (const line of others) assert.ok(text.includes(line), `${line}\nin\n${text}`);
      assert.doesNotMatch(text, /more lines$/);
    }
  });

  test("hears the verdict before all else, and once", () => {
    const { text } = rootWords(row(), decided("wake"), "told");
    assert.equal(text.split("Wake the team").length, 2, text);
    assert.match(text, /^🔴 Wake the team: POST \/checkout fails/u);
  });

  test("hears what a picture shows", () => {
    const { text } = rootWords(row({}, { pictures: { map: PICTURE } }), decided("wake"), "told");
    assert.ok(text.includes(PICTURE.alt));
  });

  test("of what finds no room hears how much it is", () => {
    const { text } = rootWords(row({ title: "x".repeat(5000) }), reportSaying("long ".repeat(200)), "told");
    assert.ok([...text].length < 4000);
    const long = spoken("first", [{ type: "section", text: { type: "mrkdwn", text: "a line\n".repeat(2000) } }]);
    assert.ok([...long].length < 4000);
    const [, more] = /\nand (\d+) more lines$/.exec(long) ?? assert.fail("nothing is said of the others");
    assert.equal(long.split("\n").length - 2 + Number(more), 2001);
  });

  test("hears of every button what it opens, also where its place alone says so", () => {
    const buttons = [
      ...buttonsIn(stackWords("i-1", 3, transactionView([hopView(1), hopView(2)])).blocks),
      ...buttonsIn(usersModal({ ...AIM, page: 1 }, reportWithUsers(60)).blocks),
      ...buttonsIn(rootWords(row(), decided("wake"), "told").blocks),
      ...buttonsIn(hopModal(AIM, transactionView([hopView(1), hopView(2), hopView(3)]), hopView(2)).blocks),
    ];
    const labels = buttons.map(({ accessibility_label: label, text }) => label ?? text.text);
    assert.equal(new Set(labels).size, labels.length, `no two sound alike: ${labels.join(", ")}`);
    for (const { accessibility_label: label, text } of buttons) {
      assert.ok(label === undefined || ([...label].length <= 75 && label.startsWith(text.text)), label);
    }
    assert.ok(labels.includes("Open hop 2, Lambda step-2"));
    assert.ok(labels.includes("Example of user-25"));
  });
});

test("beside every sign that means something stands a word that means the same", () => {
  const hops = OUTCOMES.map((outcome, i) => hopView(i + 1, { outcome }));
  const { users } = shown();
  const list = (["lost", "failed", "parked", "pending", "delayed", "recovered", "ok"] as const).map((outcome, i) => {
    return { id: `user-${i}`, outcome, requests: 1, stillFailing: false, example: `r-${i}` };
  });
  const texts = [
    ...mrkdwnIn(stackWords("i-1", 3, transactionView(hops)).blocks),
    ...mrkdwnIn(usersModal(AIM, shown({ users: { ...users, list } })).blocks),
    ...(["wake", "wait", "unclear"] as const).flatMap((one) => mrkdwnIn(rootWords(row(), decided(one), "told").blocks)),
  ];
  const lines = texts.flatMap((text) => text.split("\n"));
  for (const [sign, word] of SIGNS) {
    const signed = lines.filter((line) => line.includes(sign));
    assert.ok(signed.length > 0, sign);
    for (const line of signed) assert.match(line, word);
  }
  const known = new Set(SIGNS.map(([sign]) => sign.replace("\ufe0f", "")));
  for (const [sign] of texts.join("").matchAll(/\p{Emoji_Presentation}|\p{Extended_Pictographic}/gu))
    assert.ok(known.has(sign) || /[•·—…◀▶⬆⬇👉]/u.test(sign), `${sign} has no word`);
});

const SIGNS: readonly (readonly [sign: string, word: RegExp])[] = [
  ["🔴", /Wake/],
  ["🟢", /wait/],
  ["🟡", /Unclear/],
  ["✅", /\bok\b/],
  ["❌", /error|failed/],
  ["🐌", /throttled|delayed/],
  ["⏱️", /timeout/],
  ["❔", /unknown/],
  ["⛔", /lost/],
  ["🅿️", /parked/],
  ["⏳", /pending/],
  ["↩️", /recovered/],
];

function messages(): Words[] {
  const at = row().incident.createdAt;
  const done = [{ at, did: "Acknowledged", who: "Maya", of: ["Q1"] }];
  const report = decided("wake");
  const [transaction] = report.transactions;
  assert.ok(transaction !== undefined);
  const told = { decision: "wait", at, noted: true, unclearSince: null } as const;
  const gaps = [{ what: "/aws/lambda/pay", why: "it may not be read" }];
  return [
    rootWords(row(), null, "looking"),
    rootWords(row(), report, "looking"),
    rootWords(row({}, { done, told }), report, "told"),
    rootWords(row({ status: "resolved" }, { done, told }), report, "told"),
    verdictWords(report, "U07MAYA", told, "A new incident rings"),
    stackWords("i-1", 3, transaction, { verdict: "🔴 Wake the team: it fails." }),
    aloneWords("i-1", transaction),
    sharedWords(AIM, transaction, "Maya Okafor"),
    narrationWords([{ text: "It is throttled.", hops: ["t1#h3"] }], report, "a-model", "🔴 Wake the team: it fails."),
    unansweredWords(),
    foldedWords(row().incident, "https://slack.example/thread"),
    tracingWords("r-1"),
    notFoundWords("r-1", ["cloudwatch-logs"], gaps, null),
    helpWords(),
    problemWords("It did not answer."),
  ];
}

function reportWithUsers(count: number) {
  const { users } = shown();
  const list = Array.from({ length: count }, (_, i) => {
    return { id: `user-${i}`, outcome: "failed" as const, requests: 1, stillFailing: false, example: `r-${i}` };
  });
  return shown({ users: { ...users, hit: count, list } });
}

interface Pressable {
  readonly text: { readonly text: string };
  readonly accessibility_label?: string;
}

function buttonsIn(value: unknown): Pressable[] {
  const found: Pressable[] = [];
  const open: unknown[] = [value];
  for (const one of open) {
    if (typeof one !== "object" || one === null) continue;
    if (isButton(one)) found.push(one);
    open.push(...Object.values(one));
  }
  return found;
}

function isButton(one: object): one is Pressable {
  return "type" in one && one.type === "button";
}
