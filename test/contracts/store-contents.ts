import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { redact } from "../../src/redact/redact.ts";
import type { Kept, Shown } from "../../src/report.ts";
import { fromMillis, plus } from "../../src/time.ts";
import { A_REPORT } from "./a-report.ts";
import { isConflict } from "./store-leases.ts";
import { happening, LATER, type MakeStore, NOW, newId, taken } from "./store-rows.ts";

/** Reports, presses, and their end. */
export function contentContract(name: string, make: MakeStore): void {
  describe(`${name}: a report`, () => {
    test("is stored as the row's next revision, and those before it stay", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const first = await store.save(await taken(store, id), NOW, { report: A_REPORT });
      assert.equal(first.row.revision, 1);
      const better = { ...A_REPORT, tookMs: 77 };
      const second = await store.save(first, NOW, { report: better });
      assert.equal(second.row.revision, 2);
      assert.deepEqual(await store.report(id, 1), A_REPORT);
      assert.deepEqual(await store.report(id, 2), better);
      assert.equal(await store.report(id, 3), null);
      assert.equal(await store.report("nobody", 1), null);
    });

    test("of a megabyte that cannot be packed is stored whole", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const large = { ...A_REPORT, gaps: [{ what: "noise", why: randomBytes(800_000).toString("base64") }] };
      const saved = await store.save(await taken(store, id), NOW, { report: large });
      assert.deepEqual(await store.report(id, saved.row.revision), large);
    });

    test("gets another number than one that was left behind by somebody without a lease", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lost = await taken(store, id);
      const current = await store.take(id, "second", LATER);
      assert.ok(current !== null);
      await assert.rejects(store.save(lost, LATER, { report: A_REPORT }), isConflict);
      const better = { ...A_REPORT, tookMs: 99 };
      const saved = await store.save(current, LATER, { report: better });
      assert.deepEqual(await store.report(id, saved.row.revision), better);
    });
  });

  describe(`${name}: a press`, () => {
    test("is the first once, however often it is delivered at once", async () => {
      const store = await make();
      const press = { id: newId(), investigation: newId(), at: NOW, who: "U0MAYA", what: "acknowledge" };
      const outcomes = await Promise.all(Array.from({ length: 6 }, () => store.press(press)));
      assert.equal(outcomes.filter((one) => one === "first").length, 1);
      assert.equal(await store.press(press), "again");
      assert.equal(await store.press({ ...press, id: newId() }), "first");
    });
  });

  describe(`${name}: what is kept for buttons alone`, () => {
    const kept: Shown<Kept> = redact({ transactions: [] }, { redaction: { keys: [], users: "full" } });

    test("can be read, is no investigation, and is swept away after a week", async () => {
      const store = await make();
      const id = newId();
      await store.keep(id, kept, NOW);
      assert.deepEqual(await store.report(id, 1), kept);
      assert.equal(await store.read(id), null);
      const sixDays = plus(NOW, fromMillis(6 * 86_400_000));
      assert.equal(await store.take(id, "somebody", sixDays), null);
      const eightDays = plus(NOW, fromMillis(8 * 86_400_000));
      assert.equal((await store.due(sixDays)).includes(id), false);
      assert.equal((await store.due(eightDays)).includes(id), true);
      assert.equal(await store.take(id, "somebody", eightDays), null);
      assert.equal(await store.report(id, 1), null);
      assert.equal((await store.due(eightDays)).includes(id), false);
    });
  });

  describe(`${name}: removing`, () => {
    test("takes the row, its reports and its presses, and nothing of anybody else", async () => {
      const store = await make();
      const [id, other] = [newId(), newId()];
      for (const one of [id, other]) {
        await store.claim(happening(one), NOW);
        await store.save(await taken(store, one), NOW, { report: A_REPORT });
      }
      const presses = Array.from({ length: 30 }, (_, place) => {
        return { id: `press ${place}`, investigation: id, at: NOW, who: "U0MAYA", what: "look-again" };
      });
      await Promise.all(presses.map((press) => store.press(press)));
      await store.remove(id);
      assert.equal(await store.read(id), null);
      assert.equal(await store.report(id, 1), null);
      assert.equal((await store.due(LATER)).includes(id), false);
      for (const press of presses) assert.equal(await store.press(press), "first", "it is forgotten");
      assert.notEqual(await store.read(other), null);
      assert.deepEqual(await store.report(other, 1), A_REPORT);
    });

    test("what is not there is no mistake", async () => {
      const store = await make();
      await store.remove(newId());
    });
  });
}
