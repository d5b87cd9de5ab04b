import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { pino } from "pino";
import { startWork } from "../../handlers/work.ts";
import type { Bot } from "../../src/bot.ts";
import { EMPTY_CATALOG } from "../../src/catalog.ts";
import type { Store } from "../../src/investigation.ts";
import { pagerDutyOf } from "../../src/pagerduty/pagerduty.ts";
import { clientOptions } from "../../src/slack/client-options.ts";
import { slackOf } from "../../src/slack/slack.ts";

/** Nothing new is rung here. */
const NO_EVENTS = { routingKey: null, eventsUrl: "http://127.0.0.1:1" };

const NOWHERE = "http://127.0.0.1:1";

/** A bot whose store is this one; nobody else is asked anything. */
function botWith(store: Partial<Store>): Bot {
  const unasked = (): Promise<never> => Promise.reject(new Error("nobody was to ask for this"));
  const none: Store = {
    claim: unasked,
    forward: unasked,
    upcoming: unasked,
    all: () => {
      throw new Error("nobody was to ask for this");
    },
    due: unasked,
    take: unasked,
    save: unasked,
    release: unasked,
    read: unasked,
    report: unasked,
    keep: unasked,
    remember: unasked,
    recall: unasked,
    press: unasked,
    remove: unasked,
  };
  return {
    room: { sources: [], catalog: EMPTY_CATALOG, now: () => 0, deadlineMs: 1000 },
    store: { ...none, ...store },
    inventories: { read: unasked, keep: unasked },
    inventorySources: [],
    slack: slackOf("xoxb-nobody", clientOptions(`${NOWHERE}/api/`)),
    pagerduty: pagerDutyOf({ token: "none", url: NOWHERE, ...NO_EVENTS }),
    pictures: { png: async () => null, close: async () => {} },
    channel: "C1",
    from: "maya@example.com",
    owner: "this process",
    log: pino({ level: "silent" }),
    nudge: () => {},
  };
}

describe("the work of a process", () => {
  test("is on eight rows at a time, and on the next when one is done", async () => {
    const rows = Array.from({ length: 20 }, (_, place) => `Q${place}`);
    const taken: string[] = [];
    const ends: (() => void)[] = [];
    const work = startWork(
      botWith({
        due: async () => rows.filter((id) => !taken.includes(id)),
        take: (id) => {
          taken.push(id);
          return new Promise((end) => ends.push(() => end(null)));
        },
      }),
    );
    await turns();
    assert.deepEqual(taken, rows.slice(0, 8));
    ends[3]?.();
    await turns();
    assert.deepEqual(taken, rows.slice(0, 9));
    for (const end of ends) end();
    await work.stop();
  });

  test("never is on the same row twice at once", async () => {
    let takes = 0;
    let end = (): void => {};
    const work = startWork(
      botWith({
        due: async () => ["Q1"],
        take: () => {
          takes++;
          return new Promise((done) => {
            end = () => done(null);
          });
        },
      }),
    );
    for (let times = 0; times < 5; times++) {
      work.nudge();
      await turns();
    }
    assert.equal(takes, 1);
    const stopped = work.stop();
    end();
    await stopped;
  });

  test("waits at its end for what is under way, and takes nothing new, not even what it was just asking for", async () => {
    const asked = Promise.withResolvers<string[]>();
    const taken: string[] = [];
    const work = startWork(
      botWith({
        due: () => asked.promise,
        take: async (id) => {
          taken.push(id);
          return null;
        },
      }),
    );
    await turns();
    let over = false;
    const stopped = work.stop().then(() => {
      over = true;
    });
    await turns();
    assert.equal(over, false, "it is still asking");
    asked.resolve(["Q1"]);
    await stopped;
    work.nudge();
    await turns();
    assert.deepEqual(taken, []);
  });

  test("goes on when the store has failed", async () => {
    let fails = 2;
    const done = Promise.withResolvers<string>();
    const work = startWork(
      botWith({
        due: async () => {
          if (fails-- > 0) throw new Error("the database is away");
          return ["Q1"];
        },
        take: async (id) => {
          done.resolve(id);
          return null;
        },
      }),
    );
    await turns();
    work.nudge();
    await turns();
    work.nudge();
    assert.equal(await done.promise, "Q1");
    await work.stop();
  });
});

async function turns(): Promise<void> {
  for (let times = 0; times < 20; times++) await turn();
}
