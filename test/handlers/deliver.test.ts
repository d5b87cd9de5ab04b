import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { changeBy } from "../../handlers/due/deliver.ts";
import type { Happening, Investigation } from "../../src/investigation.ts";
import { MINUTE, type Micros, micros, plus, SECOND } from "../../src/time.ts";
import { happening, NOW } from "../contracts/store-rows.ts";

const LATER = plus(NOW, MINUTE);

describe("what came in for an investigation", () => {
  test("leaves the incident in the state that was told last, and drops exactly what was read", () => {
    const [old, newest] = [inState("triggered", NOW), inState("resolved", plus(NOW, SECOND))];
    for (const inbox of [
      [old, newest],
      [newest, old],
    ]) {
      const change = changeBy(rowWith({ inbox }), LATER);
      assert.equal(change.incident?.status, "resolved");
      assert.equal(change.read, 2);
    }
  });

  test("of the same moment counts in the order in which it came", () => {
    const inbox = [inState("triggered", NOW), inState("acknowledged", NOW)];
    assert.equal(changeBy(rowWith({ inbox }), LATER).incident?.status, "acknowledged");
  });

  test("makes due at once what is wanted, and leaves the rest of what is due", () => {
    const inbox = [happening("Q1", { wants: "investigate" }), happening("Q1")];
    const { due } = changeBy(rowWith({ inbox, due: { reconcile: LATER } }), plus(NOW, SECOND));
    assert.deepEqual(due, { reconcile: LATER, investigate: plus(NOW, SECOND) });
  });

  for (const [what, first, second, lines] of [
    ["a press and PagerDuty's word of it", deed("Acknowledged", "Maya", 0), deed("Acknowledged", "Maya", 3), 1],
    ["a press that says more than PagerDuty", deed("Escalated to level 2", "Maya", 0), deed("Escalated", "Maya", 1), 1],
    ["PagerDuty first, and then the press", deed("Escalated", null, 0), deed("Escalated to level 2", "Maya", 1), 1],
    ["the same deed of two people", deed("Acknowledged", "Maya", 0), deed("Acknowledged", "Omar", 3), 2],
    ["the same deed an hour later", deed("Acknowledged", "Maya", 0), deed("Acknowledged", "Maya", 3600), 2],
    ["two deeds of one person", deed("Acknowledged", "Maya", 0), deed("Resolved", "Maya", 3), 2],
  ] as const) {
    test(`${what} ${lines === 1 ? "is one deed" : "are two"}`, () => {
      assert.equal(changeBy(rowWith({ inbox: [first, second] }), LATER).done?.length, lines);
      const done = [{ at: first.at, did: first.did ?? "", who: first.who, of: ["Q1"] }];
      assert.equal(
        changeBy(rowWith({ inbox: [second], done }), LATER).done?.length,
        lines,
        "also when one was read before",
      );
    });
  }

  test("is remembered as far back as twenty deeds", () => {
    const inbox = Array.from({ length: 30 }, (_, place) => deed(`Deed number ${place + 100}`, "Maya", place));
    const done = changeBy(rowWith({ inbox }), LATER).done ?? [];
    assert.equal(done.length, 20);
    assert.equal(done.at(-1)?.did, "Deed number 129");
  });

  test("is left as it is", () => {
    const row = rowWith({ inbox: [deed("Acknowledged", "Maya", 0)], due: { reconcile: LATER } });
    const before = structuredClone(row);
    changeBy(row, LATER);
    assert.deepEqual(row, before);
  });
});

function deed(did: string, who: string | null, seconds: number): Happening {
  return happening("Q1", { did, who, at: plus(NOW, micros(seconds * SECOND)) });
}

function inState(status: "triggered" | "acknowledged" | "resolved", at: Micros): Happening {
  const one = happening("Q1", { at });
  return { ...one, incident: { ...one.incident, status } };
}

function rowWith(change: Partial<Investigation>): Investigation {
  const { incident } = happening("Q1");
  const empty = { inbox: [], due: {}, revision: 0, posted: null, told: null, done: [], traits: [], others: [] };
  return { id: "Q1", incident, ...empty, foldedInto: null, suggested: null, answers: [], queued: null, ...change };
}
