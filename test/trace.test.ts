import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import type { Room } from "../src/pursue.ts";
import type { Source } from "../src/sources/source.ts";
import { fromMillis, HOUR, MINUTE } from "../src/time.ts";
import { type Traced, trace } from "../src/trace.ts";
import { fakeSource, httpEvent, invocationId, lines, logSource, NOW, silentSource } from "./fake-source.ts";
import { websocketEvent } from "./services/handed-events.ts";
import { tableChanges } from "./services/table-change.ts";
import { functionLog } from "./stitch/function-log.ts";

const REQUEST = { n: 7, atMs: NOW - 60_000, event: httpEvent(7, "user-7", NOW - 60_000), error: "no price" };

test("a request is found by the id that its function gave it, with the API before it", async () => {
  const found = await traced(invocationId(7), logSource([[REQUEST]]));
  assert.equal(found.query.kind, "lambda-request");
  assert.deepEqual(found.query.foundIn, ["/aws/lambda/checkout"]);
  assert.equal(found.entry?.name, "POST /checkout");
  assert.deepEqual(
    found.hops.map(({ service, outcome }) => `${service} ${outcome}`),
    ["apigateway error", "lambda error"],
  );
  assert.equal(found.user?.id, "user-7");
  assert.equal(found.outcome, "failed");
});

test("the same request is found by the id that its API gave it", async () => {
  const source = logSource([[REQUEST]]);
  const [byApi, byFunction] = [await traced("Req000000000007=", source), await traced(invocationId(7), source)];
  assert.equal(byApi.query.kind, "apigateway-request");
  assert.deepEqual({ ...byApi, query: null }, { ...byFunction, query: null });
});

test("an id leads on: what its line names is looked for in the next round", async () => {
  const source = logSource([[REQUEST]]);
  await traced("Req000000000007=", source);
  const finds = source.asked.flatMap((question) => ("find" in question ? [question.find] : []));
  assert.deepEqual(finds[0], ["Req000000000007="]);
  assert.ok(finds.slice(1).flat().includes(invocationId(7)));
  assert.ok(source.asked.every((question) => !("failures" in question)));
});

test("from the reader of a table's change its writer is found, whose lines have nothing of it but the item's key", async () => {
  const [writer, reader] = [invocationId(3), invocationId(4)];
  const put = { TableName: "orders", Item: { orderId: "order-2026-17", shop: "north" } };
  const keys = { orderId: { S: "order-2026-17" }, shop: { S: "north" } };
  const at = NOW - 60_000;
  const event = tableChanges({ id: "change", name: "INSERT", at, keys });
  const logs = {
    shop: functionLog({
      ...{ name: "shop", requestId: writer, at: at - 20 },
      lines: [`INFO\tPutItem ${JSON.stringify(put)}`, 'INFO\tPutItem done {"$metadata":{"httpStatusCode":200}}'],
    }),
    "on-change": functionLog({
      ...{ name: "on-change", requestId: reader, at: at + 500, end: "error" },
      lines: [`INFO\tEVENT ${JSON.stringify(event)}`, "ERROR\tno such shop"],
    }),
  };
  const source = fakeSource("logs", function* (question) {
    for (const [name, { lines: all }] of Object.entries(logs)) {
      const found = all.filter(({ message }) => "find" in question && question.find.some((id) => message.includes(id)));
      yield lines(
        name,
        found.map((one) => [one.at, one.message]),
        `/aws/lambda/${name}`,
      );
    }
  });
  const found = await traced(reader, source);
  assert.deepEqual(
    found.hops.map(({ resource, from }) => [resource, from?.certainty ?? null]),
    [
      ["shop", null],
      ["orders", "exact"],
      ["orders", "content"],
      ["on-change", "exact"],
    ],
  );
  assert.equal(found.hops[0]?.logs.length, 5);
  const finds = source.asked.flatMap((question) => ("find" in question ? question.find : []));
  assert.ok(finds.includes("order-2026-17"));
  assert.ok(!finds.includes("north"), "a word that may stand anywhere is not looked for");
});

test("a frame of a connection leads to who connected, hours before, and the connection's id finds what came in it", async () => {
  const [connecting, framed] = [invocationId(5), invocationId(6)];
  const connection = "L0SM9cOFvHcCIhw=";
  const at = NOW - 60_000;
  const connect = websocketEvent({
    ...{ routeKey: "$connect", eventType: "CONNECT", connectionId: connection, messageId: null },
    ...{ requestId: "C1knPH17NjMFftw=", extendedRequestId: "C1knPH17NjMFftw=", requestTimeEpoch: at - 7_200_000 },
    authorizer: { principalId: "user-1" },
  });
  const frame = websocketEvent({ connectionId: connection, requestTimeEpoch: at });
  const logs = [
    functionLog({
      ...{ name: "connect", requestId: connecting, at: at - 7_199_900 },
      lines: [`INFO\tEVENT ${JSON.stringify(connect)}`],
    }),
    functionLog({ name: "frames", requestId: framed, at: at + 9, lines: [`INFO\tEVENT ${JSON.stringify(frame)}`] }),
  ];
  const source = fakeSource("logs", function* (question) {
    for (const { lines: all, group } of logs) {
      const asked = all.filter(({ at: time }) => fromMillis(time) >= question.window.from);
      const said = asked.filter(
        ({ message }) => "find" in question && question.find.some((id) => message.includes(id)),
      );
      const told = said.map(({ at: time, message }) => [time, message] as const);
      yield lines(group, told, group);
    }
  });
  const found = await traced(framed, source);
  assert.equal(found.user?.id, "user-1");
  assert.deepEqual(
    found.hops.map(({ resource }) => resource),
    ["gy415nuibc", "frames"],
  );
  assert.equal((await traced(connection, source)).hops[1]?.resource, "connect");
});

test("of the transactions that hold an id, the one that has it as its own comes before those that mention it", async () => {
  const mentions = lines("other", [
    [NOW - 120_000, `START RequestId: ${invocationId(1)} Version: $LATEST\n`],
    [NOW - 119_990, `2026-11-22T02:30:00.010Z\t${invocationId(1)}\tINFO\tsaw ${invocationId(7)} earlier\n`],
    [NOW - 119_980, `END RequestId: ${invocationId(1)}\n`],
  ]);
  const gossip = fakeSource("gossip", () => [mentions]);
  const found = await traced(invocationId(7), gossip, logSource([[REQUEST]]));
  assert.ok(found.hops.some(({ requestId }) => requestId === invocationId(7)));
});

test("an id that nothing holds is not found, and says what could not be read", async () => {
  const gap = { what: "/aws/lambda/pay", why: "it may not be read", unread: true } as const;
  const answer = await trace("no-such-id", room(fakeSource("logs", () => [{ gap }])), NOW);
  assert.deepEqual(answer, {
    found: false,
    query: { id: "no-such-id", kind: "unknown" },
    further: null,
    gaps: [{ what: gap.what, why: gap.why }],
  });
});

test("a source that comes too late does not keep what another one found", async () => {
  const answer = await trace(
    invocationId(7),
    { ...room(logSource([[REQUEST]]), silentSource("traces")), deadlineMs: 50 },
    NOW,
  );
  assert.ok(answer.found);
  assert.ok(answer.kept.transactions[0].gaps.some(({ what }) => what === "traces"));
});

test("secrets in what was sent are not shown", async () => {
  const event = { ...httpEvent(7, "user-7", NOW - 60_000), body: JSON.stringify({ password: "hunter2" }) };
  const found = await traced(invocationId(7), logSource([[{ ...REQUEST, event }]]));
  assert.doesNotMatch(JSON.stringify(found), /hunter2/);
});

test("an id that tells no time is looked for in the last hour, then in the last day, then in the last week", async () => {
  const source = logSource([[REQUEST]]);
  await trace("anything", room(source), NOW);
  assert.deepEqual(
    source.asked.map(({ window: { from, to } }) => [(NOW * 1000 - from) / HOUR, to]),
    [1, 24, 168].map((hours) => [hours, (NOW + 1000) * 1000]),
  );
});

test("a search that would cost more than its budget looks only where an index finds the id, and says what the rest would cost", async () => {
  const dear = fakeSource("logs", ({ window: { from, to }, ...question }) =>
    "byIndex" in question
      ? []
      : [{ cost: { queries: 1, bytesScanned: 1, usd: Math.round((to - from) / HOUR) * 0.005 } }],
  );
  const answer = await trace("anything", room(dear), NOW);
  assert.equal(answer.found, false);
  assert.deepEqual(
    dear.asked.map((question) => [(NOW * 1000 - question.window.from) / HOUR, "byIndex" in question]),
    [
      [1, false],
      [24, false],
      [168, true],
    ],
  );
  assert.deepEqual(answer.gaps, [
    {
      what: "the time since 2026-11-15T02:32:00.000Z",
      why: "looking there would cost about $0.84, and the budget is $0.25",
    },
  ]);
});

test("what passed around a found request is read in all groups at once, which saves a round for each hop", async () => {
  const source = logSource([[REQUEST]]);
  await traced("Req000000000007=", source);
  const slice = source.asked.find((question) => "keyed" in question);
  assert.ok(slice !== undefined && "keyed" in slice);
  assert.equal(slice.keyed, null);
  assert.ok(slice.window.to - slice.window.from <= 2 * MINUTE);
});

function room(...sources: readonly Source[]): Room {
  return { sources, catalog: EMPTY_CATALOG, now: () => NOW, deadlineMs: 60_000 };
}

async function traced(id: string, ...sources: readonly Source[]) {
  const answer: Traced = await trace(id, room(...sources), NOW);
  assert.ok(answer.found, `${id} was not found`);
  return answer.kept.transactions[0];
}

test("a trace id is looked for in the day after it began, in both of its forms", async () => {
  const source = logSource([[REQUEST]]);
  const began = Math.floor((NOW - 3 * 86_400_000) / 1000);
  const [hex, rest] = [began.toString(16), "c8d58781e4e70bc3b3a2e6c9"];
  await trace(`1-${hex}-${rest}`, room(source), NOW);
  const question = source.asked.find((one) => "find" in one);
  assert.ok(question !== undefined && "find" in question);
  assert.deepEqual(question.find, [`1-${hex}-${rest}`, `${hex}${rest}`]);
  assert.deepEqual(
    [question.window.from, question.window.to],
    [(began - 60) * 1_000_000, (began + 86_400) * 1_000_000],
  );
});

test("what a found request leads to is looked for from its beginning on, not in the whole day", async () => {
  const source = logSource([[REQUEST]]);
  await traced("Req000000000007=", source);
  const [, second] = source.asked.filter((question) => "find" in question);
  assert.ok(second !== undefined && second.window.from > (NOW - 3_600_000) * 1000);
});
