import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMrkdwn } from "../../sandbox/slack/text/mrkdwn.ts";
import { code, escaped, linked } from "../../src/say/mrkdwn.ts";
import { short } from "../../src/say/names.ts";

test("a name cannot begin a quote, nor a line of its own", () => {
  assert.equal(escaped("> said"), "\u2060&gt; said");
  assert.equal(escaped("orders\n🟢 It can wait"), "orders 🟢 It can wait");
});

test("a sign that turns the text around it is shown by its number, because it may be what is wrong with a name", () => {
  assert.equal(escaped("\u202egpj.exe"), "\\u202egpj.exe");
  assert.equal(code("a\u2069b"), "`a\\u2069b`");
  assert.equal(short("\u2066x", 75), "\\u2066x");
});

test("a name from right to left does not move what stands beside it", () => {
  assert.equal(escaped("שלום"), "\u2068שלום\u2069");
  assert.equal(code("مرحبا"), "`\u2068مرحبا\u2069`");
  assert.equal(escaped("orders"), "orders");
});

test("a name keeps the signs within its words, which format nothing there, and only there", () => {
  for (const name of ["file_uploads_disabled", "a*b*c", "x~y~z", "my_fn-v2_final_7"]) {
    assert.equal(escaped(name), name);
    const shown = parseMrkdwn(`*Failing ${escaped(name)}*`);
    assert.deepEqual(shown, [
      { kind: "lines", lines: [[{ kind: "bold", children: [{ kind: "text", text: `Failing ${name}` }] }]] },
    ]);
  }
  assert.equal(escaped("_a_"), "\u2060_\u2060a\u2060_\u2060");
  assert.equal(escaped("a__b"), "a\u2060_\u2060\u2060_\u2060b");
  assert.equal(escaped("\ue001a\ue000"), "\ufffda\ufffd");
});

test("half of a pair, which cannot be sent, is replaced", () => {
  assert.equal(escaped("\ud83d!"), "\ufffd!");
  assert.equal(short("a\udc00", 10), "a\ufffd");
});

test("whatever is escaped has no more characters than asked for, and says that something is missing", () => {
  for (const text of ["<".repeat(500), "ש".repeat(500), "\u202e".repeat(500), "\n".repeat(500), "😀".repeat(500)]) {
    for (const most of [3, 4, 5, 40, 41]) {
      for (const made of [escaped(text, most), short(text, most)]) {
        assert.ok([...made].length <= most, `${[...made].length} of ${most}`);
        assert.match(made, /…/);
      }
    }
  }
});

test("an address that Slack cannot take is no link, and one that is too long says so", () => {
  assert.equal(linked("https://own.example/a", "a"), "<https://own.example/a|a>");
  assert.equal(linked("https://own.example/<!here", "a"), "a");
  assert.equal(linked("https://own.example/\u202e", "a"), "a");
  assert.equal(linked(`https://own.example/${"x".repeat(300)}`, "a"), "a (its address is too long)");
});
