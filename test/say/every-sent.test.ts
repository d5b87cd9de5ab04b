import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { assertSound } from "./assert-sound.ts";
import { EVERY_SENT } from "./every-sent.ts";
import { begunIn } from "./marked-texts.ts";
import { type Made, type Payload, situationMadeOf } from "./situation.ts";

const SEED = 20_261_122;
const SAY = new URL("../../src/say/", import.meta.url);
/** Names as nobody should give them, and some do. */
const FILLS = [
  "",
  "checkout of orders",
  "<!channel> <!here|here> <@U123> <#C123|general> <https://evil.example|click> <!date^1^{date}|x>",
  "@here @channel #general https://evil.example/login evil@evil.example",
  "*bold* _under_ ~gone~ `code` ``` &lt;!channel&gt; &amp;",
  "\n> quoted\r\n🟢 *It can wait*\u2028\u2029• listed",
  '{"a": "\\"}',
  "😀👩‍👩‍👧‍👦🏳️‍🌈",
  "e\u0301\u0302\u0303Z̴̡̛͉a̵l̷g̶o̷",
  "\ud800\udfff lone \udc00 \ud83d",
  "\u202egnp.exe\u202c \u2067x\u2069\u2069 \u2066",
  "שלום 12 مرحبا 34\u200f",
  "\u200b\u200c\u200d\u2060\ufeff",
  "__proto__ constructor",
  "   \t  ",
];
const PAYLOADS: readonly Payload[] = ["null", "empty", "short", "deep", "wide"];

/** So often that it has about this many characters. */
function filled(fill: string, length: number): string {
  return fill === "" ? "" : fill.repeat(Math.ceil(length / fill.length));
}

test("every function that gives Slack something to show is in the table of what is sent", async () => {
  const giving = new Map<string, string>();
  const others = new Set<string>();
  for (const file of readdirSync(SAY)) {
    const source = readFileSync(new URL(file, SAY), "utf8");
    for (const declared of source.split("\nexport function ").slice(1)) {
      const head = declared.split(" {\n")[0] ?? "";
      const name = head.split("(")[0] ?? "";
      if (/\): .*\b(?:Words|ModalView)\b/.test(head)) giving.set(name, file);
      else others.add(name);
    }
    if (!file.startsWith("slack-")) continue;
    const module: Record<string, unknown> = await import(new URL(file, SAY).href);
    for (const [name, value] of Object.entries(module))
      if (typeof value === "function" && !others.has(name)) giving.set(name, file);
  }
  for (const [name, file] of giving)
    assert.ok(name in EVERY_SENT, `${file} exports ${name}, and test/say/every-sent.ts does not send it`);
  assert.ok(giving.size > 15);
});

test("what is sent of 1 to 60 hops is within the limits, whatever things are called, and nothing is cut in silence", () => {
  for (let hops = 1; hops <= 60; hops++) {
    const fill = filled(FILLS[hops % FILLS.length] ?? "", [0, 40, 400, 1500][hops % 4] ?? 0);
    const payload = PAYLOADS[hops % PAYLOADS.length] ?? "null";
    const made: Made = { hops, fill, several: [1, 3, 7, 30][hops % 4] ?? 0, payload };
    assertSound(situationMadeOf(made), toldOf(made));
  }
});

test("so is what is sent of names of 10,000 characters", () => {
  for (const fill of FILLS) {
    const made: Made = { hops: 3, fill: filled(fill, 10_000), several: 3, payload: "short" };
    assertSound(situationMadeOf(made), toldOf(made));
  }
});

test("so is what is sent of payloads of 6 MB", () => {
  for (const payload of ["6 MB of text", "6 MB of fields"] as const) {
    const made: Made = { hops: 2, fill: "x", several: 2, payload };
    assertSound(situationMadeOf(made), toldOf(made));
  }
});

test("so is what is sent of any mixture of these", () => {
  const fill = fc
    .array(fc.oneof(fc.constantFrom(...FILLS), fc.string({ unit: "binary", maxLength: 20 })), { maxLength: 6 })
    .chain((parts) => fc.constantFrom(0, 30, 300, 1200).map((length) => filled(clean(parts.join("")), length)));
  const made: fc.Arbitrary<Made> = fc.record({
    hops: fc.integer({ min: 1, max: 60 }),
    fill,
    several: fc.integer({ min: 0, max: 60 }),
    payload: fc.constantFrom(...PAYLOADS),
  });
  fc.assert(
    fc.property(made, (one) => assertSound(situationMadeOf(one), toldOf(one))),
    { seed: SEED, numRuns: 15, endOnFailure: true },
  );
});

/** Without what the test itself looks for. */
function clean(text: string): string {
  return text.replaceAll("…", "").replace(/beg|end/g, "");
}

function toldOf({ hops, fill, several, payload }: Made): string {
  return `${hops} hops, ${several} of everything, payloads ${payload}, ${fill.length} of ${JSON.stringify(fill.slice(0, 60))}`;
}

test("what stands in a report is looked for in what is sent, and found", () => {
  const situation = situationMadeOf({ hops: 3, fill: "x", several: 2, payload: "short" });
  for (const [name, send] of Object.entries(EVERY_SENT)) {
    const said = JSON.stringify(send(situation).map(({ is }) => is));
    const silent = ["loadingModal", "lockedModal", "helpWords", "unansweredWords"].includes(name);
    assert.equal(begunIn(said).size === 0, silent, name);
  }
});
