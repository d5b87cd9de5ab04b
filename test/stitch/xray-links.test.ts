import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../src/json.ts";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { transactionsOf } from "./transactions-of.ts";

const T = 1763778665;
const BATCH = "1-5759e988-000000000000000000000009";

test("a function that took a batch joins the trace of each sender, surely, by the links of its segment", () => {
  const senders = [1, 2].map((n) => sender(n));
  const links = senders.map(({ trace_id, id }) => ({ trace_id: trace_id ?? null, id: `c${String(id).slice(1)}` }));
  const consumer = segment(BATCH, "b000000000000000", "ship", { links });
  const found = transactionsOf(xrayChunk(...senders, consumer));
  const joined = found.map(({ hops, links: own }) => {
    const ship = hops.findIndex(({ resource }) => resource === "ship");
    const [link] = own.filter(({ child }) => child === ship);
    return [hops[0]?.resource, hops[link?.parent ?? -1]?.resource, link?.certainty];
  });
  assert.deepEqual(joined.sort(), [
    ["order-1", "parcels", "exact"],
    ["order-2", "parcels", "exact"],
  ]);
});

test("links that are no links are passed over", () => {
  const links = [null, "x", {}, { trace_id: "1-zz", id: "a" }, { trace_id: BATCH }];
  const [one, ...others] = transactionsOf(xrayChunk(segment(BATCH, "b000000000000000", "ship", { links })));
  assert.deepEqual([others, one?.links], [[], []]);
});

/** A function that sends one message. */
function sender(n: number): JsonObject {
  const call = {
    id: `c00000000000000${n}`,
    name: "SQS",
    namespace: "aws",
    start_time: T + 0.1,
    end_time: T + 0.2,
    aws: { operation: "SendMessage", queue_url: "https://sqs.eu-central-1.amazonaws.com/123456789012/parcels" },
  };
  return segment(`1-5759e988-00000000000000000000000${n}`, `a00000000000000${n}`, `order-${n}`, {
    subsegments: [call],
  });
}

function segment(trace: string, id: string, name: string, more: JsonObject): JsonObject {
  const start = name === "ship" ? T + 1 : T;
  return {
    id,
    trace_id: trace,
    name,
    origin: "AWS::Lambda::Function",
    start_time: start,
    end_time: start + 0.5,
    ...more,
  };
}
