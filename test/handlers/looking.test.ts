import assert from "node:assert/strict";
import { test } from "node:test";
import { Looking } from "../../handlers/due/looking.ts";
import type { Words } from "../../src/say/words.ts";
import type { Standing } from "../../src/standing.ts";
import { row } from "../say/report.ts";

const POSTED = row({}, { posted: { channel: "C1", root: "1.1", stack: null } });

test("of all that comes while an edit is under way the newest alone is shown, in the next one", async () => {
  const { looking, edits, taken } = opened();
  for (const name of ["a", "b", "c"]) looking.show({ standing: outFor(name) });
  await taken(1);
  for (const name of ["d", "e", "f"]) looking.show({ standing: outFor(name) });
  await taken(2);
  await looking.end();
  assert.deepEqual(edits.map(nameIn), ["c", "f"]);
});

test("nothing is edited to what the message shows already, nor once it has ended, nor where there is no message", async () => {
  const { looking, edits, taken } = opened();
  looking.show({ standing: null });
  looking.show({ standing: outFor("a") });
  await taken(1);
  looking.show({ standing: outFor("a") });
  await looking.end();
  looking.show({ standing: outFor("b") });
  await looking.end();
  assert.equal(edits.length, 1);
  const nowhere = opened(row());
  nowhere.looking.show({ standing: outFor("a") });
  await nowhere.looking.end();
  assert.deepEqual(nowhere.edits, []);
});

test("what is under way is over when it has ended, so that no verdict is overtaken", async () => {
  const { looking, edits, gate } = opened();
  gate.close();
  looking.show({ standing: outFor("a") });
  await gate.reached;
  let ended = false;
  const end = looking.end().then(() => {
    ended = true;
  });
  await Promise.resolve();
  assert.equal(ended, false);
  gate.open();
  await end;
  assert.equal(edits.length, 1);
});

test("where Slack refuses an edit the next one is made, and it is only noted", async () => {
  const { looking, edits, taken, notes, refuse } = opened();
  refuse();
  looking.show({ standing: outFor("a") });
  while (notes.length === 0) await new Promise(setImmediate);
  looking.show({ standing: outFor("b") });
  await taken(1);
  await looking.end();
  assert.deepEqual(edits.map(nameIn), ["b"]);
});

function outFor(name: string): Standing {
  return { answered: [], unread: [], awaited: [name] };
}

function nameIn(words: Words): string {
  return /(\w+) still out/.exec(JSON.stringify(words.blocks))?.[1] ?? "";
}

/** A message under way, on a Slack that remembers its edits, can hold one up, and can refuse one. */
function opened(incident = POSTED) {
  const edits: Words[] = [];
  const notes: unknown[] = [];
  const reached = Promise.withResolvers<void>();
  const passed = Promise.withResolvers<void>();
  let [closed, refused] = [false, false];
  const updateInTurn = async (_: string, __: string, words: () => Words): Promise<void> => {
    if (refused) {
      refused = false;
      throw new Error("too many");
    }
    const said = words();
    reached.resolve();
    if (closed) await passed.promise;
    edits.push(said);
  };
  const log = { info: (...said: readonly unknown[]) => void notes.push(said) };
  return {
    looking: new Looking({ slack: { updateInTurn }, log }, incident, 0),
    edits,
    notes,
    refuse: () => {
      refused = true;
    },
    gate: {
      close: () => {
        closed = true;
      },
      open: () => passed.resolve(),
      reached: reached.promise,
    },
    taken: async (count: number) => {
      while (edits.length < count) await new Promise(setImmediate);
    },
  };
}
