import assert from "node:assert/strict";
import { test } from "node:test";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { eventbridgeEvent } from "../services/eventbridge-event.ts";
import { functionLog } from "./function-log.ts";
import { outline } from "./outline.ts";
import { transactionsOf } from "./transactions-of.ts";
import { uuid } from "./uuid.ts";
import { xraySegment } from "./xray-segment.ts";

const T = 1763778665;

test("a clock that runs behind is corrected, so that no hop begins before its cause", () => {
  const at = Date.UTC(2026, 10, 22, 2, 31);
  const put = functionLog({
    name: "rides",
    requestId: uuid("rides"),
    at,
    lines: [
      'INFO\tPutEvents {"Entries":[{"EventBusName":"rides","Source":"rides","DetailType":"RideDispatched","Detail":"{}"}]}',
      `INFO\tput {"FailedEntryCount":0,"Entries":[{"EventId":"${uuid("e")}"}]}`,
    ],
  });
  const event = eventbridgeEvent({ id: uuid("e"), detailType: "RideDispatched", detail: {}, at });
  // Its own clock is four seconds late: it seems to begin before the event was put.
  const post = functionLog({
    name: "post",
    requestId: uuid("post"),
    at: at - 4000,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
  });
  const [transaction, ...others] = transactionsOf(put, post);
  assert.deepEqual(others, []);
  assert.ok(transaction !== undefined);
  assert.deepEqual(
    transaction.hops.map(({ resource }) => resource),
    ["rides", "rides", "post"],
  );
  const [, bus, last] = transaction.hops;
  assert.ok(bus !== undefined && last !== undefined);
  const by = transaction.skew.get(last.clock) ?? 0;
  assert.equal(last.start + by, bus.start);
  assert.equal(transaction.skew.get(bus.clock), undefined);
  assert.equal(last.start, (at - 4000) * 1000);
});

test("clocks that agree are left alone", () => {
  const [transaction] = transactionsOf(
    xrayChunk(
      xraySegment({ id: "a", name: "api", start: T }),
      xraySegment({ id: "b", parent: "a", name: "f", start: T + 0.5 }),
    ),
  );
  assert.equal(transaction?.skew.size, 0);
});

test("parents come before children, and siblings in the order in which they began", () => {
  const [transaction] = transactionsOf(
    xrayChunk(
      xraySegment({ id: "d", parent: "b", name: "d", start: T + 0.1 }),
      xraySegment({ id: "c", parent: "a", name: "c", start: T + 0.3 }),
      xraySegment({ id: "b", parent: "a", name: "b", start: T + 0.4 }),
      xraySegment({ id: "a", name: "a", start: T + 0.5 }),
    ),
  );
  assert.ok(transaction !== undefined);
  // b and everything behind it was recorded too early: its clock is corrected by its cause.
  assert.deepEqual(
    transaction.hops.map(({ resource }) => resource),
    ["a", "c", "b", "d"],
  );
});

test("segments that name each other as parents end: one link is left out, and a gap says which", () => {
  const [transaction, ...others] = transactionsOf(
    xrayChunk(
      xraySegment({ id: "a", parent: "c", name: "a", start: T }),
      xraySegment({ id: "b", parent: "a", name: "b", start: T + 1 }),
      xraySegment({ id: "c", parent: "b", name: "c", start: T + 2 }),
    ),
  );
  assert.deepEqual(others, []);
  assert.ok(transaction !== undefined);
  assert.deepEqual(
    transaction.links.map(({ parent, child }) => [parent, child]),
    [
      [0, 1],
      [1, 2],
    ],
  );
  assert.match(transaction.gaps.at(-1)?.why ?? "", /its own ancestor/);
  assert.equal(transaction.gaps.at(-1)?.what, "c → a");
});

test("a hop is never its own parent", () => {
  const [transaction] = transactionsOf(xrayChunk(xraySegment({ id: "a", parent: "a", name: "a", start: T })));
  assert.deepEqual(transaction?.links, []);
});

test("a chain of 20,000 hops is one transaction", () => {
  const length = 20_000;
  const segments = Array.from({ length }, (_, i) =>
    xraySegment({ id: `s${i}`, ...(i === 0 ? {} : { parent: `s${i - 1}` }), name: `n${i}`, start: T + i / 1000 }),
  );
  const [transaction, ...others] = transactionsOf(xrayChunk(...segments));
  assert.deepEqual(others, []);
  assert.equal(transaction?.hops.length, length);
  assert.equal(transaction.hops.at(-1)?.resource, `n${length - 1}`);
  assert.equal(transaction.links.length, length - 1);
});

test("20,000 hops of one parent are one transaction", () => {
  const length = 20_000;
  const segments = Array.from({ length }, (_, i) =>
    xraySegment({ id: `s${i}`, ...(i === 0 ? {} : { parent: "s0" }), name: `n${i}`, start: T + i / 1000 }),
  );
  const [transaction] = transactionsOf(xrayChunk(...segments));
  assert.equal(transaction?.hops.length, length);
  assert.ok(transaction.links.every(({ parent }) => parent === 0));
});

test("what X-Ray splits in two is one hop: the service's segment and the function's own", () => {
  const id = uuid("f");
  const [transaction] = transactionsOf(
    xrayChunk(
      xraySegment({
        id: "a",
        name: "rides-api/prod",
        origin: "AWS::ApiGateway::Stage",
        start: T,
        more: {
          http: { request: { method: "POST", url: "https://x.example/prod/rides" }, response: { status: 202 } },
          aws: { api_gateway: { stage: "prod", request_id: uuid("api") } },
          subsegments: [
            {
              id: "b",
              name: "Lambda",
              namespace: "aws",
              start_time: T + 0.1,
              end_time: T + 0.9,
              aws: { function_name: "rides" },
            },
          ],
        },
      }),
      xraySegment({
        id: "c",
        parent: "b",
        name: "rides",
        origin: "AWS::Lambda",
        start: T + 0.2,
        more: { aws: { request_id: id } },
      }),
      xraySegment({
        id: "d",
        parent: "c",
        name: "rides",
        origin: "AWS::Lambda::Function",
        start: T + 0.3,
        more: { fault: true },
      }),
    ),
    functionLog({ name: "rides", requestId: id, at: (T + 0.3) * 1000, lines: ["INFO\thi"] }),
  );
  assert.ok(transaction !== undefined);
  assert.deepEqual(outline(transaction), [
    "- > 0 apigateway rides-api POST /rides: ok",
    "0 > 1 lambda rides Invoke: error",
  ]);
  assert.deepEqual(transaction.hops[1]?.sources, ["cloudwatch-logs", "xray"]);
  assert.equal(transaction.hops[1].requestId, id);
});
