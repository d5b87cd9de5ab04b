import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Chunk } from "../../src/record.ts";
import { type LoggedStream, logChunk } from "../decode/log-chunk.ts";
import { xrayChunk } from "../decode/xray-chunk.ts";
import { functionLog } from "../stitch/function-log.ts";
import { ride } from "../stitch/ride.ts";
import { uuid } from "../stitch/uuid.ts";
import { xraySegment } from "../stitch/xray-segment.ts";

const AT = Date.UTC(2026, 10, 22, 2, 31);

/** One sandbox that serves one run after another, begins cold, and prints lines without any id. */
function sandbox(name: string): LoggedStream {
  const runs = [0, 1, 2].map((i) =>
    functionLog({
      name,
      requestId: uuid(`${name} ${i}`),
      at: AT + 1000 * i,
      lines: [`INFO\tasks for ${uuid(`${name} ${i - 1}`)}`, `|says ${uuid(`${name} said ${i % 2}`)}`, "|ERROR it says"],
    }),
  );
  const early = [
    { at: AT - 20, message: "INIT_START Runtime Version: nodejs:22.v1\tRuntime Version ARN: arn\n" },
    { at: AT - 10, message: `loading ${uuid(`${name} early`)}\n` },
  ];
  const late = [{ at: AT + 9000, message: `after all ${uuid(`${name} late`)}\n` }];
  const lines = [...early, ...runs.flatMap((run) => run.lines), ...late];
  return { group: `/aws/lambda/${name}`, stream: "2026/11/22/[1]sandbox", lines };
}

/** As many as make the id that they mention a constant, when all of them are read. */
const TENANTS = Array.from({ length: 502 }, (_, i) =>
  functionLog({ name: "f", requestId: uuid(`f ${i}`), at: AT + i, lines: [`INFO\ttenant ${uuid("tenant")}`] }),
);
const RIDES = [...ride("r1", AT).streams, ...ride("r2", AT + 5).streams, sandbox("a"), sandbox("b")];

/** Line by line, so that lines of one stream come in any order. */
const CHUNKS: readonly Chunk[] = [
  ...RIDES.flatMap((stream) => stream.lines.map((line) => logChunk({ ...stream, lines: [line] }))),
  xrayChunk(
    xraySegment({ id: "a", name: "f", start: AT / 1000 }),
    xraySegment({ id: "b", name: "g", start: AT / 1000 }),
  ),
  xrayChunk(xraySegment({ id: "a", name: "f", start: AT / 1000, more: { error: true, cause: { message: "x" } } })),
];

const ORDER = fc.shuffledSubarray([...CHUNKS.keys()], { minLength: CHUNKS.length });

test("what is read round by round, in any order, and asked about in between, is what is read at once", () => {
  fc.assert(
    fc.property(ORDER, fc.infiniteStream(fc.integer({ min: 0, max: 5 })), (order, dice) => {
      const [rounds, once] = [new EvidenceInMemory(), new EvidenceInMemory()];
      const chunks = order.flatMap((place) => CHUNKS[place] ?? []);
      for (const chunk of chunks) {
        rounds.add(chunk);
        if (dice.next().value === 0) rounds.reach("all");
      }
      for (const chunk of chunks) once.add(chunk);
      assertSame(rounds, once);
    }),
    { numRuns: 60 },
  );
});

test("what a cold start prints moves to its START, also where that comes in a later round", () => {
  const [rounds, once] = [new EvidenceInMemory(), new EvidenceInMemory()];
  const stream = sandbox("a");
  for (const line of stream.lines) {
    rounds.add(logChunk({ ...stream, lines: [line] }));
    rounds.reach("all");
  }
  once.add(logChunk(stream));
  assertSame(rounds, once);
});

test("an id that becomes a constant in one round parts what it joined in those before", () => {
  const [rounds, once] = [new EvidenceInMemory(), new EvidenceInMemory()];
  for (const stream of TENANTS) {
    rounds.add(logChunk(stream));
    once.add(logChunk(stream));
    if (stream === TENANTS[499]) assert.equal(rounds.reach("all").length, 1);
  }
  assert.equal(rounds.reach("all").length, TENANTS.length);
  assertSame(rounds, once);
});

test("a constant that turns out to be somebody's own id joins all who mention it", () => {
  const rounds = new EvidenceInMemory();
  for (const stream of TENANTS) rounds.add(logChunk(stream));
  assert.equal(rounds.reach("all").length, TENANTS.length);
  rounds.add(logChunk(functionLog({ name: "t", requestId: uuid("tenant"), at: AT, lines: [] })));
  assert.equal(rounds.reach("all").length, 1);
});

function assertSame(a: EvidenceInMemory, b: EvidenceInMemory): void {
  const keyOf = (value: string) => ({ kind: "external", value, role: "mentioned", path: "test" }) as const;
  const ids = ["a 0", "a said 1", "a early", "a late", "b 2", "r1 topic", "r2 rides", "tenant", "nobody"].map(uuid);
  for (const from of ["all", "failing", ...ids.map((id) => [keyOf(id)])] as const)
    assert.deepEqual(outlineOf(a, from), outlineOf(b, from));
}

/** Components in their order, and what is in each, in any. */
function outlineOf(evidence: EvidenceInMemory, from: Parameters<EvidenceInMemory["reach"]>[0]): string[][] {
  return evidence
    .reach(from)
    .map(({ invocations, loose, spans }) =>
      [
        ...invocations.map(({ requestId, lines }) => `${requestId}: ${lines.map(({ id }) => id).join(" ")}`),
        ...loose.map(({ id }) => id),
        ...spans.map(({ id, error }) => `${id} ${error?.message}`),
      ].sort(),
    );
}
