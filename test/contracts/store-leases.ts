import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Fault } from "../../src/fault.ts";
import type { Store } from "../../src/investigation.ts";
import { type Micros, plus, SECOND } from "../../src/time.ts";
import { A_REPORT } from "./a-report.ts";
import { happening, LATER, type MakeStore, NOW, newId, taken } from "./store-rows.ts";

/** One worker at a time, and nothing forgotten. */
export function leaseContract(name: string, make: MakeStore): void {
  describe(`${name}: a lease`, () => {
    test("goes to exactly one of many who want it", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const owners = Array.from({ length: 10 }, (_, place) => `process ${place}`);
      const leases = await Promise.all(owners.map((owner) => store.take(id, owner, NOW)));
      const won = leases.filter((lease) => lease !== null);
      assert.equal(won.length, 1);
      assert.equal(won[0]?.owner, owners[leases.findIndex((lease) => lease !== null)]);
      assert.equal(won[0]?.fence, 1);
    });

    test("of a row that nobody knows, or whose time has not come, is not given", async () => {
      const store = await make();
      const id = newId();
      assert.equal(await store.take(id, "somebody", NOW), null);
      await store.claim(happening(id), LATER);
      assert.equal(await store.take(id, "somebody", NOW), null);
    });

    test("goes to somebody else when it has run out, with a higher fence and the row as it was left", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id, { wants: "investigate" }), NOW);
      const first = await taken(store, id);
      const left = await store.save(first, NOW, { read: 1, due: { investigate: NOW } });
      const second = await store.take(id, "second", LATER);
      assert.ok(second !== null && second.fence > first.fence);
      assert.deepEqual(second.row, left.row);
    });

    test("lasts longer with every save", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lease = await taken(store, id);
      await store.save(lease, plus(NOW, SECOND), {});
      const past = await endOf(store, id);
      assert.ok(past > NOW + 15 * SECOND, "it would have run out without the save");
    });

    test("that was lost changes nothing, and says so", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lost = await taken(store, id);
      const current = await store.take(id, "second", LATER);
      assert.ok(current !== null);
      await assert.rejects(store.save(lost, LATER, { read: 1, due: { sweep: NOW } }), isConflict);
      await assert.rejects(store.save(lost, LATER, { report: A_REPORT }), isConflict);
      assert.equal(await store.release(lost), false);
      assert.deepEqual(await store.read(id), current.row);
      assert.equal(await store.take(id, "third", plus(LATER, SECOND)), null, "the second one still has it");
    });

    test("that was given back changes nothing", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lease = await store.save(await taken(store, id), NOW, { read: 1, due: { reconcile: NOW } });
      assert.equal(await store.release(lease), true);
      await assert.rejects(store.save(lease, NOW, {}), isConflict);
      assert.notEqual(await store.take(id, "somebody", NOW), null, "a late sign of life does not take it back");
    });

    test("cannot be had of a row that was removed meanwhile", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lease = await taken(store, id);
      await store.remove(id);
      await assert.rejects(store.save(lease, NOW, { revision: 3 }), isConflict);
      assert.equal(await store.read(id), null, "it does not come to life again");
    });
  });

  describe(`${name}: a save`, () => {
    test("keeps what was said of the verdict, where all investigations are read", async () => {
      const store = await make();
      const [id, other] = [newId(), newId()];
      for (const one of [id, other]) await store.claim(happening(one), NOW);
      const answers = [{ at: NOW, by: "Maya", decision: "wake", right: false }] as const;
      await store.save(await taken(store, id), NOW, { answers });
      const found = new Map<string, number>();
      for await (const row of store.all()) found.set(row.id, row.answers.length);
      assert.deepEqual([found.get(id), found.get(other)], [1, 0]);
    });

    test("folds an investigation into another, and takes it out again", async () => {
      const store = await make();
      const [id, other] = [newId(), newId()];
      await store.claim(happening(id), NOW);
      const others = [happening(newId()).incident];
      const folded = await store.save(await taken(store, id), NOW, { foldedInto: other, traits: ["a", "b"], others });
      assert.deepEqual(await store.read(id), folded.row);
      assert.equal(folded.row.foldedInto, other);
      assert.deepEqual([folded.row.traits, folded.row.others], [["a", "b"], others]);
      assert.equal((await store.save(folded, NOW, { foldedInto: null })).row.foldedInto, null);
    });

    test("changes the fields it names, and leaves the others", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const shows = { url: "https://shop.slack.example/archives/C1/p13", hops: { "t1#h1": 1 } };
      const posted = { channel: "C1", root: "1.2", stack: "1.3", shows };
      const told = { decision: "wake", at: NOW, noted: false, unclearSince: NOW } as const;
      const done = [{ at: NOW, did: "Acknowledged", who: "Maya", of: [id] }];
      const first = await store.save(await taken(store, id), NOW, { posted, done, due: { investigate: NOW } });
      const second = await store.save(first, NOW, { told, incident: { ...first.row.incident, status: "resolved" } });
      assert.deepEqual(second.row, { ...first.row, told, incident: { ...first.row.incident, status: "resolved" } });
      assert.deepEqual(second.row.posted, posted);
      assert.deepEqual(second.row.done, done);
      assert.deepEqual(await store.read(id), second.row);
      const third = await store.save(second, NOW, { due: {}, told: null });
      assert.deepEqual(third.row, { ...second.row, due: {}, told: null });
    });

    test("drops as many happenings as were read, the oldest, and keeps what came in meanwhile", async () => {
      const store = await make();
      const id = newId();
      const [a, b, c] = [happening(id), happening(id), happening(id)];
      await store.claim(a, NOW);
      await store.claim(b, NOW);
      const lease = await taken(store, id);
      assert.deepEqual(lease.row.inbox, [a, b]);
      await store.claim(c, NOW);
      const saved = await store.save(lease, NOW, { read: 2 });
      assert.deepEqual(saved.row.inbox, [c]);
      assert.deepEqual((await store.save(saved, NOW, { read: 1 })).row.inbox, []);
    });
  });

  describe(`${name}: a release`, () => {
    test("is refused where something came in meanwhile, and then the lease is kept", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lease = await store.save(await taken(store, id), NOW, { read: 1 });
      const meanwhile = happening(id);
      await store.claim(meanwhile, NOW);
      assert.equal(await store.release(lease), false);
      assert.equal(await store.take(id, "somebody", NOW), null);
      assert.deepEqual((await store.save(lease, NOW, {})).row.inbox, [meanwhile]);
    });

    test("is refused also where a later save has brought to light what came in, unread", async () => {
      const store = await make();
      const id = newId();
      await store.claim(happening(id), NOW);
      const lease = await store.save(await taken(store, id), NOW, { read: 1 });
      await store.claim(happening(id), NOW);
      const saved = await store.save(lease, NOW, { due: { reconcile: LATER } });
      assert.equal(saved.row.inbox.length, 1);
      assert.equal(await store.release(saved), false);
    });
  });
}

export function isConflict(error: unknown): boolean {
  return error instanceof Fault && error.code === "conflict";
}

/** When the row may be taken by somebody else, to the second. */
async function endOf(store: Store, id: string): Promise<Micros> {
  for (let at = NOW; ; at = plus(at, SECOND)) if ((await store.take(id, "somebody", at)) !== null) return at;
}
