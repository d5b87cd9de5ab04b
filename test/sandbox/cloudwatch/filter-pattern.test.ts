import assert from "node:assert/strict";
import test from "node:test";
import { parseFilterPattern } from "../../../sandbox/cloudwatch/filter-pattern.ts";

const MESSAGES = [
  "[ERROR 400] BAD REQUEST",
  "[ERROR 401] UNAUTHORIZED REQUEST",
  "[WARN] slow request to host-7",
  '{"level":"ERROR","path":"/rides"}',
];

const PATTERNS: [pattern: string, matches: number[]][] = [
  ["", [0, 1, 2, 3]],
  ["ERROR", [0, 1, 3]],
  ["error", []],
  ["ERROR REQUEST", [0, 1]],
  ["REQUEST   ERROR", [0, 1]],
  ["?WARN ?400", [0, 2]],
  ["ERROR -400", [1, 3]],
  ["-ERROR", [2]],
  ['"BAD REQUEST"', [0]],
  ['?"BAD REQUEST" ?"host-7"', [0, 2]],
  ['ERROR -"BAD REQUEST"', [1, 3]],
  ['"\\"level\\":\\"ERROR\\""', [3]],
  ["%AUTHORIZED%", [1]],
  ["%40[01]%", [0, 1]],
  ["%^.ERROR% REQUEST", [0, 1]],
  ["-%host-\\d%", [0, 1, 3]],
];

for (const [pattern, expected] of PATTERNS) {
  test(`the filter pattern ${pattern || "(empty)"} matches as documented`, () => {
    const matches = parseFilterPattern(pattern);
    const found = MESSAGES.flatMap((message, index) => (matches(message) ? [index] : []));
    assert.deepEqual(found, expected);
  });
}

for (const pattern of [
  "host-7",
  "{ $.level = ERROR }",
  "[ip, user, status = 4*]",
  "ERROR ?WARN",
  '"unclosed',
  "%a(b)%",
  "%a!%",
  "%a",
  "%[%",
  "ERROR - WARN",
  'a"b"',
]) {
  test(`the filter pattern ${pattern} is refused`, () => {
    assert.throws(() => parseFilterPattern(pattern), { code: "InvalidParameterException" });
  });
}
