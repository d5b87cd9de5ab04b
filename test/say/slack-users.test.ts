import assert from "node:assert/strict";
import { test } from "node:test";
import { usersFileWords, usersModal } from "../../src/say/slack-users.ts";
import { reportSaying } from "./report.ts";
import { assertOpenable } from "./slack-checks.ts";

const AIM = { investigation: "Q1", revision: 1 };
const [one] = reportSaying("x").users.list;

function shown(said: string, listed: number, all = listed, page = 0): string {
  const report = reportSaying(said);
  const list = Array.from({ length: listed }, () => ({ ...(one ?? assert.fail()), id: said, example: said }));
  const outcomes = { lost: 0, failed: all, parked: 0, pending: 0, delayed: 0, recovered: 0 };
  const view = usersModal({ ...AIM, page }, { ...report, users: { ...report.users, hit: all, list, outcomes } });
  assertOpenable(view);
  return JSON.stringify(view.blocks);
}

test("however many are hit and whatever they are called, the window can be opened, and says what it leaves out", () => {
  for (const said of ["u-1", "<!channel> *", "🦄".repeat(3000), "a".repeat(10_000), "مرحبا", ""])
    for (const listed of [0, 1, 20, 21, 1000]) shown(said, listed);
  assert.match(shown("u-1", 1000, 1412), /Of 1,412 users the 1000 worst are listed/);
  assert.doesNotMatch(shown("u-1", 21), /are listed/);
});

test("where not every request was followed, the window is as careful with its number as the message is", () => {
  const report = reportSaying("x");
  const users = {
    ...report.users,
    hit: 37,
    exact: false,
    atLeast: 37,
    atMost: 60,
    atMostIs: "likely",
    coverage: 0.6,
  } as const;
  const text = JSON.stringify(usersModal(AIM, { ...report, users }).blocks);
  assert.match(text, /\*at least 37 hit, likely 37 to 60\*/);
  assert.match(text, /60 % of the failing requests were followed\./);
});

test("a page that is no longer there is the last", () => {
  assert.match(shown("u-1", 45, 45, 99), /Shown are 41 to 45/);
});

test("an id that no button can carry has none, and is shown all the same", () => {
  assert.doesNotMatch(shown("a".repeat(201), 1), /open-example/);
  assert.match(shown("a".repeat(200), 1), /open-example/);
});

test("the message with the file says of whom it is, and for whom", () => {
  assert.match(usersFileWords(reportSaying("x")).text, /It is for you alone/);
});
