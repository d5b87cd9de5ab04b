import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { roomNow } from "../../handlers/due/room-now.ts";
import type { Bot } from "../../src/bot.ts";
import { parseCatalog } from "../../src/catalog.ts";
import { Fault } from "../../src/fault.ts";
import { pagerDutyOf } from "../../src/pagerduty/pagerduty.ts";

const MINUTE_MS = 60_000;
const CATALOG = parseCatalog(
  "{ pagerduty: { criticalBusinessServices: all }, functions: { book: { pagerdutyService: PRIDES } } }",
  "catalog",
);

test("business services are asked about every ten minutes at most, and while they cannot be, what was known counts", async () => {
  let nowMs = 0;
  let asked = 0;
  let answers = false;
  const bot: Bot = botWith(
    () => nowMs,
    async () => {
      asked++;
      if (!answers) throw new Fault("unavailable", "PagerDuty answered 503");
      return [{ id: "PBIZ01", name: "Booking" }];
    },
  );
  const unread = await roomNow(bot);
  assert.equal(unread.catalog.functions["book"]?.businessCritical, undefined);
  assert.deepEqual(unread.gaps, [
    {
      what: "what is business-critical",
      why: "PagerDuty's business services could not be read: PagerDuty answered 503",
      unread: true,
    },
  ]);
  answers = true;
  const read = await roomNow(bot);
  assert.equal(read.catalog.functions["book"]?.businessCritical, true);
  assert.equal(read.gaps, undefined);
  nowMs += 9 * MINUTE_MS;
  await roomNow(bot);
  assert.equal(asked, 2);
  answers = false;
  nowMs += 2 * MINUTE_MS;
  const stale = await roomNow(bot);
  assert.equal(stale.catalog.functions["book"]?.businessCritical, true);
  assert.deepEqual(
    stale.gaps?.map(({ unread }) => unread),
    [undefined],
  );
});

function botWith(now: () => number, businessServices: Bot["pagerduty"]["businessServices"]): Bot {
  const nowhere = { token: "t", url: "http://127.0.0.1:1", routingKey: null, eventsUrl: "http://127.0.0.1:1" };
  const pagerduty = { ...pagerDutyOf(nowhere), businessServices, dependents: async () => ["PBIZ01"] };
  const never = (): never => assert.fail("nothing else is touched");
  return {
    room: { sources: [], catalog: CATALOG, now, deadlineMs: 1000 },
    get store() {
      return never();
    },
    inventories: { read: never, keep: never },
    inventorySources: [],
    get slack() {
      return never();
    },
    pagerduty,
    pictures: { png: async () => null, close: async () => {} },
    channel: "C1",
    from: "a@example.com",
    owner: "me",
    log: pino({ level: "silent" }),
    nudge: never,
  };
}
