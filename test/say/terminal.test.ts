import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { coloured, plain, sayNotFound, sayReport, sayTransaction } from "../../src/say/terminal.ts";
import { decided, hopView, reportSaying, shown, transactionView } from "./report.ts";

test("a request is a tree: each hop under the one that led to it", () => {
  const parent = { certainty: "exact", by: "lambda-request", key: "k", outcome: "ok" } as const;
  const hops = [
    hopView(1, { outcome: "error" }),
    hopView(2, { from: { ...parent, hop: 1 } }),
    hopView(3, { from: { ...parent, hop: 2 }, durationMs: null }),
    hopView(4, {
      from: { ...parent, hop: 1 },
      attempts: 3,
      dwellMs: 4200,
      delivery: 2,
      alsoFrom: [{ ...parent, hop: null }],
    }),
    hopView(5, { from: null }),
  ];
  assert.deepEqual(sayTransaction(transactionView(hops), plain).split("\n"), [
    "POST /checkout, customer-facing — failed, apigateway-request r-1",
    "user user-7 (person, requestContext.authorizer.jwt.claims.sub)",
    "1 API Gateway shop · POST /checkout · error 121 ms",
    "  ├ 2 Lambda step-2 · Invoke · ok 121 ms, exact by lambda-request",
    "    └ 3 Lambda step-3 · Invoke · ok exact by lambda-request",
    "  └ 4 Lambda step-4 · Invoke · ok 121 ms, after 4.2 s of waiting, 3 attempts, delivery 2, exact by lambda-request (+1 other parent)",
    "5 Lambda step-5 · Invoke · ok 121 ms",
  ]);
});

test("what failed says why once, where it is deepest, with what went in", () => {
  const error = {
    type: "ValidationException",
    message: "rideId is empty",
    stack: ["at put (index.mjs:1:1)"],
    causes: [],
  };
  const hops = [
    hopView(1, { outcome: "error", error }),
    hopView(2, { outcome: "error", error, input: { rideId: "" } }),
    hopView(3, { error: { ...error, message: "was caught" } }),
  ];
  const lines = sayTransaction(transactionView(hops), plain)
    .split("\n")
    .map((line) => line.trim());
  assert.equal(lines.filter((line) => line === "ValidationException: rideId is empty").length, 1);
  const at = lines.indexOf("ValidationException: rideId is empty");
  assert.deepEqual(lines.slice(at + 1, at + 3), ["at put (index.mjs:1:1)", 'input {"rideId":""}']);
  assert.ok(!lines.some((line) => line.includes("was caught")));
});

test("what a request carries along is told once, and so is a clock that was wrong", () => {
  const tags = { "x-correlation-id": "order-2026-0007" };
  const hops = [hopView(1, { tags }), hopView(2, { tags: { ...tags, "x-correlation-order-id": "o-123456789" } })];
  const skew = [{ clock: "Lambda step-2", ms: 2300, hops: ["h2"] }];
  const lines = sayTransaction(transactionView(hops, { skew }), plain).split("\n");
  assert.deepEqual(lines.slice(2, 5), [
    "x-correlation-id order-2026-0007",
    "x-correlation-order-id o-123456789",
    "the clock of Lambda step-2 was 2.3 s behind, corrected",
  ]);
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`x-correlation-${i}`, "abc"]));
  assert.match(sayTransaction(transactionView([hopView(1, { tags: many })]), plain), /\n… and 25 more \(--json/);
});

test("an unknown entry and an unknown user are said as such", () => {
  const text = sayTransaction(transactionView([hopView(1)], { entry: null, user: null }), plain);
  assert.match(text, /^A request whose entry is unknown — /);
  assert.doesNotMatch(text, /\nuser /);
});

test("a chain of very many hops is drawn, and its lines do not grow with its depth", () => {
  const hops = Array.from({ length: 20_000 }, (_, i) => hopView(i + 1));
  const lines = sayTransaction(transactionView(hops), plain).split("\n");
  assert.equal(lines.length, 20_002);
  assert.ok(lines.every((line) => line.length < 150));
});

test("a report begins with the verdict and its rule, then the reasons, who is hit, the cause and one request", () => {
  const lines = sayReport(decided("wake"), plain).split("\n");
  assert.equal(lines[0], "WAKE THE TEAM  rule: customers-are-failing");
  const text = lines.join("\n");
  for (const part of [
    /^• 90 requests of 5120 to POST \/checkout failed\.$/m,
    /^Failing {3}checkout: Error: no price$/m,
    /^ {10}90 requests, since 02:20 UTC, rising$/m,
    /^Entry {5}POST \/checkout \(http\): 90 of 5,120 requests, customer-facing, business-critical, owner payments$/m,
    /^ {10}runbook https:\/\/wiki\.example\.com\/checkout$/m,
    /^Users {5}37 hit \(37 failed, 18 recovered\), 29 still failing; 3 requests without identity$/m,
    /^ {10}user-7: failed, 3 requests, still failing$/m,
    /^Cause {5}DynamoDB orders refuses writes\. \(proven\)$/m,
    /^As of 2026-11-22T02:31:30\.000Z, looking back to 2026-11-22T02:15:00\.000Z$/m,
    /^3? ?.*3 DynamoDB orders · PutItem · throttled/m,
  ]) {
    assert.match(text, part);
  }
  assert.match(sayReport(decided("wait"), plain), /^IT CAN WAIT /);
  assert.match(sayReport(decided("unclear"), plain), /^UNCLEAR \(leaning to wake\) /);
});

test("what was not seen stands at the end, and an inexact count is a range", () => {
  const { users } = shown();
  const text = sayReport(
    shown({
      gaps: [{ what: "/aws/lambda/pay", why: "it may not be read" }],
      users: { ...users, exact: false, atMost: 52, atMostIs: "likely", coverage: 0.628 },
    }),
    plain,
  );
  assert.match(text, /Not seen\n {2}\/aws\/lambda\/pay: it may not be read\n$/);
  assert.match(
    text,
    /^Users {5}at least 37 hit, likely 37 to 52 \(37 failed, .*; 62 % of the failing requests were followed$/m,
  );
  const counted = sayReport(shown({ users: { ...users, exact: false, atMost: 40, coverage: 0.999 } }), plain);
  assert.match(counted, /at least 37 hit, at most 40 .*; 99 % of the failing requests were followed$/m);
  const open = { ...users, exact: false, atMost: null, atMostIs: null, coverage: null };
  assert.match(
    sayReport(shown({ users: open }), plain),
    /at least 37 hit \(.*; how many requests fail in all is not known$/m,
  );
});

test("nothing found says so, and what could not be read", () => {
  assert.equal(sayNotFound("r-9", [], plain), "Nothing was found for r-9.\n");
  assert.equal(
    sayNotFound("r-9", [{ what: "a", why: "b" }], plain),
    "Nothing was found for r-9.\n\nNot seen\n  a: b\n",
  );
});

test("colour is on top: without it the text is the same", () => {
  const [painted, bare] = [sayReport(shown(), coloured), sayReport(shown(), plain)];
  assert.notEqual(painted, bare);
  assert.equal(stripVTControlCharacters(painted), bare);
});

test("text from logs cannot move the cursor, name the window or colour anything", () => {
  const evil = "\u001b[2J\u001b]0;pwned\u0007\u001b[31mred\u009b1A\u0000\rover";
  const report = reportSaying(evil);
  const [transaction] = report.transactions;
  assert.ok(transaction !== undefined);
  const bare = [
    sayReport(report, plain),
    sayTransaction(transaction, plain),
    sayNotFound(evil, report.gaps, plain),
  ].join("");
  assert.doesNotMatch(bare.replaceAll("\n", ""), /\p{Cc}/u);
  const painted = sayReport(report, coloured);
  assert.doesNotMatch(painted.replaceAll(/\p{Cc}\[(1|2|22|3[1236]|39)m|\n/gu, ""), /\p{Cc}/u);
});

test("work that waits is told with how much it is, and when the first of it is lost", () => {
  const waiting = {
    ...decided("wake"),
    blocked: { items: 1900, where: "stream rides", oldestSeconds: 79_200 },
    lossClock: { items: 1901, firstLostAt: "2026-11-22T04:32:00.000Z" },
  };
  const said = sayReport(shown(waiting), plain);
  assert.match(said, /^Blocked {3}1,900 items in stream rides, the oldest for 22 h/m);
  assert.match(said, /^Waiting {3}1,901 items to be done again; the first is lost at 2026-11-22T04:32:00\.000Z$/m);
  const unknown = { ...waiting, blocked: null, lossClock: { items: 1, firstLostAt: null } };
  assert.match(sayReport(shown(unknown), plain), /^Waiting {3}1 item to be done again; when it is lost is not known$/m);
});
