import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Story } from "../../../sandbox/scenarios/story.ts";
import { STORIES } from "../../../sandbox/scenarios/table.ts";
import { parseCatalog } from "../../../src/catalog.ts";
import { runsOf } from "./invocations.ts";
import { MIDNIGHT, NAMES, SEEDS, story } from "./night.ts";

const MOST_BYTES = 90e6;
const FOLDER = new URL("../../../sandbox/scenarios/", import.meta.url);

test("the stories of the table are those of the night", () => {
  assert.deepEqual(Object.keys(STORIES), NAMES);
  for (const name of NAMES) assert.equal(story(name, 1).name, name);
});

for (const name of NAMES) {
  test(`${name}: the same seed gives the same bytes, another seed others`, () => {
    assert.equal(digest(STORIES[name](1, MIDNIGHT)), digest(story(name, 1)));
    assert.notEqual(digest(story(name, 2)), digest(story(name, 1)));
  });

  test(`${name}: another night is the same night at another time`, () => {
    const later = STORIES[name](1, MIDNIGHT + 86_400_000);
    assert.equal(later.at, story(name, 1).at + 86_400_000);
    assert.equal(runsOf(later).length, runsOf(story(name, 1)).length);
  });

  for (const seed of SEEDS) {
    test(`${name}, seed ${seed}: streams are sorted, and each serves one invocation at a time`, () => {
      const told = story(name, seed);
      for (const { lines } of told.streams) {
        for (const [i, { timestamp }] of lines.entries())
          assert.ok(i === 0 || (lines[i - 1]?.timestamp ?? 0) <= timestamp);
      }
      assert.ok(runsOf(told).length >= 20);
    });

    test(`${name}, seed ${seed}: every line is ingested 2 to 15 s after it was written, in the order of its stream`, () => {
      for (const { lines } of story(name, seed).streams) {
        for (const [i, { timestamp, ingestionTime }] of lines.entries()) {
          assert.ok(ingestionTime - timestamp >= 2000 && ingestionTime - timestamp <= 15_000);
          assert.ok(i === 0 || (lines[i - 1]?.ingestionTime ?? 0) <= ingestionTime);
        }
      }
    });

    test(`${name}, seed ${seed}: every id of the story stands in the lines that it joins`, () => {
      const { ids, streams } = story(name, seed);
      const holders = (id: string): Set<string> =>
        new Set(
          streams.filter(({ lines }) => lines.some(({ message }) => message.includes(id))).map(({ group }) => group),
        );
      assert.ok(holders(ids.requestId).size >= 1);
      assert.ok(holders(ids.trace).size >= 1);
      for (const [functionName, id] of Object.entries(ids.invocations)) {
        // An API's access log names the invocation that it got its answer from, and so does a workflow's.
        const written = [...holders(id)].filter((group) => !/^\/aws\/(apigateway|vendedlogs)\//.test(group));
        assert.deepEqual(written, [`/aws/lambda/${functionName}`]);
      }
      for (const [what, id] of Object.entries({ ...ids.events, ...ids.notifications })) {
        // A rule with a schedule is no sender that logs.
        assert.ok(holders(id).size >= (what === "Scheduled Event" ? 1 : 2), `${what} ${id} stands on one side only`);
      }
    });
  }

  test(`${name}: its part of the catalog is one that the bot reads`, () => {
    const { catalog } = story(name, 1);
    const parsed = parseCatalog(JSON.stringify(catalog), "wake-or-wait.yml");
    assert.equal(parsed.timeZone, "UTC");
    assert.deepEqual(Object.keys(parsed.apis), Object.keys(catalog.apis ?? {}));
  });

  test(`${name}: the README names the ids of seed 1 in the night of 22 November 2026`, () => {
    const readme = readFileSync(new URL(`${name}/README.md`, FOLDER), "utf8");
    const { ids } = story(name, 1);
    const all = [ids.requestId, ids.trace, ids.invocations, ids.events, ids.notifications, ids.messages].flatMap(
      (one) => (typeof one === "string" ? one : Object.values(one)),
    );
    for (const id of all) assert.ok(readme.includes(id), `${id} is not in the README`);
  });
}

test("the stories together are small enough to be loaded at every start", { timeout: 20_000 }, () => {
  const bytes = NAMES.flatMap((name) => story(name, 1).streams)
    .flatMap(({ lines }) => lines)
    .reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
});

function digest({ streams, ...rest }: Story): string {
  const hash = createHash("sha256").update(JSON.stringify(rest));
  for (const stream of streams) hash.update(JSON.stringify(stream));
  return hash.digest("hex");
}
