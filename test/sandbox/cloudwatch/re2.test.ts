import assert from "node:assert/strict";
import test from "node:test";
import { regExpOf } from "../../../sandbox/cloudwatch/insights/re2.ts";

const MATCHES: readonly (readonly [pattern: string, matching: readonly string[], other: readonly string[]])[] = [
  ["a.c", ["abc", "a\rc"], ["a\nc"]],
  ["(?s)a.c", ["a\nc"], ["ac"]],
  ["(?s:a.)c.", ["a\ncd"], ["a\nc\n"]],
  ["^(?i)exception$", ["EXCEPTION"], ["an exception"]],
  ["a(?i)b|c", ["aB", "C"], ["AB"]],
  ["(a(?i)b)c", ["aBc"], ["aBC"]],
  ["(?i:a)b", ["Ab"], ["AB"]],
  ["(?i)a(?-i:b)", ["Ab"], ["AB"]],
  ["^(?i)[c-e_-]\\x41$", ["Ca", "eA", "-a", "_A"], ["BA", "ca1"]],
  ["^(?i)[^b]$", ["a", "C"], ["b", "B"]],
  ["(?is)a.(?-s)b.", ["A\nBx"], ["a\nb\n"]],
  ["(a|(?i)b|c)d", ["ad", "Bd", "Cd"], ["Ad", "CD"]],
  ["(?m)^b$", ["a\nb\nc", "b"], ["a\rb\rc", "ab"]],
  ["^b$", ["b"], ["a\nb", "b\n"]],
  ["\\Ab\\z", ["b"], ["ab"]],
  ["(?P<id>\\d+)-(?<rest>\\w)", ["12-a"], ["-a"]],
  ["[]a]", ["]", "a"], ["b"]],
  ["[^]a]", ["b"], ["]", "a"]],
  ["[[]", ["["], ["]"]],
  ["[\\s\\S]", ["\u00a0", "\n", "a"], []],
  ["\\s", ["\t"], ["\u00a0", "\v"]],
  ["^\\S$", ["\u00a0"], [" "]],
  ["a{2}{", ["aa{"], ["a{"]],
  ["\\x41/\\/", ["A//"], ["a//"]],
  ["\\.\\-\\:\\@", [".-:@"], ["x-:@"]],
  ["\\bERROR\\b", ["an ERROR here"], ["ERRORS"]],
];

for (const [pattern, matching, other] of MATCHES) {
  test(`the RE2 pattern /${pattern}/ matches what it does in RE2`, () => {
    const found = regExpOf(pattern);
    for (const text of matching) assert.equal(found.test(text), true, JSON.stringify(text));
    for (const text of other) assert.equal(found.test(text), false, JSON.stringify(text));
  });
}

test("no pattern leaves the case to a modifier, which V8 forgets now and then", () => {
  assert.doesNotMatch(regExpOf("(?i)a(?-i:b)|(?i:c)").source, /\(\?[a-z]*-?[a-z]*:(?<!\(\?:)/);
});

for (const pattern of [
  "(?=a)",
  "(?!a)",
  "(?<=a)b",
  "(?<!a)b",
  "(?>a)",
  "(?U)a",
  "(?)",
  "(a)\\1",
  "(?<n>a)\\k<n>",
  "\\p{Greek}",
  "\\Qa\\E",
  "\\u0041",
  "\\x{41}",
  "[[:alpha:]]",
  "a++",
  "a**",
  "a{1001}",
  "a{2,1001}",
  "a{3,2}",
  "(a",
  "a)",
  "[a",
  "a\\",
  "*a",
]) {
  test(`the pattern /${pattern}/ is refused`, () => {
    assert.throws(() => regExpOf(pattern));
  });
}
