import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Invocation } from "../../src/evidence/invocation.ts";
import type { LogRecord } from "../../src/record.ts";
import { fromMillis, micros } from "../../src/time.ts";
import { logChunk } from "../decode/log-chunk.ts";
import { functionLog } from "../stitch/function-log.ts";
import { uuid } from "../stitch/uuid.ts";

export const AT = Date.UTC(2026, 10, 22, 2, 31);
const REQUEST = uuid("long");

/** An invocation that wrote so many lines, whose texts repeat: decoded once each, because here it is not about decoding. */
export function longInvocation(n: number, texts: readonly string[]): Invocation {
  const evidence = new EvidenceInMemory();
  evidence.add(logChunk(functionLog({ name: "long", requestId: REQUEST, at: AT, lines: texts })));
  const all = [...evidence.records];
  const [start, ...rest] = all;
  const written = rest.filter(({ mark }) => mark === null);
  const ends = rest.filter(({ mark }) => mark !== null);
  const lines: LogRecord[] = start === undefined ? [] : [start];
  for (let i = 0; i < n; i++) {
    const line = written[i % written.length];
    if (line !== undefined) lines.push({ ...line, id: `log:${i}`, at: micros(fromMillis(AT) + 10 * (i + 1)) });
  }
  for (const end of ends) lines.push({ ...end, at: micros(fromMillis(AT) + 10 * (n + 2)) });
  return { requestId: REQUEST, lines };
}
