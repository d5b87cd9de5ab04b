import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Past } from "../../src/investigation.ts";
import { DAY, type Micros, micros, plus } from "../../src/time.ts";
import { type MakeStore, NOW, newId } from "./store-rows.ts";

/** What failed alike before, and what was decided of it. */
export function memoryContract(name: string, make: MakeStore): void {
  describe(`${name}: its memory`, () => {
    test("tells what failed alike, the newest first, and nothing of what failed otherwise", async () => {
      const store = await make();
      const [print, other] = [newId(), newId()];
      const [first, second] = [past("Q1", days(1)), past("Q2", days(2))];
      await store.remember(print, second, days(2));
      await store.remember(print, first, days(2));
      await store.remember(other, past("Q3", days(2)), days(2));
      assert.deepEqual(await store.recall(print, days(3)), [second, first]);
      assert.deepEqual(await store.recall(newId(), days(3)), []);
    });

    test("keeps of each incident its last word", async () => {
      const store = await make();
      const print = newId();
      await store.remember(print, past("Q1", NOW), NOW);
      const turned: Past = { ...past("Q1", NOW), decision: "wake" };
      await store.remember(print, turned, NOW);
      assert.deepEqual(await store.recall(print, NOW), [turned]);
    });

    test("keeps the newest ten, and none for longer than half a year", async () => {
      const store = await make();
      const print = newId();
      for (let day = 1; day <= 13; day++) await store.remember(print, past(`Q${day}`, days(day)), days(day));
      const kept = await store.recall(print, days(14));
      assert.deepEqual(
        kept.map(({ investigation }) => investigation),
        [13, 12, 11, 10, 9, 8, 7, 6, 5, 4].map((day) => `Q${day}`),
      );
      const late = await store.recall(print, days(185));
      assert.deepEqual(
        late.map(({ investigation }) => investigation),
        ["Q13", "Q12", "Q11", "Q10", "Q9", "Q8", "Q7", "Q6", "Q5"],
      );
    });

    test("is swept away half a year after it failed last, and is no investigation", async () => {
      const store = await make();
      const print = newId();
      await store.remember(print, past("Q1", NOW), NOW);
      await store.remember(print, past("Q2", days(10)), days(10));
      const memories = async (now: Micros): Promise<string[]> =>
        (await store.due(now)).filter((id) => id.includes(print));
      assert.deepEqual(await memories(days(185)), []);
      const [id, ...others] = await memories(days(191));
      assert.ok(id !== undefined && others.length === 0);
      assert.equal(await store.read(id), null);
      assert.equal(await store.take(id, "somebody", days(191)), null);
      assert.deepEqual(await memories(days(191)), []);
      assert.deepEqual(await store.recall(print, days(20)), []);
    });
  });
}

function past(investigation: string, at: Micros): Past {
  return { investigation, at, title: `night of ${investigation}`, decision: "wait", channel: "C1", root: "1.2" };
}

function days(count: number): Micros {
  return plus(NOW, micros(count * DAY));
}
