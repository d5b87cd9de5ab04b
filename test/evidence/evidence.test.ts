import assert from "node:assert/strict";
import { test } from "node:test";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Key } from "../../src/key.ts";
import { logChunk } from "../decode/log-chunk.ts";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { functionLog } from "../stitch/function-log.ts";
import { ride } from "../stitch/ride.ts";
import { uuid } from "../stitch/uuid.ts";
import { xraySegment } from "../stitch/xray-segment.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);

test("what shares ids, directly or not, is one component, and what does not is another", () => {
  const evidence = holding(ride("r1", AT).streams, ride("r2", AT + 5).streams);
  const components = evidence.reach("all");
  assert.equal(components.length, 2);
  assert.deepEqual(
    components.map(({ invocations }) => invocations.length),
    [3, 3],
  );
});

test("from one id everything that may belong to it is reached", () => {
  const { ids, streams } = ride("r1", AT);
  const evidence = holding(streams, ride("r2", AT + 5).streams);
  for (const value of Object.values(ids)) {
    const reached = evidence.reach([external(value)]);
    assert.equal(reached.length, 1);
    assert.equal(reached[0]?.invocations.length, 3);
  }
  assert.deepEqual(evidence.reach([external(uuid("unknown"))]), []);
  assert.equal(evidence.reach([external(ids.post), external(uuid("r2 post"))]).length, 2);
});

test("the failing are those with an error in a line or a span", () => {
  const evidence = holding(
    [functionLog({ name: "ok", requestId: uuid("ok"), at: AT, lines: ["INFO\tfine"] })],
    [functionLog({ name: "bad", requestId: uuid("bad"), at: AT, lines: ["ERROR\tbad"] })],
  );
  evidence.add(
    xrayChunk(xraySegment({ id: "a", name: "f", start: AT / 1000, more: { error: true, cause: { message: "x" } } })),
  );
  const failing = evidence.reach("failing");
  assert.deepEqual(
    failing.flatMap(({ invocations }) => invocations.map(({ requestId }) => requestId)),
    [uuid("bad")],
  );
  assert.equal(failing.flatMap(({ spans }) => spans).length, 1);
});

test("a thing read twice is held once", () => {
  const { streams } = ride("r1", AT);
  const once = [...holding(streams).records].length;
  assert.equal([...holding(streams, streams).records].length, once);
});

test("components come in the order in which they began, whatever was read first", () => {
  const [early, late] = [ride("r1", AT), ride("r2", AT + 1000)];
  for (const evidence of [holding(late.streams, early.streams), holding(early.streams, late.streams)]) {
    assert.deepEqual(
      evidence
        .reach("all")
        .map(({ invocations }) => invocations.some(({ requestId }) => requestId === early.ids.rides)),
      [true, false],
    );
  }
});

test("a component to which nothing was added stays the same object, and one that grew does not", () => {
  const [first, second] = [ride("r1", AT), ride("r2", AT + 1000)];
  const evidence = holding(first.streams, second.streams.slice(0, 2));
  const before = evidence.reach("all");
  assert.equal(evidence.reach("all")[0], before[0]);
  for (const stream of [...second.streams.slice(2), ...first.streams]) evidence.add(logChunk(stream));
  const after = evidence.reach("all");
  assert.equal(after[0], before[0]);
  assert.notEqual(after[1], before[1]);
  assert.equal(after[1]?.invocations[0], before[1]?.invocations[0]);
});

test("a line that comes late makes another component of the one that it belongs to", () => {
  const [stream] = ride("r1", AT).streams;
  assert.ok(stream !== undefined);
  const evidence = holding([{ ...stream, lines: stream.lines.slice(0, 2) }]);
  const [before] = evidence.reach("all");
  evidence.add(logChunk(stream));
  const [after] = evidence.reach("all");
  assert.notEqual(after, before);
  assert.equal(after?.invocations[0]?.lines.length, stream.lines.length);
});

for (const [mentioning, components] of [
  [500, 1],
  [501, 501],
] as const) {
  test(`an id that ${mentioning} mention and none has joins ${components === 1 ? "them all" : "nobody: it is a constant"}`, () => {
    const evidence = new EvidenceInMemory();
    for (let i = 0; i < mentioning; i++) {
      evidence.add(
        logChunk(
          functionLog({ name: "f", requestId: uuid(`f ${i}`), at: AT + i, lines: [`INFO\ttenant ${uuid("tenant")}`] }),
        ),
      );
    }
    assert.equal(evidence.reach("all").length, components);
    assert.equal(evidence.reach([external(uuid("tenant"))]).length, components);
  });
}

test("an id that somebody has as its own joins however many mention it", () => {
  const evidence = holding([functionLog({ name: "root", requestId: uuid("root"), at: AT, lines: ["INFO\thi"] })]);
  for (let i = 0; i < 600; i++) {
    evidence.add(
      logChunk(functionLog({ name: "f", requestId: uuid(`f ${i}`), at: AT + i, lines: [`INFO\tfor ${uuid("root")}`] })),
    );
  }
  assert.equal(evidence.reach("all").length, 1);
});

test("lines of no known invocation are loose, and are reached by the ids in them", () => {
  const stream = { group: "/ecs/billing", stream: "s", lines: [{ at: AT, message: `charged for ${uuid("ride")}` }] };
  const [component] = holding([stream]).reach([external(uuid("ride"))]);
  assert.equal(component?.loose.length, 1);
  assert.deepEqual(component.invocations, []);
});

function holding(...streams: readonly (readonly Parameters<typeof logChunk>[0][])[]): EvidenceInMemory {
  const evidence = new EvidenceInMemory();
  for (const stream of streams.flat()) evidence.add(logChunk(stream));
  return evidence;
}

function external(value: string): Key {
  return { kind: "external", value, role: "mentioned", path: "query" };
}
