import assert from "node:assert/strict";
import { test } from "node:test";
import type { ChangeView } from "../../src/change-view.ts";
import { type Done, MOST_DEEDS } from "../../src/investigation.ts";
import type { GapView, Report, Shown } from "../../src/report.ts";
import { rootWords } from "../../src/say/slack-root.ts";
import { fromMillis } from "../../src/time.ts";
import { reportSaying, row, shown } from "./report.ts";
import { assertPostable, mrkdwnIn } from "./slack-checks.ts";

/* What the incident's message leaves out, it says that it leaves out; on a phone every line counts, so that takes none. */

test("of more than three entries the message says how many others there are, in the line of the last that it names", () => {
  const [entry] = shown().entries;
  assert.ok(entry !== undefined);
  const entriesOf = (count: number) => Array.from({ length: count }, (_, n) => ({ ...entry, name: `POST /${n}` }));
  assert.match(said(shown({ entries: entriesOf(5) })), /^\*API\* \*POST \/2\*.* · _and 2 other entries_$/m);
  assert.doesNotMatch(said(shown({ entries: entriesOf(3) })), /other entr/);
});

test("of more than two changes it says how many more there are, in the line of the last that it names", () => {
  assert.match(said(shown({ changes: changesOf(5) })), /^\*Changed\* .* change 1 .*· _and 3 more changes_$/m);
  assert.match(said(shown({ changes: changesOf(3) })), /_and 1 more change_$/m);
  assert.doesNotMatch(said(shown({ changes: changesOf(2) })), /more change/);
});

test("what changed is told though no cause was found", () => {
  assert.match(said(shown({ cause: null, changes: changesOf(1) })), /^\*Changed\* .* change 0/m);
});

test("of what would change the verdict it says how much more there is", () => {
  const verdict = { ...shown().verdict, wouldChange: ["If it stops.", "If it grows.", "If it moves."] };
  assert.match(said(shown({ verdict })), /If it stops\. _\(and 2 more\)_$/m);
  assert.doesNotMatch(said(shown()), /and \d+ more\)/);
});

test("gaps are named whole, as many as there is room for, and counted beyond that", () => {
  const gaps = Array.from({ length: 20 }, (_, n): GapView => ({ what: `/aws/lambda/function-${n}`, why: "no right" }));
  const told = said(shown({ gaps }));
  const named = told.match(/\/aws\/lambda\/function-\d+ \(no right\)/g)?.length ?? 0;
  assert.ok(named > 3 && named < 20, `${named} are named`);
  assert.match(told, new RegExp(`\\(no right\\); _and ${20 - named} more_`));
  assert.doesNotMatch(said(shown({ gaps: gaps.slice(0, 3) })), /_and \d+ more_/);
});

test("a gap that is too long itself is cut where everybody sees it, and the next are counted", () => {
  const gaps = [{ what: "x".repeat(2000), why: "no right" }, ...Array(2).fill({ what: "y", why: "no right" })];
  assert.match(said(shown({ gaps })), /x{100}…; _and 2 more_/);
});

test("of more than six deeds it says how many came before, and that there may have been more than are kept", () => {
  assert.match(said(shown(), deeds(9)), /^_3 earlier ones, then_ .*did 3\b/m);
  assert.doesNotMatch(said(shown(), deeds(6)), /earlier/);
  assert.match(said(shown(), deeds(MOST_DEEDS)), new RegExp(`at least ${MOST_DEEDS - 6} earlier ones`));
});

test("where everything is too long and there is too much of it, Slack takes the message, and each part says so", () => {
  const report = reportSaying("&".repeat(3000), { changes: changesOf(9, "_".repeat(3000)) });
  const words = rootWords(row({}, { done: deeds(20) }), report, "told");
  assertPostable(words);
  const told = mrkdwnIn(words.blocks).join("\n");
  for (const part of [
    /3 of 5 reasons/,
    /other entries_/,
    /more changes_/,
    /\(and 1 more\)/,
    /_and \d more_/,
    /earlier/,
  ])
    assert.match(told, part);
});

function said(report: Shown<Report>, done: readonly Done[] = []): string {
  return mrkdwnIn(rootWords(row({}, { done }), report, "told").blocks).join("\n");
}

function deeds(count: number): Done[] {
  const at = fromMillis(Date.UTC(2026, 10, 22, 2, 33));
  return Array.from({ length: count }, (_, n) => ({ at, did: `did ${n}`, who: "Maya", of: [] }));
}

const CHANGE: ChangeView = {
  kind: "event",
  at: "2026-11-22T02:10:00.000Z",
  text: "",
  function: null,
  version: null,
  previous: null,
  url: null,
};

function changesOf(count: number, said = ""): ChangeView[] {
  return Array.from({ length: count }, (_, n) => ({ ...CHANGE, text: `change ${n} ${said}` }));
}
