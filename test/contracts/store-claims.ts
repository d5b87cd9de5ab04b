import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Store } from "../../src/investigation.ts";
import { MINUTE, plus, SECOND } from "../../src/time.ts";
import { happening, LATER, type MakeStore, NOW, newId, taken } from "./store-rows.ts";

/** Taking in what happens, and saying what is due because of it. */
export function claimContract(name: string, make: MakeStore): void {
  describe(`${name}: a claim`, () => {
    test("is new the first time, and known after that", async () => {
      const store = await make();
      const one = happening(newId());
      assert.equal(await store.claim(one, NOW), "new");
      assert.equal(await store.claim(one, LATER), "known");
      assert.deepEqual((await store.read(one.incident.id))?.inbox, [one]);
    });

    test("is new for exactly one of many that come at once", async () => {
      const store = await make();
      const one = happening(newId());
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.claim(one, NOW)));
      assert.deepEqual(outcomes.toSorted(), [
        "known",
        "known",
        "known",
        "known",
        "known",
        "known",
        "known",
        "known",
        "known",
        "new",
      ]);
      assert.equal((await store.read(one.incident.id))?.inbox.length, 1);
    });

    test("is known still when it has been worked on", async () => {
      const store = await make();
      const one = happening(newId());
      await store.claim(one, NOW);
      const lease = await store.save(await taken(store, one.incident.id), NOW, { read: 1 });
      assert.equal(await store.release(lease), true);
      assert.equal(await store.claim(one, LATER), "known");
      assert.deepEqual(await store.due(LATER), await dueWithout(store, one.incident.id));
    });

    test("opens an investigation in the state of the incident that it tells of", async () => {
      const store = await make();
      const one = happening(newId(), { wants: "investigate", who: "Maya Okafor", did: "Reopened" });
      await store.claim(one, NOW);
      assert.deepEqual(await store.read(one.incident.id), {
        id: one.incident.id,
        incident: one.incident,
        inbox: [one],
        due: {},
        revision: 0,
        posted: null,
        told: null,
        done: [],
        traits: [],
        others: [],
        foldedInto: null,
        suggested: null,
        answers: [],
        queued: null,
      });
    });

    test("of many different happenings at once loses none", async () => {
      const store = await make();
      const id = newId();
      const all = Array.from({ length: 8 }, () => happening(id));
      await Promise.all(all.map((one) => store.claim(one, NOW)));
      const inbox = (await store.read(id))?.inbox.map((one) => one.id);
      assert.deepEqual(inbox?.toSorted(), all.map((one) => one.id).toSorted());
    });
  });

  describe(`${name}: what is passed on`, () => {
    test("comes into the inbox of another row once, and makes that due", async () => {
      const store = await make();
      const [to, from] = [newId(), newId()];
      await store.claim(happening(to), NOW);
      assert.equal(await store.release(await store.save(await taken(store, to), NOW, { read: 1 })), true);
      const one = happening(from, { did: "Resolved" });
      const outcomes = await Promise.all(Array.from({ length: 5 }, () => store.forward(to, one, NOW)));
      assert.deepEqual(outcomes.toSorted(), ["known", "known", "known", "known", "new"]);
      const row = await store.read(to);
      assert.deepEqual(row?.inbox, [one]);
      assert.equal(row?.incident.id, to, "it stays the investigation of its own incident");
      assert.equal((await store.due(LATER)).includes(to), true);
      assert.equal(await store.read(from), null);
    });

    test("to a row that is gone brings nothing back", async () => {
      const store = await make();
      const to = newId();
      assert.equal(await store.forward(to, happening(newId()), NOW), "gone");
      assert.equal(await store.read(to), null);
      assert.equal((await store.due(LATER)).includes(to), false);
    });
  });

  describe(`${name}: what comes up`, () => {
    test("is every row with something to do by then, also one that somebody works on", async () => {
      const store = await make();
      const [held, later, over] = [newId(), newId(), newId()];
      for (const id of [held, later, over]) await store.claim(happening(id), NOW);
      await taken(store, held);
      const lease = await store.save(await taken(store, later), NOW, { read: 1, due: { reconcile: LATER } });
      assert.equal(await store.release(lease), true);
      assert.equal(await store.release(await store.save(await taken(store, over), NOW, { read: 1 })), true);
      assert.deepEqual(onlyOf(await store.upcoming(NOW), [held, later, over]), [held]);
      assert.deepEqual(onlyOf(await store.upcoming(LATER), [held, later, over]), [held, later]);
    });
  });

  describe(`${name}: what is due`, () => {
    test("is what was claimed, the longest overdue first, and not before its time", async () => {
      const store = await make();
      const [late, early] = [newId(), newId()];
      await store.claim(happening(late), LATER);
      await store.claim(happening(early), NOW);
      assert.deepEqual(onlyOf(await store.due(NOW), [early, late]), [early]);
      assert.deepEqual(onlyOf(await store.due(LATER), [early, late]), [early, late]);
    });

    test("is not what somebody works on, until that one has said nothing for too long", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      await taken(store, id);
      assert.equal((await store.due(plus(NOW, SECOND))).includes(id), false);
      assert.equal((await store.due(LATER)).includes(id), true);
    });

    test("is a released row at its next time", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lease = await store.save(await taken(store, id), NOW, { read: 1, due: { reconcile: LATER } });
      assert.equal(await store.release(lease), true);
      assert.equal((await store.due(plus(NOW, SECOND))).includes(id), false);
      assert.equal((await store.due(LATER)).includes(id), true);
    });

    test("is never again a released row for which there is nothing to do", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      assert.equal(await store.release(await store.save(await taken(store, id), NOW, { read: 1 })), true);
      assert.equal((await store.due(plus(LATER, MINUTE))).includes(id), false);
      assert.equal(await store.take(id, "somebody", LATER), null);
    });
  });
}

function onlyOf(due: readonly string[], ids: readonly string[]): string[] {
  return due.filter((id) => ids.includes(id));
}

async function dueWithout(store: Store, id: string): Promise<string[]> {
  return (await store.due(LATER)).filter((one) => one !== id);
}
