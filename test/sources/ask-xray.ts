import type { XRayClient } from "@aws-sdk/client-xray";
import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Gap } from "../../src/record.ts";
import type { Cost } from "../../src/report.ts";
import type { Question, Read } from "../../src/sources/source.ts";
import { xray } from "../../src/sources/xray.ts";
import type { Span } from "../../src/span.ts";

export interface FoundTraces {
  readonly spans: readonly Span[];
  /** The traces that were told, each once, in order. */
  readonly traces: readonly string[];
  readonly gaps: readonly Gap[];
  readonly reads: readonly Read[];
  readonly costs: readonly Cost[];
}

/** Everything that the source tells to one question, decoded. */
export async function askXRay(
  client: XRayClient,
  question: Question,
  until: AbortSignal = new AbortController().signal,
): Promise<FoundTraces> {
  const evidence = new EvidenceInMemory();
  const gaps: Gap[] = [];
  const reads: Read[] = [];
  const costs: Cost[] = [];
  for await (const one of xray(client).ask(question, until)) {
    if ("chunk" in one) gaps.push(...evidence.add(one.chunk));
    else if ("gap" in one) gaps.push(one.gap);
    else if ("read" in one) reads.push(one.read);
    else costs.push(one.cost);
  }
  const spans = [...evidence.spans];
  const traces = spans.flatMap(({ keys }) => keys.flatMap(({ kind, value }) => (kind === "xray-trace" ? value : [])));
  return { spans, traces: [...new Set(traces)].sort(), gaps, reads, costs };
}
