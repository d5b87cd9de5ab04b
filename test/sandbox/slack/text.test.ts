import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { encodeEntities, parseMrkdwn } from "../../../sandbox/slack/text/mrkdwn.ts";
import { plainText } from "../../../sandbox/slack/text/plain-text.ts";
import { formatSlackDate } from "../../../sandbox/slack/text/slack-date.ts";
import { typedText } from "../../../sandbox/slack/text/typed-text.ts";

const NIGHT_MS = Date.parse("2026-11-22T07:32:05Z");
const reader = { timeZone: "America/New_York", nowMs: NIGHT_MS };
const names = { user: (id: string) => (id === "U1" ? "Maya" : null), channel: () => null };

/** A line's nodes in short: `b(…)` for bold and so on. */
function short(text: string): string {
  const write = (node: ReturnType<typeof line>[number]): string => {
    switch (node.kind) {
      case "text":
        return node.text;
      case "bold":
      case "italic":
      case "strike":
        return `${node.kind[0]}(${node.children.map(write).join("")})`;
      case "code":
        return `code(${node.text})`;
      case "link":
        return `link(${node.url}${node.label === null ? "" : ` ${node.label}`})`;
      case "emoji":
        return `emoji(${node.name})`;
      default:
        return `${node.kind}(${plainText(text, names, reader)})`;
    }
  };
  return line(text).map(write).join("");
}

function line(text: string) {
  const [passage] = parseMrkdwn(text);
  assert.ok(passage?.kind === "lines");
  return passage.lines[0] ?? [];
}

describe("mrkdwn", () => {
  const lines: readonly (readonly [mrkdwn: string, means: string])[] = [
    ["*bold* _italic_ ~gone~ `code`", "b(bold) i(italic) s(gone) code(code)"],
    ["*_both_*", "b(i(both))"],
    ["2*3*4 snake_case_name", "2*3*4 snake_case_name"],
    ["* not bold *", "* not bold *"],
    ["*open", "*open"],
    ["*`a*b`*", "b(code(a*b))"],
    ["&lt;script&gt; &amp; co", "<script> & co"],
    ["<https://a.b/c_d|see _this_>", "link(https://a.b/c_d see _this_)"],
    ["see https://a.b/c?d=e.", "see link(https://a.b/c?d=e)."],
    ["<javascript:alert(1)|x>", "<javascript:alert(1)|x>"],
    [":fire: 12:30:45 :no_such:", "emoji(fire) 12:30:45 :no_such:"],
    ["<@U1>", "user(@Maya)"],
    ["<!here>", "broadcast(@here)"],
  ];
  for (const [mrkdwn, means] of lines) {
    test(`${mrkdwn} is ${means}`, () => assert.equal(short(mrkdwn), means));
  }

  test("fences hold text as it is, quotes hold markup, an open fence is text", () => {
    assert.deepEqual(
      parseMrkdwn("a\n```\n*x* &lt;\n```\n> q1\n&gt; q2\nb").map(({ kind }) => kind),
      ["lines", "preformatted", "quote", "lines"],
    );
    assert.equal(plainText("```*x* &lt; <@U1>```", names, reader), "*x* < @Maya");
    assert.equal(plainText("a ```b", names, reader), "a ```b");
    assert.deepEqual(
      parseMrkdwn(">>> all\nof\nit").map((passage) => "lines" in passage && passage.lines.length),
      [3],
    );
  });

  test("whatever a person or a log line says, escaping it keeps it from being a mention or a link's end", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (hostile) => {
        const encoded = encodeEntities(`<!channel> <@U1> ${hostile}`);
        const kinds = JSON.stringify(parseMrkdwn(encoded));
        assert.doesNotMatch(kinds, /"kind":"(?:user|channel|group|broadcast|date)"/);
      }),
    );
  });

  test("a line of nothing but markers stays what it is, however long", () => {
    const lines = ["*a ".repeat(13_000), "<".repeat(40_000), ":a".repeat(20_000), "_a".repeat(20_000)];
    for (const hostile of lines) assert.equal(plainText(hostile, names, reader), hostile);
  });
});

describe("a date", () => {
  const at = (iso: string) => Date.parse(iso) / 1000;
  const dates: readonly (readonly [format: string, iso: string, shown: string])[] = [
    ["{date_num} {time_secs}", "2026-11-22T07:30:09Z", "2026-11-22 2:30:09 AM"],
    ["{date_pretty} at {time}", "2026-11-22T04:59:00Z", "yesterday at 11:59 PM"],
    ["{date_short_pretty}", "2026-11-22T05:00:00Z", "today"],
    ["{date_long}", "2026-11-20T12:00:00Z", "Friday, November 20, 2026"],
    ["{ago}, {ago}", "2026-11-22T07:30:05Z", "2 minutes ago, 2 minutes ago"],
    ["{ago}", "2026-11-22T10:32:05Z", "in 3 hours"],
    ["{no_such}", "2026-11-22T10:32:05Z", "{no_such}"],
  ];
  for (const [format, iso, shown] of dates) {
    test(`${format} is shown as ${shown} in New York`, () =>
      assert.equal(formatSlackDate(format, at(iso), reader), shown));
  }

  test("in a message is written for its reader", () => {
    const text = `since <!date^${at("2026-11-22T07:30:00Z")}^{time}|half past>`;
    assert.equal(plainText(text, names, reader), "since 2:30 AM");
    assert.equal(plainText(text, names, { ...reader, timeZone: "Europe/Berlin" }), "since 8:30 AM");
  });
});

test("what a person types becomes a message's text: names are found, the rest is escaped", () => {
  const directory = {
    userId: (handle: string) => ({ maya: "U1", "wake-or-wait": "UBOT" })[handle] ?? null,
    channelId: (name: string) => (name === "incidents" ? "C1" : null),
  };
  const typed =
    "@wake-or-wait, ask @maya or @nobody in #incidents: a<b && https://a.b/?c=d&e. mail me@maya <@U1> <!channel> @here";
  assert.equal(
    typedText(typed, directory),
    "<@UBOT>, ask <@U1> or @nobody in <#C1|incidents>: a&lt;b &amp;&amp; <https://a.b/?c=d&amp;e>. mail me@maya <@U1> &lt;!channel&gt; <!here>",
  );
});
