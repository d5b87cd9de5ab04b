import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { cut } from "../../src/cut.ts";
import type { Json } from "../../src/json.ts";
import { PAYLOADS, type PayloadName } from "../../src/payload-name.ts";
import type { Aim } from "../../src/press.ts";
import type { HopView, LogView } from "../../src/report.ts";
import { cutBytes } from "../../src/say/cut-bytes.ts";
import { foldedException } from "../../src/say/folded-exception.ts";
import { jsonLines } from "../../src/say/json-lines.ts";
import { opened } from "../../src/say/opened.ts";
import { payloadFile } from "../../src/say/payload-file.ts";
import { payloadMatches } from "../../src/say/payload-matches.ts";
import { payloadPages } from "../../src/say/payload-pages.ts";
import { payloadText } from "../../src/say/payload-text.ts";
import { hopModal } from "../../src/say/slack-hop.ts";
import { payloadModal } from "../../src/say/slack-payload.ts";
import { zonedClock } from "../../src/say/zoned-clock.ts";
import { hopView, transactionView } from "./report.ts";
import { assertOpenable } from "./slack-checks.ts";

const AIM: Aim = { investigation: "i-1", revision: 3, transaction: "t1", hop: "t1#h2" };
const CLOCK = zonedClock(null);
const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 6 }).map((value): Json => JSON.parse(JSON.stringify(value)));

describe("a payload, line by line", () => {
  test("reads as JSON is indented, JSON text inside of it opened", () => {
    fc.assert(
      fc.property(json, (payload) => {
        const lines = jsonLines(payload).map(({ text }) => text);
        const whole = opened("", payload);
        assert.equal(lines.join("\n"), JSON.stringify(whole, opened, 2));
      }),
    );
  });

  test("knows the path of each line, also through JSON text and lists", () => {
    const lines = jsonLines({ Records: [{ body: '{"ride":{"id":""}}' }], more: [] });
    const paths = new Map(lines.map(({ text, path }) => [text.trim(), path]));
    assert.equal(paths.get('"id": ""'), "Records.0.body.ride.id");
    assert.equal(paths.get('"more": []'), "more");
  });

  test("is on its pages whole, and no page is longer than Slack shows", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 4000 }), { maxLength: 60 }), (texts) => {
        const lines = texts.map((text) => ({ text, path: null }));
        const pages = payloadPages(lines);
        assert.ok(pages.every(({ text }) => text.length <= 2800 && text.isWellFormed()));
        const letters = (text: string): string => text.replaceAll("\n", "");
        assert.equal(letters(pages.map(({ text }) => text).join("")), letters(texts.join("")));
        assert.equal(pages.at(-1)?.to ?? 0, lines.length);
      }),
    );
  });

  test("says how many bytes of it were not kept", () => {
    assert.equal(cutBytes({ a: [{ $cut: 10 }, { b: { $cut: 5 } }], $cut: 7 }), 22);
    assert.ok(cutBytes(cut({ list: Array<string>(9000).fill("some item") }, 48 * 1024)) > 30_000);
    assert.equal(cutBytes("text"), 0);
  });
});

describe("what is looked for in a payload", () => {
  const lines = jsonLines({
    details: { rideId: "", driver: { name: "Ana" } },
    list: Array.from({ length: 40 }, (_, i) => ({ id: `ride_${i}` })),
  });

  test("is found whatever its case, with its path and the lines around it", () => {
    const { count, found } = payloadMatches(lines, "RIDEID");
    assert.equal(count, 1);
    assert.deepEqual(found[0]?.paths, ["details.rideId"]);
    assert.match(found[0]?.text ?? "", /"details": \{\n▶ {5}"rideId": "",\n/);
  });

  test("may be a path", () => {
    assert.deepEqual(payloadMatches(lines, "driver.name").found[0]?.paths, ["details.driver.name"]);
    assert.equal(payloadMatches(lines, "driver.nam").count, 0);
  });

  test("stands in places that do not overlap, and in all of its lines", () => {
    const { count, found } = payloadMatches(lines, "ride_");
    assert.equal(count, 40);
    const marks = found.reduce((sum, { text }) => sum + (text.match(/^▶/gm)?.length ?? 0), 0);
    assert.equal(marks, 40);
    const shown = found.flatMap(({ text }) => text.split("\n"));
    assert.ok(shown.length <= lines.length);
  });

  test("is shown inside of a very long line with what is around it", () => {
    const long = [{ text: `${"a".repeat(5000)}needle${"b".repeat(5000)}`, path: "x" }];
    const text = payloadMatches(long, "needle").found[0]?.text ?? "";
    assert.match(text, /^▶ …a+needleb+…$/);
    assert.ok(text.length < 300);
  });
});

describe("the window of a payload", () => {
  const big = hopView(2, { input: { list: Array.from({ length: 900 }, (_, i) => ({ id: `ride_${i}` })) } });

  test("shows a page and the ways to the others, and says where one is", () => {
    const first = said(big, "input", {});
    assert.match(first, /page 1 of 1\d, lines 1 to \d+ of 2704/);
    assert.match(first, /Next ▶/);
    assert.doesNotMatch(first, /◀ Before/);
    const last = said(big, "input", { page: 999 });
    assert.match(last, /ride_899/);
    assert.doesNotMatch(last, /Next ▶/);
  });

  test("shows where what is looked for stands, with the way there and back", () => {
    const found = said(big, "input", { find: "ride_450" });
    assert.match(found, /`ride_450` stands in 1 line/);
    assert.match(found, /`list\.450\.id`/);
    assert.match(found, /Show all/);
    assert.match(said(big, "input", { find: "<!channel>" }), /stands in 0 lines/);
  });

  test("begins at the end of logs, and where the bad value is", () => {
    const logs = logsOf(200);
    assert.match(said(hopView(2, { logs }), "logs", {}), /line 199/);
    const at = modal(big, "input", {}, "list.700.id");
    assert.match(JSON.stringify(at), /ride_700.{0,9} {3}◀ here/);
  });

  test("says what was not kept", () => {
    const cutInput = cut({ list: Array<string>(9000).fill("some item") }, 48 * 1024);
    assert.match(said(hopView(2, { input: cutInput }), "input", {}), /About \d+ KB of it were not kept: at most 48 KB/);
    const logs = hopView(2, { logs: logsOf(200), logLines: 512 });
    assert.match(said(logs, "logs", {}), /The last 200 of 512 lines were kept/);
    assert.match(JSON.stringify(hopModal(AIM, transactionView([logs]), logs)), /The last 200 of 512 lines were kept/);
  });

  test("says of what was recorded and empty something else than of what was not recorded", () => {
    assert.match(said(hopView(2, { input: "" }), "input", {}), /_empty_/);
    assert.match(said(hopView(2), "input", {}), /_not recorded_/);
  });

  test("Slack takes whatever stands in it and whatever is looked for", () => {
    const text = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.constantFrom("<!channel>", "`".repeat(5000), "😀".repeat(4000), "x\n".repeat(9000), "\u0000".repeat(9000)),
    );
    fc.assert(
      fc.property(text, json, fc.constantFrom(...PAYLOADS), fc.nat(9), (wild, payload, name, page) => {
        const error = { type: wild, message: wild, stack: [wild], causes: [{ type: wild, message: wild }] };
        const logs = [{ id: "l", at: wild, level: wild, text: wild }];
        const hop = hopView(2, {
          resource: wild,
          input: payload,
          output: wild,
          environment: { [wild]: wild },
          error,
          logs,
        });
        assertOpenable(modal(hop, name, { page }));
        const find = [...wild.trim()].slice(0, 100).join("");
        if (find !== "") assertOpenable(modal(hop, name, { find }));
        assert.ok(payloadFile(hop, name, "i-1") !== null || (name === "input" && payload === null));
      }),
      { numRuns: 60 },
    );
  });
});

describe("the file of a payload", () => {
  test("holds JSON as it was kept, with the marks of what was not", () => {
    const input = cut({ list: Array<string>(9000).fill("some item") }, 48 * 1024);
    const file = payloadFile(hopView(2, { input }), "input", "trace-1/2");
    assert.equal(file?.name, "input-hop-2-trace-1_2.json");
    assert.deepEqual(JSON.parse(file?.content ?? ""), input);
    assert.match(file?.words.text ?? "", /not kept: .* It is for you alone/);
  });

  test("holds log lines with times in UTC, and says at its beginning that some are missing", () => {
    const file = payloadFile(hopView(2, { logs: logsOf(2), logLines: 512 }), "logs", "i-1");
    assert.match(
      file?.content ?? "",
      /^The last 2 of 512 lines were kept.*\n2026-11-22T23:30:00\.000Z info line 0 x+\n.*line 1/,
    );
    assert.match(file?.name ?? "", /\.txt$/);
  });
});

describe("an exception in the window of a hop", () => {
  const stack = ["at put (/var/task/node_modules/sdk/index.js:1:1)", "at handler (/var/task/index.mjs:10:3)"];
  const error = { type: "TypeError", message: "no", causes: [], stack };

  test("shows the team's own frames first, and counts those of libraries", () => {
    const text = foldedException(error, new Set([0]));
    assert.match(text, /^TypeError: no\n {4}at handler .*\n {4}and 1 frame of libraries: at put /);
  });

  test("loses none without a word", () => {
    const many = {
      ...error,
      stack: Array.from({ length: 100 }, (_, i) => `at f${i} (/var/task/${"x".repeat(60)}.mjs:1:1)`),
    };
    const own = foldedException(many, new Set());
    const shown = own.match(/^ {4}at /gm)?.length ?? 0;
    assert.equal(shown + Number(/and (\d+) more frames$/m.exec(own)?.[1]), 100);
    const folded = foldedException(many, new Set(many.stack.keys()));
    const [, left] = /and 100 frames of libraries: .*, (\d+) more$/m.exec(folded) ?? [];
    assert.equal((folded.match(/at f\d+/g)?.length ?? 0) + Number(left), 100);
  });
});

describe("times of log lines", () => {
  test("are the reader's, with the day where they are of several, and the heading names the zone", () => {
    const hop = hopView(2, {
      logs: [...logsOf(1), { id: "b", at: "2026-11-22T18:29:59.250Z", level: null, text: "x" }],
    });
    const view = JSON.stringify(hopModal(AIM, transactionView([hop]), hop, { timeZone: "Asia/Kolkata" }));
    assert.match(view, /\*Logs\*, times in Asia\/Kolkata/);
    assert.match(view, /2026-11-23 05:00:00\.000 info line 0/);
    assert.match(view, /2026-11-22 23:59:59\.250 x/);
  });

  test("stand before what was said, which keeps its own lines where all of it is shown", () => {
    const logs = [{ id: "a", at: "2026-11-22T02:30:01.250Z", level: "error", text: "Error: no\n    at handler" }];
    const hop = hopView(2, { logs });
    const lines = payloadText(hop, "logs", CLOCK)?.lines.map(({ text }) => text);
    assert.deepEqual(lines, ["02:30:01.250 error Error: no", "    at handler"]);
    assert.match(JSON.stringify(hopModal(AIM, transactionView([hop]), hop)), /error Error: no at handler/);
  });

  test("are in UTC where no zone is known, or none that anybody knows", () => {
    for (const zone of [null, "", "Mars/Olympus"]) {
      const clock = zonedClock(zone);
      assert.equal(clock.zone, "UTC");
      assert.equal(clock.time("2026-11-22T02:30:01.250Z"), "02:30:01.250");
    }
    assert.equal(zonedClock("Europe/Berlin").time("2026-10-25T01:30:00.007Z"), "02:30:00.007");
    assert.equal(CLOCK.time("not a time"), "not a time");
  });
});

function logsOf(count: number): LogView[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `l${i}`,
    at: new Date(Date.UTC(2026, 10, 22, 23, 30, i)).toISOString(),
    level: "info",
    text: `line ${i} ${"x".repeat(100)}`,
  }));
}

function modal(hop: HopView, name: PayloadName, aim: Partial<Aim>, path: string | null = null): object {
  const text = payloadText(hop, name, CLOCK);
  return payloadModal({ ...AIM, ...aim }, { hop, name, text, zone: CLOCK.zone, path, note: null });
}

function said(hop: HopView, name: PayloadName, aim: Partial<Aim>): string {
  const view = modal(hop, name, aim);
  assertOpenable(view);
  return JSON.stringify(view);
}
