import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import type { FieldView } from "../../src/cause-detail.ts";
import type { Aim } from "../../src/press.ts";
import { redact } from "../../src/redact/redact.ts";
import { nameOfAction } from "../../src/say/button.ts";
import { lockScreen } from "../../src/say/headline.ts";
import { noteText } from "../../src/say/note-text.ts";
import { failedModal, hopModal, loadingModal } from "../../src/say/slack-hop.ts";
import { rootWords } from "../../src/say/slack-root.ts";
import { stackWords } from "../../src/say/slack-stack.ts";
import { helpWords, notFoundWords, problemWords, tracingWords } from "../../src/say/slack-trace.ts";
import { verdictWords } from "../../src/say/verdict-words.ts";
import type { Words } from "../../src/say/words.ts";
import { fromMillis, parseTime } from "../../src/time.ts";
import { decided, hopView, reportSaying, row, shown, transactionView } from "./report.ts";
import { assertOpenable, assertPostable, mrkdwnIn } from "./slack-checks.ts";

const AIM: Aim = { investigation: "i-1", revision: 3, transaction: "t1", hop: "t1#h2" };
const HOSTILE = [
  "<!channel>",
  "<!here|here> <@U123> <#C123> <https://evil.example|click>",
  "*bold* _under_ ~gone~ `code` ``` &lt;!channel&gt;",
  "```\nout of the fence\n```",
  "line one\nline two\r\n> quoted\n• listed",
  "",
  "   ",
  "<".repeat(5000),
  "_".repeat(5000),
  "&".repeat(5000),
  "`".repeat(5000),
  "😀".repeat(4000),
  "x".repeat(20_000),
  `x${"😀".repeat(9000)}`,
];

test("at once the message says that it is looked into, and what for", () => {
  const words = rootWords(row(), null, "looking");
  assertPostable(words);
  assert.match(words.text, /^🔎 Looking into: checkout fails\n/u);
  assert.match(allText(words), /Looking…/);
});

test("before the last word the message says what was found, and no verdict, because more evidence may turn it", () => {
  const words = rootWords(row(), decided("wake"), "looking");
  assertPostable(words);
  assert.match(allText(words), /90 requests failing, most of them in \*checkout\*, after 6 queries/);
  assert.doesNotMatch(allText(words), /Wake the team\*/);
  assert.doesNotMatch(words.text, /🔴/);
});

test("told, the message has the verdict, the function, the API, the people, the reasons and the cause", () => {
  const words = rootWords(row(), decided("wake"), "told");
  assertPostable(words);
  const said = allText(words);
  for (const part of [
    /🔴 \*Wake the team\*/,
    /\*Failing\* \*checkout\* — `Error: no price`, since .*, rising/,
    /\*API\* \*POST \/checkout\* — customer-facing, business-critical — 90 of 5,120 requests failed/,
    /\*Users\* 37 hit: 37 failed, 18 recovered · 29 still failing · 3 requests without identity/,
    /• 90 requests of 5120/,
    /\*Cause\* \(proven\) DynamoDB orders is throttled/,
    /As of .*took 4\.2 s · 6 queries in 2 rounds, \$0\.0012/,
  ]) {
    assert.match(said, part);
  }
});

test("each verdict has its sign, and an unclear one says where it leans", () => {
  assert.match(lockScreen(decided("wake")), /^🔴 Wake the team: /);
  assert.match(lockScreen(decided("wait")), /^🟢 It can wait: /);
  assert.match(lockScreen(decided("unclear")), /^🟡 Unclear, leaning to wake: /);
});

test("a lock screen shows what to do, what happens to whom, and why", () => {
  assert.equal(
    lockScreen(shown()),
    "🔴 Wake the team: POST /checkout fails for 37 users, 29 still failing. DynamoDB orders is throttled.",
  );
  const { users } = shown();
  const lost = shown({
    users: { ...users, hit: 1, stillFailing: 1, outcomes: { ...users.outcomes, lost: 1, failed: 0 } },
  });
  assert.equal(
    lockScreen(lost),
    "🔴 Wake the team: POST /checkout lost the work of 1 user. DynamoDB orders is throttled.",
  );
  const more = shown({
    users: { ...users, exact: false, atMost: 52, atMostIs: "likely", coverage: 0.62 },
    cause: null,
  });
  assert.equal(lockScreen(more), "🔴 Wake the team: POST /checkout fails for at least 37 users, 29 still failing.");
  const guests = shown({ users: { ...users, hit: 0, stillFailing: 0 }, cause: null });
  assert.equal(lockScreen(guests), "🔴 Wake the team: POST /checkout fails for 90 requests.");
  const calm = decided("wait", { failing: null, cause: null, users: { ...users, hit: 0, stillFailing: 0 } });
  assert.equal(lockScreen(calm), "🟢 It can wait: nobody is hit, POST /checkout gets through.");
});

test("whatever the names, the lock screen has one line of at most 120 characters that begins with the verdict", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 400 }), fc.constantFrom(...HOSTILE));
  fc.assert(
    fc.property(text, fc.constantFrom("wake", "wait", "unclear"), (said, decision) => {
      const { verdict } = decided(decision);
      const line = lockScreen(reportSaying(said, { verdict }));
      assert.ok([...line].length <= 120, `${[...line].length} characters`);
      assert.doesNotMatch(line, /[\n\r]/);
      assert.match(line, /^(🔴 Wake the team|🟢 It can wait|🟡 Unclear)/u);
    }),
    { numRuns: 25 },
  );
});

test("the reply on a verdict that turned says what was told before, since when, and what rang", () => {
  const before = {
    decision: "wait",
    at: fromMillis(Date.UTC(2026, 10, 22, 2, 20)),
    noted: true,
    unclearSince: null,
  } as const;
  const words = verdictWords(shown(), "U07MAYA", before, "The verdict turned: a new incident rings in PagerDuty");
  assertPostable(words);
  assert.ok(words.text.startsWith(lockScreen(shown())));
  assert.match(allText(words), /Since <!date\^1795314000\^\{time\}\|02:20 UTC> it was: It can wait\./);
  assert.match(allText(words), /a new incident rings in PagerDuty/);
});

test("the reply that rings begins with the whole verdict, and mentions the person after it", () => {
  const words = verdictWords(shown(), "U07MAYA", null, null);
  assertPostable(words);
  assert.ok(words.text.startsWith(lockScreen(shown())));
  assert.ok(words.text.endsWith("<@U07MAYA>"));
  assert.match(allText(words), /<@U07MAYA>/);
  const nobody = verdictWords(shown(), null, null, null);
  assertPostable(nobody);
  assert.doesNotMatch(`${nobody.text}${allText(nobody)}`, /<@/);
});

test("what can be pressed follows from how PagerDuty says the incident stands", () => {
  assert.deepEqual(pressesOf(rootWords(row(), null, "looking")), [
    "acknowledge",
    "escalate",
    "wake-team",
    "wait-until-morning",
    "look-again",
  ]);
  assert.deepEqual(pressesOf(rootWords(row({ status: "acknowledged" }), shown(), "told")), [
    "escalate",
    "wake-team",
    "wait-until-morning",
    "open-users",
    "look-again",
  ]);
  assert.deepEqual(pressesOf(rootWords(row({ status: "resolved" }), shown(), "told")), ["open-users", "look-again"]);
});

test("the message remembers the last things that people did, and who they were", () => {
  const at = parseTime("2026-11-22T02:33:00Z");
  assert.ok(at !== null);
  const done = Array.from({ length: 9 }, (_, i) => ({ at, did: `pressed ${i}`, who: i === 8 ? "Maya" : null, of: [] }));
  const words = rootWords(row({}, { done }), shown(), "told");
  assertPostable(words);
  const said = allText(words);
  assert.match(said, /02:33 UTC> pressed 8 by Maya/);
  assert.match(said, /pressed 3/);
  assert.doesNotMatch(said, /pressed 2/);
});

test("a virtual stack trace has a line and a button for each hop, the innermost first", () => {
  const [transaction] = shown().transactions;
  assert.ok(transaction !== undefined);
  const words = stackWords("i-1", 3, transaction);
  assertPostable(words);
  const lines = mrkdwnIn(words.blocks).filter((text) => /^\S+ \d+\. /.test(text));
  assert.deepEqual(
    lines.map((line) => line.split(" — ")[0]),
    ["🐌 3. *DynamoDB orders* PutItem", "❌ 2. *Lambda step-2* Invoke", "❌ 1. *API Gateway shop* POST /checkout"],
  );
  assert.match(lines[0] ?? "", /throttled · 121 ms · 3 attempts/);
  assert.deepEqual(pressesOf(words), ["open-hop", "open-hop", "open-hop"]);
});

test("the walk of a bad value is told in the stack, a line a hop, and marked in the payloads of a hop's window", () => {
  const bad = { details: { rideId: "" } };
  const hops = [hopView(1), hopView(2, { input: { details: { rideId: "ride_1" } } }), hopView(3, { input: bad })];
  const field: FieldView = {
    path: "details.rideId",
    firstBadHop: "t1#h2",
    seen: [],
    trailEnds: null,
    steps: [
      { hop: "t1#h3", state: "bad", value: "", path: "details.rideId", in: "input" },
      { hop: "t1#h2", state: "good", value: "ride_1", path: "details.rideId", in: "input" },
    ],
  };
  const words = stackWords("i-1", 3, transactionView(hops), { field });
  assertPostable(words);
  const told = allText(words).match(/`details\.rideId`[^"\\]*/g) ?? [];
  assert.equal(told.length, 2);
  assert.match(allText(words), /here it began/);
  const [, , last] = hops;
  assert.ok(last !== undefined);
  const view = hopModal(AIM, transactionView(hops), last, { field });
  assertOpenable(view);
  assert.match(JSON.stringify(view), /◀ here/);
  const ended = { ...field, firstBadHop: null, trailEnds: "the input of <!here> was not recorded" };
  assert.match(
    allText(stackWords("i-1", 3, transactionView(hops), { field: ended })),
    /not proven: the input of &lt;!here/,
  );
});

test("of a stack with hundreds of hops those around the failure are shown, and how many are not", () => {
  const hops = Array.from({ length: 400 }, (_, i) => hopView(i + 1, i === 199 ? { outcome: "timeout" } : {}));
  const words = stackWords("i-1", 3, transactionView(hops));
  assertPostable(words);
  assert.match(allText(words), /⏱️ 200\. /);
  assert.match(allText(words), /380 more hops: walk there/);
});

test("a hop's window shows what went in and came out, its exception, logs and neighbours", () => {
  const error = {
    type: "ValidationException",
    message: "rideId is empty",
    stack: ["at put (/var/task/index.mjs:10:3)"],
    causes: [{ type: "TypeError", message: "of undefined" }],
  };
  const logs = [{ id: "l1", at: "2026-11-22T02:30:01.000Z", level: "error", text: "could not write" }];
  const hops = [
    hopView(1),
    hopView(2, {
      outcome: "error",
      error,
      logs,
      input: { rideId: "" },
      output: "",
      dwellMs: 4200,
      delivery: 2,
      decidedBy: "an unhandled error",
    }),
    hopView(3),
  ];
  const [, hop] = hops;
  assert.ok(hop !== undefined);
  const view = hopModal(AIM, transactionView(hops), hop);
  assertOpenable(view);
  const said = JSON.stringify(view);
  for (const part of [
    "Hop 2 of 3",
    "⬆ upstream: API Gateway shop",
    "⬇ downstream: Lambda step-3",
    "ValidationException: rideId is empty",
    "at put (/var/task/index.mjs:10:3)",
    "caused by TypeError: of undefined",
    "could not write",
    "waited 4.2 s before · delivery 2",
    "an unhandled error",
    "From hop 1: exact, by lambda-request",
  ]) {
    assert.ok(said.includes(part), part);
  }
  // What was recorded and empty is not the same as what was not recorded.
  assert.match(said, /\*Output\* {2}_empty_/);
  assert.match(said, /\*Environment\* {2}_not recorded_/);
});

test("the window shows what a hop carried along, and that its clock was wrong", () => {
  const tags = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x-correlation-${i}`, `<!channel> ${i}`]));
  const hop = hopView(2, { tags });
  const skew = [{ clock: "Lambda <!here>", ms: 2300, hops: [hop.id] }];
  const view = hopModal(AIM, transactionView([hopView(1), hop], { skew }), hop);
  assertOpenable(view);
  const said = JSON.stringify(view);
  for (const part of ["Carried along", "x-correlation-4", "and 25 more", "was 2.3 s behind, corrected"])
    assert.ok(said.includes(part), part);
  assert.doesNotMatch(said, /<!(?!date\^)/);
  const first = hopView(1);
  assert.doesNotMatch(JSON.stringify(hopModal(AIM, transactionView([first, hop], { skew }), first)), /behind|Carried/);
});

test("of a huge payload the window shows the beginning, and says how large it was", () => {
  const hop = hopView(2, {
    input: "i".repeat(1_000_000),
    output: { list: Array<string>(5000).fill("item") },
    environment: "😀".repeat(50_000),
  });
  const view = hopModal(AIM, transactionView([hopView(1), hop]), hop);
  assertOpenable(view);
  assert.match(JSON.stringify(view), /1000000 bytes in all/);
  assert.ok(JSON.stringify(view).isWellFormed());
});

test("of very many log lines the window shows the last ones, where it went wrong, and how many there were", () => {
  const logs = Array.from({ length: 500 }, (_, i) => ({
    id: `l${i}`,
    at: "2026-11-22T02:30:01.000Z",
    level: "info",
    text: `line ${i} ${"x".repeat(150)}`,
  }));
  const hop = hopView(1, { logs });
  const said = JSON.stringify(hopModal(AIM, transactionView([hop]), hop));
  assert.match(said, /line 499 /);
  assert.doesNotMatch(said, /line 400 /);
  assert.match(said, /\(the last 1\d of 500\)/);
});

test("a hop with a hundred parents and children has a window, and says that there are more", () => {
  const link = { certainty: "exact", by: "sqs-message", key: "m", outcome: "ok" } as const;
  const middle = hopView(1, { alsoFrom: Array.from({ length: 100 }, (_, i) => ({ ...link, hop: i + 2 })) });
  const others = Array.from({ length: 100 }, (_, i) => hopView(i + 2, { from: { ...link, hop: 1 } }));
  const view = hopModal(AIM, transactionView([middle, ...others]), middle);
  assertOpenable(view);
  assert.match(JSON.stringify(view), /and 96 more upstream/);
  assert.match(JSON.stringify(view), /and 95 more parents/);
});

test("an error without a name, a message or a stack has a window too", () => {
  const error = { type: null, message: "", stack: [], causes: [] };
  const hop = hopView(1, { outcome: "error", error });
  assertOpenable(hopModal(AIM, transactionView([hop]), hop));
});

test("a window opens with a loader, and shows its own failure", () => {
  assertOpenable(loadingModal("Hop"));
  for (const said of HOSTILE) assertOpenable(failedModal("Hop", said));
});

test("whatever logs say, Slack takes every message and every window", () => {
  for (const said of HOSTILE) {
    for (const words of messagesSaying(said)) assertPostable(words);
    for (const view of modalsSaying(said)) assertOpenable(view);
    assert.ok([...noteText(reportSaying(said), "https://slack.example/thread")].length <= 2000);
  }
});

test("text from logs cannot mention anybody, make a link, or begin or end a format", () => {
  const own =
    /<!date\^\d+\^[{}a-z_ ]+\|(?:\d{4}-\d\d-\d\d )?\d\d:\d\d(?::\d\d)? UTC>|<https:\/\/example\.pagerduty\.com\/[^|>\s]*\|/g;
  for (const said of HOSTILE) {
    const texts = [
      ...messagesSaying(said).flatMap(({ text, blocks }) => [text, ...mrkdwnIn(blocks)]),
      ...mrkdwnIn(modalsSaying(said)),
    ];
    for (const text of texts) {
      assert.doesNotMatch(text.replaceAll(own, ""), /<[^>]/);
      assert.doesNotMatch(text, /```/);
      // A sign between word joiners begins and ends nothing.
      for (const line of text.replaceAll(/\u2060[*_~`]\u2060/g, "").split("\n"))
        assert.equal((line.match(/`/g)?.length ?? 0) % 2, 0, line.slice(0, 200));
    }
  }
});

test("an answer to an id, to a mistake and to a call for help is a message that Slack takes", () => {
  for (const words of [
    tracingWords("r-1"),
    helpWords(),
    notFoundWords("r-1", ["CloudWatch Logs"], [], null),
    problemWords("no"),
  ]) {
    assertPostable(words);
  }
  const gaps = [{ what: "/aws/lambda/pay", why: "it may not be read" }];
  assert.match(
    allText(notFoundWords("r-1", ["cloudwatch-logs"], gaps, null)),
    /Looked in: cloudwatch-logs, one week back;.*\nNot seen:\n• \/aws\/lambda\/pay: it may not be read/,
  );
});

test("a note for PagerDuty has the verdict, the reasons, the cause and the way to the thread", () => {
  assert.equal(
    noteText(shown(), "https://slack.example/thread"),
    "WAKE THE TEAM: POST /checkout fails for 37 users, 29 still failing.\n- 90 requests of 5120 to POST /checkout failed.\nCause (proven): DynamoDB orders refuses writes.\nAs of 2026-11-22T02:31:30.000Z. https://slack.example/thread",
  );
});

/** Every message that can be made of a report in which a text stands everywhere. */
function messagesSaying(said: string): Words[] {
  const report = reportSaying(said);
  const [transaction] = report.transactions;
  assert.ok(transaction !== undefined);
  const assignees = Array.from({ length: 3 }, (_, i) => ({ id: `U${i}`, name: said }));
  const at = parseTime("2026-11-22T02:33:00Z");
  assert.ok(at !== null);
  const done = [{ at, did: "acknowledged", who: said, of: [] }];
  const incident = row({ title: said, assignees }, { done });
  return [
    rootWords(incident, null, "looking"),
    rootWords(incident, report, "looking"),
    rootWords(incident, report, "told"),
    verdictWords(report, null, null, null),
    stackWords("i-1", 3, transaction),
    stackWords("i-1", 3, transaction, { verdict: lockScreen(report) }),
    tracingWords(said),
    notFoundWords(said, ["cloudwatch-logs"], report.gaps, null),
    problemWords(said === "" ? "no" : said),
  ];
}

function modalsSaying(said: string): object[] {
  const report = reportSaying(said);
  const [transaction] = report.transactions;
  const field = report.cause?.field ?? null;
  assert.ok(transaction !== undefined);
  return [0, 2, 29].flatMap((place) => {
    const hop = transaction.hops[place];
    return hop === undefined ? [] : [hopModal(AIM, transaction, hop, { field }), hopModal(AIM, transaction, hop)];
  });
}

function allText(words: Words): string {
  return mrkdwnIn(redact(words.blocks, EMPTY_CATALOG)).join("\n");
}

/** The names of a message's buttons, in their order. */
function pressesOf({ blocks }: Words): string[] {
  const found = JSON.stringify(blocks).matchAll(/"action_id":"([^"]+)"|"value":"([a-z-]+) \{/g);
  return [...found].map(([, id, chosen]) => chosen ?? nameOfAction(id ?? "")).filter((name) => name !== "menu");
}

describe("the message of a storm", () => {
  const incidents = (count: number) =>
    Array.from({ length: count }, (_, place) => ({
      ...row().incident,
      id: `Q${place + 2}`,
      title: `<alert> number ${place + 2}`,
    }));

  test("names every incident, and says which buttons act on all", () => {
    const words = rootWords(row({}, { others: incidents(20) }), decided("wake"), "told");
    assertPostable(words);
    const text = JSON.stringify(words.blocks);
    assert.match(text, /PagerDuty: 21 incidents of one storm/);
    for (let place = 2; place < 22; place++) assert.match(text, new RegExp(`&lt;alert&gt; number ${place}[|>]`));
    assert.match(text, /"Acknowledge \(all 21\)"/);
    assert.match(text, /"Wake the team"/);
  });

  test("is never too long for Slack, and says how many are not named", () => {
    const words = rootWords(row({}, { others: incidents(400) }), decided("wake"), "told");
    assertPostable(words);
    assert.match(JSON.stringify(words.blocks), /_and \d+ other incidents_/);
  });

  test("tells of each deed to which incident it was done", () => {
    const at = row().incident.createdAt;
    const done = [
      { at, did: "Acknowledged", who: "Maya", of: ["Q1", "Q2"] },
      { at, did: "Resolved", who: "Omar", of: ["Q2"] },
    ];
    const text = JSON.stringify(rootWords(row({}, { others: incidents(1), done }), decided("wake"), "told").blocks);
    assert.match(text, /Acknowledged \(2 incidents\) by Maya/);
    assert.match(text, /Resolved \(&lt;alert&gt; number 2\) by Omar/);
  });
});
