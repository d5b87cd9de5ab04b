import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Chunk } from "../../src/record.ts";
import { logChunk } from "../decode/log-chunk.ts";
import { testGrowth } from "../growth/growth-of.ts";
import { AT } from "../growth/lines.ts";
import { functionLog } from "../stitch/function-log.ts";
import { uuid } from "../stitch/uuid.ts";

/** So many chunks come between two looks. */
const EACH = 3;

/** In so many streams, runs that speak of the run before them and of one tenant, each in a chunk. */
function chunksOf(n: number, streams: number): Chunk[] {
  return Array.from({ length: n }, (_, i) => {
    const lines = [
      `INFO\tgoes on with ${uuid(`run ${i - (i % 10 === 0 ? 0 : 1)}`)} for ${uuid("tenant")}`,
      "|by the way",
    ];
    const run = { name: "f", requestId: uuid(`run ${i}`), at: AT + 100 * i, lines, stream: `sandbox ${i % streams}` };
    return logChunk(functionLog({ ...run, end: i % 7 === 0 ? "error" : "ok" }));
  });
}

function looks(chunks: readonly Chunk[]): number {
  const evidence = new EvidenceInMemory();
  let reached = 0;
  for (const [i, chunk] of chunks.entries()) {
    evidence.add(chunk);
    if (i % EACH !== 0) continue;
    const key = { kind: "external", value: uuid(`run ${i}`), role: "mentioned", path: "test" } as const;
    reached += evidence.reach([key]).length;
  }
  return reached + evidence.reach("failing").length + evidence.reach("all").length;
}

for (const streams of [1, 1000]) {
  testGrowth(`chunks of ${streams} streams, with a look after every few`, 15_000, {
    make: (n) => chunksOf(n, streams),
    work: looks,
  });
}
