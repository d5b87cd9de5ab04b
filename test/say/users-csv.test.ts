import assert from "node:assert/strict";
import { test } from "node:test";
import { usersCsv } from "../../src/say/users-csv.ts";
import { reportSaying } from "./report.ts";

const user = { id: "u-1", outcome: "failed", requests: 3, stillFailing: true, example: "r-1" } as const;

function csvOf(...ids: string[]): string[] {
  const { users } = reportSaying("x");
  return usersCsv({ ...users, list: ids.map((id) => ({ ...user, id })) }).split("\r\n");
}

test("a line for each person, beneath what the columns mean, and nothing after the last", () => {
  assert.deepEqual(csvOf("u-1", "u-2"), [
    "user,outcome,requests,still failing,example request",
    "u-1,failed,3,yes,r-1",
    "u-2,failed,3,yes,r-1",
    "",
  ]);
});

test("an id with commas, quotes or line ends stays one cell", () => {
  assert.deepEqual(csvOf('a,"b"')[1], '"a,""b""",failed,3,yes,r-1');
  assert.equal(csvOf("a\r\nb").slice(1, 3).join("|"), '"a|b",failed,3,yes,r-1');
});

test("an id that a spreadsheet would run as a formula is text", () => {
  for (const sign of ["=", "+", "-", "@", "\t"]) assert.match(csvOf(`${sign}cmd()`)[1] ?? "", /^'/);
});
