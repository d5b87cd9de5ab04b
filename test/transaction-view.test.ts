import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_CATALOG } from "../src/catalog.ts";
import { EvidenceInMemory } from "../src/evidence/evidence.ts";
import { judgedIn } from "../src/judged-in.ts";
import type { Chunk } from "../src/record.ts";
import type { TransactionView } from "../src/report.ts";
import { viewOfTransaction } from "../src/transaction-view.ts";
import { type LoggedStream, logChunk } from "./decode/log-chunk.ts";
import { sqsEvent } from "./services/sqs-event.ts";
import { functionLog } from "./stitch/function-log.ts";
import { uuid } from "./stitch/uuid.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);
const ORDER = "order-2026-0007";

test("what a hop carries along its transaction stands on it as tags", () => {
  const [view] = viewsOf(
    logged(
      `INFO\tcalling {"x-correlation-id":"${ORDER}","x-correlation-order-id":"o-123456789","correlationId":"none"}`,
    ),
  );
  assert.deepEqual(view?.hops[0]?.tags, { "x-correlation-id": ORDER, "x-correlation-order-id": "o-123456789" });
});

test("a batch carries several values under one name, and of many it says how many", () => {
  const many = Array.from({ length: 12 }, (_, i) => `INFO\tcalling {"x-correlation-id":"order-2026-${i}"}`);
  assert.deepEqual(viewsOf(logged(...many.slice(0, 2)))[0]?.hops[0]?.tags, {
    "x-correlation-id": "order-2026-0, order-2026-1",
  });
  assert.match(viewsOf(logged(...many))[0]?.hops[0]?.tags["x-correlation-id"] ?? "", /order-2026-4, … \(12 in all\)$/);
});

test("a carrier that is called like something of JavaScript's own is a tag like any other", () => {
  const [view] = viewsOf(logged(`INFO\tcalling {"x-correlation-__proto__":"${ORDER}"}`));
  assert.deepEqual(Object.entries(view?.hops[0]?.tags ?? {}), [["x-correlation-__proto__", ORDER]]);
});

test("a hop that carries nothing has no tags", () => {
  assert.deepEqual(viewsOf(logged("INFO\tworking"))[0]?.hops[0]?.tags, {});
});

test("of very many log lines the last are kept, where it went wrong, and how many there were is said", () => {
  const [view] = viewsOf(logged(...Array.from({ length: 300 }, (_, i) => `INFO\tline ${i}`)));
  const [hop] = view?.hops ?? [];
  assert.equal(hop?.logs.length, 200);
  assert.ok(hop.logs.some(({ text }) => text === "line 299"));
  assert.ok((hop.logLines ?? 0) >= 300);
  assert.match(JSON.stringify(view?.gaps), /the last 200 of 30\d are shown/);
  assert.equal(viewsOf(logged("INFO\tworking"))[0]?.hops[0]?.logLines, undefined);
});

test("a clock that was corrected is told: whose, by how much, and which hops have their times from it", () => {
  const [view] = viewsOf(...crossing(-2300));
  assert.ok(view);
  const consumer = view.hops.find(({ resource }) => resource === "consumer");
  const [skew, ...others] = view.skew;
  assert.deepEqual(others, []);
  assert.equal(skew?.clock, "Lambda consumer");
  assert.deepEqual(skew.hops, [consumer?.id]);
  assert.ok(skew.ms > 2000 && skew.ms < 2400);
});

test("clocks that agree are not told", () => {
  assert.deepEqual(viewsOf(...crossing(500))[0]?.skew, []);
});

/** A message that a function sent, and the run of another one that received it so many ms later by its own clock. */
function crossing(laterMs: number): LoggedStream[] {
  const messageId = uuid("m");
  const sender = functionLog({
    name: "sender",
    requestId: uuid("s"),
    at: AT,
    lines: [`INFO\tSendMessage {"MessageId":"${messageId}","MD5OfMessageBody":"x"}`],
  });
  const event = sqsEvent("rides", [{ messageId, body: "{}" }]);
  const consumer = functionLog({
    name: "consumer",
    requestId: uuid("c"),
    at: AT + laterMs,
    lines: [`INFO\tEVENT ${JSON.stringify(event)}`],
  });
  return [sender, consumer];
}

function logged(...lines: readonly string[]): LoggedStream {
  return functionLog({ name: "ride-service", requestId: uuid("f"), at: AT, lines });
}

function viewsOf(...streams: readonly LoggedStream[]): TransactionView[] {
  const evidence = new EvidenceInMemory();
  for (const chunk of streams.map((stream): Chunk => logChunk(stream))) evidence.add(chunk);
  return evidence
    .reach("all")
    .flatMap((component) => judgedIn(component, EMPTY_CATALOG))
    .map((judged) => viewOfTransaction(judged, { id: "q", kind: "unknown" }));
}
