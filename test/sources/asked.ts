import { EvidenceInMemory } from "../../src/evidence/evidence.ts";
import type { Gap } from "../../src/record.ts";
import type { Cost } from "../../src/report.ts";
import type { Question, Read, Source } from "../../src/sources/source.ts";
import type { Span } from "../../src/span.ts";
import { fromMillis, type Window } from "../../src/time.ts";
import { ASKED_AT } from "../contracts/source.ts";

const WINDOW: Window = { from: fromMillis(ASKED_AT - 3_600_000), to: fromMillis(ASKED_AT) };

export const FAILURES: Question = { window: WINDOW, failures: [], groups: null };

export function find(...ids: readonly string[]): Question {
  return { window: WINDOW, find: ids };
}

/** Everything that a source tells of a question, with the spans in it. */
export async function tellsOf(
  source: Source,
  question: Question,
  until: AbortSignal = new AbortController().signal,
): Promise<{ spans: Span[]; gaps: Gap[]; reads: Read[]; costs: Cost[] }> {
  const evidence = new EvidenceInMemory();
  const gaps: Gap[] = [];
  const reads: Read[] = [];
  const costs: Cost[] = [];
  for await (const told of source.ask(question, until)) {
    if ("chunk" in told) gaps.push(...evidence.add(told.chunk));
    else if ("gap" in told) gaps.push(told.gap);
    else if ("read" in told) reads.push(told.read);
    else costs.push(told.cost);
  }
  return { spans: [...evidence.spans], gaps, reads, costs };
}
